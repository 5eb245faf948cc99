/** Why something was found, as a short sum in plain words. */
import type { Ground } from "../../types/lookout";
import type { Wording } from "../wording";

export interface Reasons {
  /** Points that are added and factors, in their order. */
  readonly sum: readonly string[];
  /** What the sum makes; empty where there is none. */
  readonly total: string;
  /** What else was decisive, each a sentence. */
  readonly notes: readonly string[];
}

/** The sensor a reason is about; of one that this screen may not know, what it is. */
export function sensorWords({ name, role }: Ground, words: Wording): string {
  const key = `lookout.role_${role ?? ""}`;
  if (!words.has(key)) return name;
  const what = words.t(key);
  if (name === "") return words.t("lookout.sensor_elsewhere", { role: what });
  // Many a sensor is called after what it tells.
  const saysSo = name.toLocaleLowerCase().includes(what.toLocaleLowerCase());
  return saysSo ? name : words.t("lookout.sensor", { name, role: what });
}

function inWords(shape: "sum" | "note", ground: Ground, words: Wording): string {
  const key = `lookout.${shape}_${ground.why}`;
  if (!words.has(key)) return "";
  const adds = ground.why === "followed";
  return words.t(key, {
    sensor: sensorWords(ground, words),
    name: ground.name,
    value: adds ? words.signed(ground.value) : words.number(ground.value),
    seconds: words.number(Math.round(ground.seconds)),
  });
}

/** What a newer server may give as a reason, and this panel has no words for, is left out. */
export function reasonsOf(
  { grounds, score }: { readonly grounds: readonly Ground[]; readonly score: number },
  words: Wording,
): Reasons {
  const told = (shape: "sum" | "note"): readonly string[] =>
    grounds.map((ground) => inWords(shape, ground, words)).filter((part) => part !== "");
  const sum = told("sum");
  const total = sum.length === 0 ? "" : words.t("lookout.total", { score: words.number(score) });
  return { sum, total, notes: told("note") };
}

/** The same as sentences, for a list of what happened. */
export function reasonSentences(
  found: { readonly grounds: readonly Ground[]; readonly score: number },
  words: Wording,
): readonly string[] {
  const { sum, total, notes } = reasonsOf(found, words);
  return [...(total === "" ? [] : [`${sum.join(" \u00b7 ")} ${total}`]), ...notes];
}

const SIGNS: readonly string[] = ["sign", "followed", "hazard"];

/** Which sensors told of it. */
export const signWords = (grounds: readonly Ground[], words: Wording): string =>
  words.list([
    ...new Set(
      grounds.filter(({ why }) => SIGNS.includes(why)).map((each) => sensorWords(each, words)),
    ),
  ]);
