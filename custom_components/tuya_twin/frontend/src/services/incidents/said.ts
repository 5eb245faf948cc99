/** What everything that is said of an incident has in common. */
import type { RecordedCause } from "../../types/incident";
import { HOUSE } from "../../types/wire";
import { withoutStop } from "../full-stop";
import type { Wording } from "../wording";

export interface EntryWords {
  readonly what: string;
  /** Everything else, each a sentence. */
  readonly more: readonly string[];
  /** What to do about it, if anything. */
  readonly cure: string;
}

/** What the record calls by ids, people call by names. */
export interface Names {
  readonly zone: (id: string) => string;
  readonly entity: (id: string) => string;
}

export const said = (what: string, ...more: readonly string[]): EntryWords => ({
  what,
  more: more.filter((sentence) => sentence !== ""),
  cure: "",
});

export const whereWords = (zone: string, names: Names, words: Wording): string =>
  zone === HOUSE ? words.t("house.whole") : names.zone(zone);

export function whoWords({ origin, name }: RecordedCause, words: Wording): string {
  if (name === null) return words.t(`incidents.who_${origin}`);
  return origin === "ai" ? words.t("incidents.who_ai_named", { name }) : name;
}

/** Why, without a full stop. What an AI gave as its reason is told in quotation marks. */
export function whyWords({ origin, reason }: RecordedCause, words: Wording): string {
  const why = withoutStop(reason ?? "");
  return origin === "ai" && why !== "" ? words.t("lookout.quote", { summary: why }) : why;
}
