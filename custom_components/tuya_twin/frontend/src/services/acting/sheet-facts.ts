/** What the sheet of a device says of it: how it is, how old that is, and its part in the run. */
import type { Device, Step } from "../../types/wire";
import { RESULT_TONES, stateWords, type Tone } from "../device-rows";
import { boltFault, faultWords, reasonWords, troubleWords } from "../faults";
import { zoneName, type House } from "../house";
import type { Wording } from "../wording";

export interface Fact {
  readonly id: "state" | "reach" | "news" | "battery" | "opened" | "run";
  readonly label: string;
  readonly value: string;
  readonly cure: string;
  readonly tone: Tone;
}

export interface Sheet {
  readonly name: string;
  readonly zone: string;
  readonly facts: readonly Fact[];
}

/** Below this a battery is worth a word. */
const LOW_BATTERY = 20;

const fact = (
  id: Fact["id"],
  label: string,
  value: string,
  tone: Tone = "quiet",
  cure = "",
): Fact => ({ id, label, value, cure, tone });

/** `live`: without it all is only what was last known, and nothing is ticked off. */
export function sheetOf(
  house: House,
  device: Device,
  live: boolean,
  words: Wording,
  now: number,
): Sheet {
  const step = house.run?.steps.find((each) => each.device === device.id) ?? null;
  const facts = [
    stateFact(device, live, words),
    reachFact(device, live, words),
    newsFact(device, words, now),
    ...batteryFact(device, words),
    ...openedFact(device, words),
    ...(step === null ? [] : [stepFact(step, house.run?.drill === true, words)]),
  ];
  return {
    name: device.name,
    zone: zoneName(house, device.zone),
    facts: live ? facts : facts.map((each) => ({ ...each, tone: "quiet" })),
  };
}

function stateFact(device: Device, live: boolean, words: Wording): Fact {
  const known = live && device.reachable;
  const label = words.t(known ? "acting.state" : "acting.state_last");
  const state = stateWords(device, words);
  const bolt = boltFault(device);
  return bolt === null
    ? fact("state", label, state)
    : fact("state", label, state, "bad", faultWords(bolt, words).cure);
}

function reachFact(device: Device, live: boolean, words: Wording): Fact {
  const label = words.t("acting.reach");
  if (!live) return fact("reach", label, words.t("acting.reach_unknown"));
  if (device.reachable) return fact("reach", label, words.t("acting.reachable"), "good");
  const { what, cure } = troubleWords(device, words);
  return fact("reach", label, what, "bad", cure);
}

function newsFact(device: Device, words: Wording, now: number): Fact {
  const label = words.t("acting.news");
  const at = device.seen_at;
  return fact("news", label, at === null ? words.t("devices.never_seen") : words.age(at, now));
}

function batteryFact(device: Device, words: Wording): readonly Fact[] {
  const percent = device.kind === "bulb" ? null : device.state.battery;
  if (percent === null || percent === undefined) return [];
  const value = words.t("acting.battery_percent", { percent });
  const label = words.t("acting.battery");
  return percent < LOW_BATTERY
    ? [fact("battery", label, value, "bad", words.t("acting.battery_cure"))]
    : [fact("battery", label, value)];
}

function openedFact(device: Device, words: Wording): readonly Fact[] {
  const by = device.kind === "lock" ? device.state.changed_by : null;
  return by ? [fact("opened", words.t("acting.opened"), by)] : [];
}

function stepFact(step: Step, drill: boolean, words: Wording): Fact {
  const label = words.t(drill ? "acting.in_drill" : "acting.in_run");
  const explained = step.result === "failed" || step.result === "skipped";
  const reason = explained ? reasonWords(step.reason, words) : null;
  const what = reason?.what ?? words.t(`result.${step.result}`);
  const sentence =
    step.stand_ins.length === 0
      ? what
      : words.t("stand_ins.confirmed", { what, names: words.list(step.stand_ins) });
  return fact(
    "run",
    label,
    timed(step, sentence, words),
    RESULT_TONES[step.result],
    reason?.cure ?? "",
  );
}

/** With the time it took, and by which way it was confirmed if this panel knows that way. */
function timed(step: Step, what: string, words: Wording): string {
  if (step.ms === null) return what;
  const key = `acting.step_${step.path ?? "timed"}`;
  const duration = words.duration(step.ms);
  return words.t(words.has(key) ? key : "acting.step_timed", { what, duration });
}
