/** What a kiosk says on top, for somebody across the room: how it is, since when, what is wrong. */
import { bannerText, type Mood, type Trust } from "../banner-text";
import { faultsOf, type Fault } from "../faults";
import { shownForHouse, shownSince, type House } from "../house";
import type { Wording } from "../wording";

export interface KioskSentence {
  readonly mood: Mood;
  readonly title: string;
  /** One line below the title. */
  readonly more: string;
  readonly faults: readonly Fault[];
  /** How many faults there was no room for. */
  readonly others: number;
}

/** What can be read from across the room and leaves the plan its place. */
const MOST_FAULTS = 3;
const DAY_MS = 86_400_000;

function since(house: House, now: number, words: Wording): string {
  const at = shownSince(house);
  if (at === null) return "";
  const age = words.age(at, now);
  return now - Date.parse(at) < DAY_MS
    ? words.t("kiosk.since", { time: words.clock(at), age })
    : words.t("kiosk.since_days", { day: words.day(at), age });
}

export function kioskSentence(
  house: House,
  trust: Trust,
  lastSign: number | null,
  now: number,
  words: Wording,
): KioskSentence {
  const { mood, title, happened, answered } = bannerText(house, trust, lastSign, words);
  if (trust !== "live") return { mood, title, more: happened, faults: [], others: 0 };
  const faults = faultsOf(house, words);
  const calm = shownForHouse(house) === "GREEN_SAFE" && house.run?.finished !== false;
  const more = (calm ? since(house, now, words) : "") || happened;
  return {
    mood,
    title,
    more: [more, answered].filter(Boolean).join(" "),
    faults: faults.slice(0, MOST_FAULTS),
    others: Math.max(0, faults.length - MOST_FAULTS),
  };
}
