/** The rows of the device list: failures first, then what is still awaited, then the rest. */
import type { Device, DeviceKind, Result, Step } from "../types/wire";
import { reasonWords, troubleWords } from "./faults";
import { shownForHouse, type House } from "./house";
import { colourName } from "./light-colour";
import type { Wording } from "./wording";

export type Tone = "good" | "bad" | "wait" | "quiet";

export interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly kind: DeviceKind;
  /** The device as last reported, for its picture. */
  readonly device: Device | null;
  readonly tone: Tone;
  readonly detail: string;
  readonly cure: string;
  /** Beside the row: how long it took, or how old the news is. */
  readonly aside: string;
  readonly result: Result | null;
}

export interface DeviceGroups {
  readonly run: readonly DeviceRow[];
  readonly others: readonly DeviceRow[];
}

/** A finished, faultless run back to green is old news after this. */
const GREEN_RUN_SHOWN_MS = 60_000;

export function stateWords(device: Device, words: Wording): string {
  switch (device.kind) {
    case "bulb": {
      const { on, brightness } = device.state;
      if (on === null) return words.t("state.unknown");
      if (!on) return words.t("bulb.off");
      const colour = words.t(`colour.${colourName(device.state)}`);
      return brightness === null ? colour : words.t("bulb.colour", { colour, brightness });
    }
    case "siren":
      if (device.state.sounding === null) return words.t("state.unknown");
      return words.t(device.state.sounding ? "siren.sounding" : "siren.silent");
    case "lock":
      return words.t(`lock.${device.state.bolt}`);
  }
}

/** State and reachability in one breath. */
export function presentWords(device: Device, words: Wording): string {
  const state = stateWords(device, words);
  if (device.reachable) return state;
  const gone = troubleWords(device, words).what;
  return device.seen_at === null ? gone : `${gone}, ${words.t("devices.last", { state })}`;
}

/** Whether the house's run is news enough to stand in the list. */
export function runIsNews(house: House, now: number): boolean {
  const run = house.run;
  if (run === null || run.steps.length === 0) return false;
  if (!run.finished || run.steps.some((step) => step.result === "failed")) return true;
  if (shownForHouse(house) !== "GREEN_SAFE") return true;
  return now - Date.parse(run.started_at) < GREEN_RUN_SHOWN_MS;
}

const RESULT_ORDER: readonly Result[] = ["failed", "sent", "pending", "skipped", "confirmed"];
const TONES: Readonly<Record<Result, Tone>> = {
  failed: "bad",
  sent: "wait",
  pending: "wait",
  skipped: "quiet",
  confirmed: "good",
};

function stepRow(step: Step, device: Device | null, words: Wording): DeviceRow {
  const explained = step.result === "failed" || step.result === "skipped";
  const reason = explained ? reasonWords(step.reason, words) : null;
  return {
    id: step.device,
    name: step.name,
    kind: step.kind,
    device,
    tone: TONES[step.result],
    detail: stepWords(step, device, reason?.what ?? null, words),
    cure: reason?.cure ?? "",
    aside: step.ms === null ? "" : words.duration(step.ms),
    result: step.result,
  };
}

/** What happened, by which way, and who stood in. */
function stepWords(step: Step, device: Device | null, what: string | null, words: Wording): string {
  if (what !== null) {
    if (step.stand_ins.length === 0) return what;
    return words.t("stand_ins.confirmed", { what, names: words.list(step.stand_ins) });
  }
  const confirmed = step.result === "confirmed" && device !== null;
  const detail = confirmed ? stateWords(device, words) : words.t(`result.${step.result}`);
  return step.path === "cloud" ? words.t("path.cloud", { detail }) : detail;
}

const badLock = (device: Device): boolean =>
  device.kind === "lock" && (device.state.bolt === "jammed" || device.state.bolt === "unknown");

function presentRow(device: Device, words: Wording, now: number): DeviceRow {
  const cure = !device.reachable
    ? troubleWords(device, words).cure
    : badLock(device)
      ? words.t("fault.jammed_cure")
      : "";
  return {
    id: device.id,
    name: device.name,
    kind: device.kind,
    device,
    tone: device.reachable && !badLock(device) ? "quiet" : "bad",
    detail: presentWords(device, words),
    cure,
    aside: device.seen_at === null ? words.t("devices.never_seen") : words.age(device.seen_at, now),
    result: null,
  };
}

export function deviceGroups(house: House, words: Wording, now: number): DeviceGroups {
  const byId = new Map(house.devices.map((device) => [device.id, device]));
  const steps = runIsNews(house, now) ? (house.run?.steps ?? []) : [];
  const inRun = new Set(steps.map((step) => step.device));
  const run = [...steps]
    .sort((a, b) => RESULT_ORDER.indexOf(a.result) - RESULT_ORDER.indexOf(b.result))
    .map((step) => stepRow(step, byId.get(step.device) ?? null, words));
  const others = house.devices
    .filter((device) => !inRun.has(device.id))
    .map((device) => presentRow(device, words, now))
    .sort((a, b) => Number(b.tone === "bad") - Number(a.tone === "bad"));
  return { run, others };
}
