/** The border check of incidents: exactly the record of version 1, or nothing. */
import {
  flag,
  isRecord,
  list,
  moment,
  nullable,
  number,
  oneOf,
  shape,
  text,
  type Guard,
  bulbState,
} from "./guards";
import {
  LIGHT_EVENTS,
  ORIGINS,
  PATHS,
  SIREN_EVENTS,
  VERDICTS,
  type BoltCommand,
  type CheckCommand,
  type IncidentRecord,
  type IncidentSummary,
  type LightCommand,
  type PutBackCommand,
  type RecordedAnswer,
  type RecordedCall,
  type RecordedCause,
  type RecordedCode,
  type RecordedCommand,
  type RecordedEvidence,
  type RecordedHazards,
  type RecordedLight,
  type RecordedRun,
  type RecordedSiren,
  type RecordedStatus,
  type RecordedStep,
  type RecordRange,
  type SoundCommand,
} from "./incident";
import { ANSWERS, DEVICE_KINDS, PROTOCOLS, RESULTS, STATUSES } from "./wire";

const status = oneOf(STATUSES);
const one: Guard<1> = (value): value is 1 => value === 1;

const isCause = shape<RecordedCause>({
  origin: oneOf(ORIGINS),
  name: nullable(text),
  user_id: nullable(text),
  reason: nullable(text),
  context_id: nullable(text),
});

const isCommand: Guard<RecordedCommand> = (value): value is RecordedCommand =>
  isLight(value) || isSound(value) || isBolt(value) || isPutBack(value) || isCheck(value);

const isLight = shape<LightCommand>({
  type: oneOf(["light"]),
  on: flag,
  mode: text,
  brightness: number,
  hue: number,
  saturation: number,
  kelvin: number,
  scene: nullable(text),
  effect: text,
});
const isSound = shape<SoundCommand>({
  type: oneOf(["siren"]),
  on: flag,
  volume: nullable(number),
  duration: nullable(number),
  tone: nullable(text),
});
const isBolt = shape<BoltCommand>({ type: oneOf(["bolt"]), lock: flag });
const isPutBack = shape<PutBackCommand>({
  type: oneOf(["put_back"]),
  state: shape<PutBackCommand["state"]>({
    ...bulbState,
    scene: nullable(text),
  }),
});
const isCheck = shape<CheckCommand>({ type: oneOf(["check"]) });

const isStep = shape<RecordedStep>({
  device: text,
  name: text,
  kind: oneOf(DEVICE_KINDS),
  zone: text,
  command: isCommand,
  result: oneOf(RESULTS),
  reason: nullable(text),
  ms: nullable(number),
  path: nullable(oneOf(PATHS)),
  stand_ins: list(text),
});

const isRun = shape<RecordedRun>({
  id: text,
  protocol: oneOf(PROTOCOLS),
  zone: text,
  cause: isCause,
  started_at: moment,
  resumed_at: nullable(moment),
  deadline: number,
  steps: list(isStep),
});

const inShort = {
  id: text,
  start: moment,
  end: nullable(moment),
  status,
  verdict: nullable(oneOf(VERDICTS)),
  trigger: nullable(isCause),
};
const ofDevice = { at: moment, device: text, name: nullable(text) };

export const isIncidentSummary = shape<IncidentSummary>({ ...inShort, zones: list(text) });

export const isIncidentRecord = shape<IncidentRecord>({
  ...inShort,
  version: one,
  record: list(shape<RecordRange>({ epoch: text, first_seq: number, last_seq: number })),
  statuses: list(
    shape<RecordedStatus>({
      at: moment,
      zone: text,
      status,
      shown: status,
      epoch: text,
      seq: number,
      run_id: nullable(text),
    }),
  ),
  evidence: list(
    shape<RecordedEvidence>({ run_id: text, source: text, name: text, state: text, since: moment }),
  ),
  runs: list(isRun),
  answers: list(shape<RecordedAnswer>({ at: moment, answer: oneOf(ANSWERS), cause: isCause })),
  told: list(
    shape<RecordedCall>({ at: moment, call: number, targets: list(text), failed: list(text) }),
  ),
  sirens: list(
    shape<RecordedSiren>({
      ...ofDevice,
      event: oneOf(SIREN_EVENTS),
      until: nullable(moment),
      cause: nullable(isCause),
    }),
  ),
  lights: list(shape<RecordedLight>({ ...ofDevice, event: oneOf(LIGHT_EVENTS) })),
  hazards: list(shape<RecordedHazards>({ at: moment, active: list(text) })),
  codes: list(
    shape<RecordedCode>({
      ...ofDevice,
      accepted: flag,
      cause: isCause,
      locked_out_until: nullable(moment),
    }),
  ),
});

const inside = (answer: unknown): unknown => (isRecord(answer) ? answer.response : undefined);

/** What the action answered, as `callService` returns it: the incidents this panel can read. */
export function readIncidentList(answer: unknown): readonly IncidentSummary[] | null {
  const response = inside(answer);
  if (!isRecord(response) || !Array.isArray(response.incidents)) return null;
  return response.incidents.filter(isIncidentSummary);
}

export function readIncidentRecord(answer: unknown): IncidentRecord | null {
  const response = inside(answer);
  return isRecord(response) && isIncidentRecord(response.incident) ? response.incident : null;
}
