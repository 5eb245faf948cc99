/** What the house has learned from a false alarm. */
import type { RecordedWeight } from "../../types/incident";
import type { Wording } from "../wording";

/** Which sensors count for less from now on, and how much they still do; empty if none does. */
export function learnedWords(weights: readonly RecordedWeight[], words: Wording): string {
  const newest = new Map(weights.map((weight) => [weight.sensor, weight]));
  const sensors = [...newest.values()].map(({ name, weight }) =>
    words.t("lookout.learned_sensor", { name, percent: words.number(weight) }),
  );
  return sensors.length === 0 ? "" : words.t("lookout.learned", { sensors: words.list(sensors) });
}
