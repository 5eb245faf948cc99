/** What is not as it should be, in words, with a cure: worst first. */
import type { Device, Step } from "../types/wire";
import { shownForHouse, type House } from "./house";
import type { Key } from "./languages";
import type { Wording } from "./wording";

export interface Fault {
  readonly device: string;
  readonly name: string;
  readonly what: string;
  readonly cure: string;
}

export interface Sentence {
  readonly what: string;
  readonly cure: string;
}

/** A reason code in words; a newer server may send one that this panel does not know. */
export function reasonWords(reason: string | null, words: Wording): Sentence {
  const key = `reason.${reason ?? "other"}`;
  const cure = `${key}_cure`;
  return words.has(key) && words.has(cure)
    ? { what: words.t(key), cure: words.t(cure) }
    : { what: words.t("reason.other"), cure: words.t("reason.other_cure") };
}

/** Why a device does not answer, and what to do. */
export function troubleWords(device: Device, words: Wording): Sentence {
  if (device.trouble === null || device.trouble === "unreachable") {
    return { what: words.t("fault.unreachable"), cure: words.t("fault.unreachable_cure") };
  }
  return reasonWords(device.trouble, words);
}

type BoltFault = "jammed" | "bolt_unknown";
type FaultKind = BoltFault | "sounding" | "siren_unknown";

/** What is wrong with the bolt of a lock; null if nothing is, or there is none. */
export function boltFault(device: Device): BoltFault | null {
  if (device.kind !== "lock") return null;
  if (device.state.bolt === "jammed") return "jammed";
  return device.state.bolt === "unknown" ? "bolt_unknown" : null;
}

function faultKind(device: Device, safe: boolean): FaultKind | null {
  if (device.kind === "siren" && safe) {
    if (device.state.sounding === true) return "sounding";
    return device.state.sounding === null ? "siren_unknown" : null;
  }
  return boltFault(device);
}

export function faultWords(kind: FaultKind, words: Wording): Sentence {
  const what: Key = `fault.${kind}`;
  const cure: Key = `fault.${kind}_cure`;
  return { what: words.t(what), cure: words.t(cure) };
}

function presentFault(device: Device, safe: boolean, words: Wording): Sentence | null {
  if (!device.reachable) return troubleWords(device, words);
  const kind = faultKind(device, safe);
  return kind === null ? null : faultWords(kind, words);
}

/** What is over once the device is heard again; what it refused or did not confirm is not. */
const NOT_REACHED: readonly string[] = [
  "unreachable",
  "handshake_failed",
  "wrong_key",
  "wrong_version",
  "held",
  "wedged",
  "asleep",
  "cloud_refused",
  "cloud_failed",
];

/** A door that is left unlocked on purpose is no failure, but somebody has to know. */
const needsEyes = (step: Step): boolean =>
  step.result === "failed" || (step.result === "skipped" && step.reason === "hazard");

/** At rest, a device that answers again has made up for what it missed. */
function madeUpFor(step: Step, house: House): boolean {
  if (shownForHouse(house) !== "GREEN_SAFE" || house.run?.finished !== true) return false;
  const device = house.devices.find((other) => other.id === step.device);
  return device?.reachable === true && NOT_REACHED.includes(step.reason ?? "");
}

/** The steps of the run that somebody has to see to. */
export const faultySteps = (house: House): readonly Step[] =>
  (house.run?.steps ?? []).filter((step) => needsEyes(step) && !madeUpFor(step, house));

export function faultsOf(house: House, words: Wording): readonly Fault[] {
  const inRun = faultySteps(house).map((step): Fault => {
    return { device: step.device, name: step.name, ...reasonWords(step.reason, words) };
  });
  const named = new Set(inRun.map((fault) => fault.device));
  const safe = shownForHouse(house) === "GREEN_SAFE";
  const others = house.devices.flatMap((device): Fault[] => {
    const found = named.has(device.id) ? null : presentFault(device, safe, words);
    return found === null ? [] : [{ device: device.id, name: device.name, ...found }];
  });
  return [...inRun, ...others];
}
