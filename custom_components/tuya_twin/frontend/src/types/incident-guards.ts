/** The border check of incidents: exactly the record of version 2, or nothing. */
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
} from "./checks";
import { bulbState } from "./device-guards";
import { assessmentFields, isBypassed, opinionFields } from "./lookout-guards";
import { WATCH_MODES } from "./lookout";
import {
  LIGHT_EVENTS,
  OPINION_EVENTS,
  ORIGINS,
  PATHS,
  SIREN_EVENTS,
  VERDICTS,
  WATCH_EVENTS,
  type BoltCommand,
  type CheckCommand,
  type IncidentRecord,
  type IncidentSummary,
  type LightCommand,
  type PutBackCommand,
  type RecordedAnswer,
  type RecordedAssessment,
  type RecordedCall,
  type RecordedCause,
  type RecordedCode,
  type RecordedCommand,
  type RecordedEvidence,
  type RecordedHazards,
  type RecordedLight,
  type RecordedOpinion,
  type RecordedRun,
  type RecordedSign,
  type RecordedSiren,
  type RecordedStatus,
  type RecordedStep,
  type RecordedWatch,
  type RecordedWeight,
  type RecordRange,
  type SoundCommand,
} from "./incident";
import { ANSWERS, DEVICE_KINDS, PROTOCOLS, RESULTS, STATUSES } from "./wire";

const status = oneOf(STATUSES);
const two: Guard<2> = (value): value is 2 => value === 2;

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

const isAssessment = shape<RecordedAssessment>({
  ...assessmentFields,
  counts: flag,
  events: list(
    shape<RecordedSign>({ at: moment, entity_id: text, name: text, role: text, zone: text }),
  ),
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
  version: two,
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
  assessments: list(isAssessment),
  opinions: list(
    shape<RecordedOpinion>({
      ...opinionFields,
      event: oneOf(OPINION_EVENTS),
      fate: nullable(text),
      seconds: nullable(number),
      cited: list(text),
    }),
  ),
  watch: list(
    shape<RecordedWatch>({
      at: moment,
      event: oneOf(WATCH_EVENTS),
      mode: nullable(oneOf(WATCH_MODES)),
      counts_from: nullable(moment),
      bypassed: list(isBypassed),
      until: nullable(moment),
      assessment: nullable(isAssessment),
      cause: nullable(isCause),
    }),
  ),
  weights: list(
    shape<RecordedWeight>({
      at: moment,
      sensor: text,
      name: text,
      zone: text,
      weight: number,
      cause: isCause,
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
