/** Where on the replay's slider something happened: as many marks as can be told apart. */
import type { Status } from "../../types/wire";
import type { Entry, Span } from "./timeline";

export type MarkTone = Status | "bad" | "plain";

export interface Mark {
  /** Of the slider's length, from 0 to 1. */
  readonly share: number;
  readonly tone: MarkTone;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly status: Status;
}

const TELLING: readonly MarkTone[] = [
  "plain",
  "GREEN_SAFE",
  "YELLOW_WARNING",
  "bad",
  "RED_CRITICAL",
];
const MARKS = 240;

const toneOf = (entry: Entry): MarkTone =>
  entry.kind === "status" ? entry.status.shown : entry.bad ? "bad" : "plain";

export const shareOf = (moment: number, { from, to }: Span): number =>
  Math.min(1, Math.max(0, (moment - from) / (to - from)));

/** Of what falls together, that which tells most is shown. */
export function marksOf(entries: readonly Entry[], span: Span): readonly Mark[] {
  const marks = new Map<number, MarkTone>();
  for (const entry of entries) {
    const place = Math.round(shareOf(entry.at, span) * MARKS);
    const tone = toneOf(entry);
    const known = marks.get(place) ?? "plain";
    marks.set(place, TELLING.indexOf(tone) > TELLING.indexOf(known) ? tone : known);
  }
  return [...marks].map(([place, tone]) => ({ share: place / MARKS, tone }));
}

/** What the whole house showed, from one change to the next, as shares of the slider. */
export function stretchesOf(entries: readonly Entry[], span: Span): readonly Stretch[] {
  const changes = entries.flatMap((entry) =>
    entry.kind === "status" ? [{ share: shareOf(entry.at, span), status: entry.status.shown }] : [],
  );
  const all = [{ share: 0, status: "GREEN_SAFE" as Status }, ...changes];
  return all
    .map(({ share, status }, index): Stretch => {
      return { from: share, to: all[index + 1]?.share ?? 1, status };
    })
    .filter(({ from, to }) => to > from);
}
