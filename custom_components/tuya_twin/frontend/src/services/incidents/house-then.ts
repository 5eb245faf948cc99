/** The house at any moment of an incident, as far as its record proves it. */
import type { IncidentRecord, LightCommand, RecordedRun } from "../../types/incident";
import type { Device, Run } from "../../types/wire";
import { EMPTY_HOUSE, highest, reduce, shownForHouse, type House } from "../house";
import { afterStep, obeying, withoutLight, withSound } from "./devices-then";
import { asStarted, devicesOf, withStep, zonesOf } from "./parts-then";
import { lastAt, timelineOf, type Entry } from "./timeline";

export interface Frame {
  /** From when on the house was so. */
  readonly at: number;
  readonly house: House;
}

/** A siren's own clock has run out: whether it is silent then, nobody has proven. */
interface RunOut {
  readonly kind: "run_out";
  readonly at: number;
  readonly device: string;
}

type Change = Entry | RunOut;

/** Of the live house nothing is taken over but what it consists of. */
export function framesOf(
  record: IncidentRecord,
  today: House,
  entries: readonly Entry[] = timelineOf(record),
): readonly Frame[] {
  const past = new Past(record, today);
  const frames: Frame[] = [{ at: -Infinity, house: past.house }];
  for (const change of changesOf(entries)) {
    past.apply(change);
    const last = frames.at(-1);
    if (last?.house === past.house) continue;
    if (last?.at === change.at) frames.pop();
    frames.push({ at: change.at, house: past.house });
  }
  return frames;
}

export const houseIn = (frames: readonly Frame[], moment: number): House =>
  frames[lastAt(frames, moment)]?.house ?? EMPTY_HOUSE;

const changesOf = (entries: readonly Entry[]): readonly Change[] =>
  [...entries, ...entries.flatMap(runsOut)].sort((a, b) => a.at - b.at);

/** Until when a siren that was just proven to sound does so by its own clock. */
function soundsUntil(entry: Entry): number | null {
  if (entry.kind === "siren") {
    return entry.siren.until === null ? null : Date.parse(entry.siren.until);
  }
  if (entry.kind !== "step" || entry.step.result !== "confirmed") return null;
  const { command } = entry.step;
  if (command.type !== "siren" || !command.on || command.duration === null) return null;
  return entry.at + command.duration * 1000;
}

function runsOut(entry: Entry): readonly RunOut[] {
  const at = soundsUntil(entry);
  return at === null || entry.device === null
    ? []
    : [{ kind: "run_out", at, device: entry.device }];
}

/** Goes through an incident from its first fact to its last. */
class Past {
  house: House;

  private readonly _soundsUntil = new Map<string, number | null>();
  private readonly _alarmLights = new Map<string, LightCommand>();

  constructor(
    private readonly _record: IncidentRecord,
    today: House,
  ) {
    this.house = {
      ...EMPTY_HOUSE,
      place: { epoch: "", seq: 0 },
      name: today.name,
      plan: today.plan,
      zones: zonesOf(_record, today),
      devices: devicesOf(_record, today),
    };
  }

  apply(change: Change): void {
    switch (change.kind) {
      case "status":
        this._setStatus(change);
        break;
      case "run":
        this.house = { ...this.house, run: asStarted(change.run) };
        this._rememberLights(change.run);
        break;
      case "resumed":
        this._changeRun(change.run.id, (run) => run);
        break;
      case "step":
        this._endStep(change);
        break;
      case "siren":
        this._changeSiren(change);
        break;
      case "light":
        this._changeLight(change);
        break;
      case "answer":
        this._answer(change);
        break;
      case "run_out":
        if (this._soundsUntil.get(change.device) === change.at) {
          this._change(change.device, (device) => withSound(device, null));
        }
        break;
      case "evidence":
      case "hazards":
      case "told":
      case "code":
      case "assessment":
      case "opinion":
      case "watch":
      case "weight":
        break;
    }
  }

  private _setStatus({ at, status, run }: Entry & { kind: "status" }): void {
    const before = shownForHouse(this.house);
    const data = {
      ...status,
      at: new Date(at).toISOString(),
      cause: run?.cause ?? null,
      merged: [],
    };
    // Nowhere, so that no change is taken for one that was seen before.
    const nowhere = { ...this.house, place: { epoch: "", seq: 0 } };
    const house = reduce(nowhere, { type: "status_update", data });
    const shown = shownForHouse(house);
    const incident = this.house.incident;
    const rises = shown === "RED_CRITICAL" && before !== shown;
    this.house = {
      ...house,
      incident:
        shown === "GREEN_SAFE"
          ? null
          : {
              id: this._record.id,
              since: incident?.since ?? data.at,
              status: highest([shown, incident?.status ?? shown]),
              // A new rise to red is a new call for help, whatever was said to the one before.
              answered: rises ? null : (incident?.answered ?? null),
            },
    };
  }

  private _rememberLights(run: RecordedRun): void {
    for (const { device, command } of run.steps) {
      if (command.type === "light") this._alarmLights.set(device, command);
    }
  }

  private _endStep(entry: Entry & { kind: "step" }): void {
    const { run, step, at } = entry;
    this._changeRun(run.id, (shown) => withStep(shown, step));
    this._change(step.device, (device) => afterStep(device, step, at));
    if (step.command.type === "siren" && step.result === "confirmed") {
      this._soundsUntil.set(step.device, soundsUntil(entry));
    }
  }

  private _changeSiren(entry: Entry & { kind: "siren" }): void {
    const { device: id, event } = entry.siren;
    this._soundsUntil.set(id, soundsUntil(entry));
    // Being told by a person to be silent is no proof of being so.
    const sounding = event === "armed" ? true : event === "silent" ? false : null;
    this._change(id, (device) =>
      sounding === null
        ? withSound(device, null)
        : withSound(obeying(device, { type: "check" }, entry.at), sounding),
    );
  }

  private _changeLight({ at, light }: Entry & { kind: "light" }): void {
    const alarm = this._alarmLights.get(light.device);
    this._change(light.device, (device) =>
      light.event === "lit" && alarm !== undefined
        ? obeying(device, alarm, at)
        : // Put back, or given up: the record does not tell which.
          withoutLight(device),
    );
  }

  private _answer({ answer }: Entry & { kind: "answer" }): void {
    const incident = this.house.incident;
    if (incident?.answered !== null) return;
    const answered = { answer: answer.answer, by: answer.cause.name, at: answer.at };
    this.house = { ...this.house, incident: { ...incident, answered } };
  }

  /** Only the run that was started last is the house's. */
  private _changeRun(id: string, change: (run: Run) => Run): void {
    const run = this.house.run;
    if (run?.id !== id) return;
    this.house = { ...this.house, run: { ...change(run), revision: run.revision + 1 } };
  }

  private _change(id: string, change: (device: Device) => Device): void {
    const devices = this.house.devices.map((device) =>
      device.id === id ? change(device) : device,
    );
    this.house = { ...this.house, devices };
  }
}
