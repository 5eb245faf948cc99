/** What an incident's house consists of: its zones and devices at rest, and its runs. */
import type { IncidentRecord, RecordedRun } from "../../types/incident";
import {
  HOUSE,
  type Device,
  type Protocol,
  type Run,
  type Status,
  type Step,
  type ZoneStatus,
} from "../../types/wire";
import type { House } from "../house";
import { unknownDevice } from "./devices-then";

const STATUS_OF: Readonly<Record<Protocol, Status>> = {
  green: "GREEN_SAFE",
  yellow: "YELLOW_WARNING",
  red: "RED_CRITICAL",
};

/** Those of today and those that were there then, each as it was called then. */
export function devicesOf(record: IncidentRecord, today: House): readonly Device[] {
  const then = new Map(
    record.runs.flatMap(({ steps }) =>
      steps.map((step) => [step.device, { ...step, id: step.device }] as const),
    ),
  );
  const known = today.devices.map((device) => unknownDevice(then.get(device.id) ?? device));
  const stillThere = new Set(today.devices.map(({ id }) => id));
  const gone = [...then.values()].filter(({ id }) => !stillThere.has(id)).map(unknownDevice);
  return [...known, ...gone];
}

/** Before an incident all is green: that is what makes its beginning. */
export function zonesOf(record: IncidentRecord, today: House): readonly ZoneStatus[] {
  const then = [
    ...record.statuses.map(({ zone }) => zone),
    ...record.runs.flatMap(({ steps }) => steps.map(({ zone }) => zone)),
  ];
  const known = new Set(today.zones.map(({ id }) => id));
  const gone = [...new Set(then)].filter((id) => id !== HOUSE && !known.has(id));
  return [...today.zones, ...gone.map((id) => ({ id, name: id }))].map(({ id, name }) => {
    return { id, name, status: "GREEN_SAFE", since: null };
  });
}

const final = (step: Step): boolean => step.result !== "pending" && step.result !== "sent";

const waiting = { result: "pending", reason: null, ms: null, path: null, stand_ins: [] } as const;

export function asStarted(run: RecordedRun): Run {
  return {
    id: run.id,
    protocol: run.protocol,
    status: STATUS_OF[run.protocol],
    zone: run.zone,
    cause: run.cause,
    started_at: run.started_at,
    deadline: run.deadline,
    revision: 0,
    drill: false,
    finished: run.steps.length === 0,
    steps: run.steps.map((step) => ({ ...step, ...waiting })),
  };
}

export function withStep(run: Run, ended: Step): Run {
  const steps = run.steps.map((step) => (step.device === ended.device ? ended : step));
  return { ...run, steps, finished: steps.every(final) };
}
