/** Everything on record of an incident as one list in order of time, each fact exactly once. */
import type {
  IncidentRecord,
  RecordedAnswer,
  RecordedAssessment,
  RecordedCall,
  RecordedCode,
  RecordedEvidence,
  RecordedHazards,
  RecordedLight,
  RecordedOpinion,
  RecordedRun,
  RecordedSiren,
  RecordedStatus,
  RecordedStep,
  RecordedWatch,
  RecordedWeight,
} from "../../types/incident";

interface Happened {
  /** Unique in its timeline, and the same whenever the same record is read. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly device: string | null;
  readonly zone: string | null;
  /** Whether somebody should have a look at it. */
  readonly bad: boolean;
}

type Matter =
  | { readonly kind: "evidence"; readonly evidence: RecordedEvidence }
  | {
      readonly kind: "status";
      readonly status: RecordedStatus;
      /** The run that brought it, if that is on record. */
      readonly run: RecordedRun | null;
    }
  | { readonly kind: "run"; readonly run: RecordedRun }
  | { readonly kind: "resumed"; readonly run: RecordedRun }
  | { readonly kind: "step"; readonly run: RecordedRun; readonly step: RecordedStep }
  | { readonly kind: "siren"; readonly siren: RecordedSiren }
  | { readonly kind: "light"; readonly light: RecordedLight }
  | { readonly kind: "hazards"; readonly hazards: RecordedHazards }
  | { readonly kind: "answer"; readonly answer: RecordedAnswer }
  | { readonly kind: "told"; readonly told: RecordedCall }
  | { readonly kind: "code"; readonly code: RecordedCode }
  | { readonly kind: "assessment"; readonly assessment: RecordedAssessment }
  | { readonly kind: "opinion"; readonly opinion: RecordedOpinion }
  | { readonly kind: "watch"; readonly watch: RecordedWatch }
  | { readonly kind: "weight"; readonly weight: RecordedWeight };

export type Entry = Happened & Matter;
export type EntryKind = Entry["kind"];

/** Where moments are the same: what led to what. */
const ORDER: readonly EntryKind[] = [
  "evidence",
  "watch",
  "assessment",
  "opinion",
  "answer",
  "weight",
  "status",
  "run",
  "hazards",
  "code",
  "told",
  "resumed",
  "step",
  "siren",
  "light",
];

export const timelineOf = (record: IncidentRecord): readonly Entry[] =>
  [
    ...evidence(record),
    ...statuses(record),
    ...record.runs.flatMap(runEntries),
    ...ofDevices(record),
    ...ofPeople(record),
    ...ofLookout(record),
    ...record.hazards.map((hazards, index): Entry => {
      const bad = hazards.active.length > 0;
      return { ...base(`hazards-${index}`, hazards.at), bad, kind: "hazards", hazards };
    }),
  ].sort((a, b) => a.at - b.at || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));

const base = (key: string, at: string): Happened => ({
  key,
  at: Date.parse(at),
  device: null,
  zone: null,
  bad: false,
});

/** Stands where its run was asked for: since when it had been so may be days ago. */
function evidence(record: IncidentRecord): readonly Entry[] {
  const runs = new Map(record.runs.map((run) => [run.id, run]));
  return record.evidence.map((each, index): Entry => {
    const at = runs.get(each.run_id)?.started_at ?? record.start;
    return { ...base(`evidence-${index}`, at), kind: "evidence", evidence: each };
  });
}

/** In the order of the record even where the clock was put back meanwhile. */
function statuses(record: IncidentRecord): readonly Entry[] {
  const runs = new Map(record.runs.map((run) => [run.id, run]));
  let latest = -Infinity;
  return record.statuses.map((status, index): Entry => {
    latest = Math.max(latest, Date.parse(status.at));
    return {
      ...base(`status-${index}`, status.at),
      at: latest,
      zone: status.zone,
      kind: "status",
      status,
      run: runs.get(status.run_id ?? "") ?? null,
    };
  });
}

function runEntries(run: RecordedRun, index: number): readonly Entry[] {
  const started = base(`run-${index}`, run.started_at);
  const resumed: Entry[] =
    run.resumed_at === null
      ? []
      : [{ ...base(`resumed-${index}`, run.resumed_at), zone: run.zone, kind: "resumed", run }];
  return [
    { ...started, zone: run.zone, kind: "run", run },
    ...resumed,
    ...run.steps.map((step, number): Entry => {
      const { device, zone } = step;
      const bad = step.result === "failed";
      // What has no result yet stands where it was asked for.
      const at = started.at + Math.round(step.ms ?? 0);
      return { key: `step-${index}-${number}`, at, device, zone, bad, kind: "step", run, step };
    }),
  ];
}

function ofDevices(record: IncidentRecord): readonly Entry[] {
  const zones = new Map(
    record.runs.flatMap(({ steps }) => steps.map(({ device, zone }) => [device, zone])),
  );
  const happened = (kind: EntryKind, index: number, of: { at: string; device: string }) => ({
    ...base(`${kind}-${index}`, of.at),
    device: of.device,
    zone: zones.get(of.device) ?? null,
  });
  return [
    ...record.sirens.map((siren, index): Entry => {
      return { ...happened("siren", index, siren), kind: "siren", siren };
    }),
    ...record.lights.map((light, index): Entry => {
      return { ...happened("light", index, light), kind: "light", light };
    }),
    ...record.codes.map((code, index): Entry => {
      return { ...happened("code", index, code), bad: !code.accepted, kind: "code", code };
    }),
  ];
}

function ofPeople(record: IncidentRecord): readonly Entry[] {
  return [
    ...record.answers.map((answer, index): Entry => {
      return { ...base(`answer-${index}`, answer.at), kind: "answer", answer };
    }),
    ...record.told.map((told, index): Entry => {
      const bad = told.failed.length > 0;
      return { ...base(`told-${index}`, told.at), bad, kind: "told", told };
    }),
  ];
}

function ofLookout(record: IncidentRecord): readonly Entry[] {
  return [
    ...record.assessments.map((assessment, index): Entry => {
      const { at, zone } = assessment;
      return { ...base(`assessment-${index}`, at), zone, kind: "assessment", assessment };
    }),
    ...record.opinions.map((opinion, index): Entry => {
      const { at, zone } = opinion;
      return { ...base(`opinion-${index}`, at), zone, kind: "opinion", opinion };
    }),
    ...record.watch.map((watch, index): Entry => {
      const zone = watch.assessment?.zone ?? null;
      return { ...base(`watch-${index}`, watch.at), zone, kind: "watch", watch };
    }),
    ...record.weights.map((weight, index): Entry => {
      const { at, zone } = weight;
      return { ...base(`weight-${index}`, at), zone, kind: "weight", weight };
    }),
  ];
}

export const FILTERS = ["all", "status", "findings", "devices", "people", "failures"] as const;
export type Filter = (typeof FILTERS)[number];

const GROUPS: Readonly<Record<EntryKind, Filter>> = {
  evidence: "status",
  status: "status",
  run: "status",
  resumed: "status",
  hazards: "status",
  step: "devices",
  siren: "devices",
  light: "devices",
  answer: "people",
  told: "people",
  code: "people",
  assessment: "findings",
  opinion: "findings",
  watch: "findings",
  weight: "findings",
};

export function passes(entry: Entry, filter: Filter): boolean {
  if (filter === "all") return true;
  return filter === "failures" ? entry.bad : GROUPS[entry.kind] === filter;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A moment before anything happened, so that the house is seen at rest first. */
const LEAD_MS = 1000;

/** From just before the first to the last that is on record. */
export function spanOf(record: IncidentRecord, entries: readonly Entry[]): Span {
  const start = Date.parse(record.start);
  const times = entries.map((entry) => entry.at);
  const from = times.reduce((a, b) => Math.min(a, b), start) - LEAD_MS;
  return { from, to: times.reduce((a, b) => Math.max(a, b), start) };
}

/** The index of the last entry that has happened at a moment; -1 before the first. */
export const lastAt = (entries: readonly { readonly at: number }[], moment: number): number =>
  entries.findLastIndex(({ at }) => at <= moment);
