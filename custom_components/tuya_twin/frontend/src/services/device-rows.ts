/** The rows of the device list: failures first, then what is still awaited, then the rest. */
import type { Device, DeviceKind, Result, Step } from "../types/wire";
import { boltFault, faultWords, reasonWords, troubleWords } from "./faults";
import type { House } from "./house";
import { colourName } from "./light-colour";
import { progressOf, runInTheNews, type Progress } from "./run-progress";
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
  readonly progress: Progress | null;
  /** Whether the run is a rehearsal. */
  readonly drill: boolean;
  readonly others: readonly DeviceRow[];
}

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

const RESULT_ORDER: readonly Result[] = ["failed", "sent", "pending", "skipped", "confirmed"];
export const RESULT_TONES: Readonly<Record<Result, Tone>> = {
  failed: "bad",
  sent: "wait",
  pending: "wait",
  skipped: "quiet",
  confirmed: "good",
};

function stepRow(step: Step, device: Device | null, drill: boolean, words: Wording): DeviceRow {
  const explained = step.result === "failed" || step.result === "skipped";
  const reason = explained ? reasonWords(step.reason, words) : null;
  return {
    id: step.device,
    name: step.name,
    kind: step.kind,
    device,
    tone: RESULT_TONES[step.result],
    detail: reason ? excuse(step, reason.what, words) : deed(step, device, drill, words),
    cure: reason?.cure ?? "",
    aside: step.ms === null ? "" : words.duration(step.ms),
    result: step.result,
  };
}

/** Why it did not do its part, and who stood in. */
function excuse(step: Step, what: string, words: Wording): string {
  if (step.stand_ins.length === 0) return what;
  return words.t("stand_ins.confirmed", { what, names: words.list(step.stand_ins) });
}

/** What it did, and by which way if that is not the usual one. */
function deed(step: Step, device: Device | null, drill: boolean, words: Wording): string {
  const detail =
    step.result === "confirmed"
      ? confirmedWords(step, device, drill, words)
      : words.t(`result.${step.result}`);
  return step.path === "cloud" || step.path === "entity"
    ? words.t(`path.${step.path}`, { detail })
    : detail;
}

function confirmedWords(step: Step, device: Device | null, drill: boolean, words: Wording): string {
  if (device === null) return words.t("result.confirmed");
  const state = stateWords(device, words);
  if (step.check) return words.t("run.checked", { state });
  // A drill has put it back by now.
  return drill ? words.t("run.tried") : state;
}

function presentRow(device: Device, words: Wording, now: number): DeviceRow {
  const bolt = boltFault(device);
  const trouble = device.reachable ? bolt && faultWords(bolt, words) : troubleWords(device, words);
  return {
    id: device.id,
    name: device.name,
    kind: device.kind,
    device,
    tone: trouble === null ? "quiet" : "bad",
    detail: presentWords(device, words),
    cure: trouble?.cure ?? "",
    aside: device.seen_at === null ? words.t("devices.never_seen") : words.age(device.seen_at, now),
    result: null,
  };
}

/** A device of a house that is not live: neither good nor bad, only what was last known. */
function pastRow(device: Device, words: Wording, now: number): DeviceRow {
  const row = presentRow(device, words, now);
  const detail = words.t("devices.last", { state: stateWords(device, words) });
  return { ...row, tone: "quiet", detail, cure: "" };
}

const byTrouble = (a: DeviceRow, b: DeviceRow): number =>
  Number(b.tone === "bad") - Number(a.tone === "bad");

/** `live` is whether all this may be called true. */
export function deviceGroups(house: House, words: Wording, now: number, live = true): DeviceGroups {
  if (!live) {
    return {
      run: [],
      progress: null,
      drill: false,
      others: inOrder(house).map((device) => pastRow(device, words, now)),
    };
  }
  const byId = new Map(house.devices.map((device) => [device.id, device]));
  const news = runInTheNews(house, now);
  const steps = news?.steps ?? [];
  const drill = news?.drill ?? false;
  const inRun = new Set(steps.map((step) => step.device));
  return {
    run: [...steps]
      .sort((a, b) => RESULT_ORDER.indexOf(a.result) - RESULT_ORDER.indexOf(b.result))
      .map((step) => stepRow(step, byId.get(step.device) ?? null, drill, words)),
    progress: news === null ? null : progressOf(news),
    drill,
    others: inOrder(house)
      .filter((device) => !inRun.has(device.id))
      .map((device) => presentRow(device, words, now))
      .sort(byTrouble),
  };
}

/** Room by room, as the household lists its rooms. */
function inOrder(house: House): readonly Device[] {
  const rank = new Map(house.zones.map((zone, index) => [zone.id, index]));
  const rankOf = (device: Device): number => rank.get(device.zone) ?? rank.size;
  return [...house.devices].sort((a, b) => rankOf(a) - rankOf(b));
}
