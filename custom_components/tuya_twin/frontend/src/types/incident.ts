/** The record of an incident and the list of them, as the server gives them: version 2. */
import type { Assessment, Bypassed, Opinion, WatchMode } from "./lookout";
import type { Answer, BulbState, DeviceKind, Protocol, Result, Status } from "./wire";

export const VERDICTS = ["false_alarm", "stood_down"] as const;
export type Verdict = (typeof VERDICTS)[number];

export const ORIGINS = ["person", "automation", "system", "rules", "ai"] as const;
export const PATHS = ["lan", "cloud", "entity"] as const;
export const SIREN_EVENTS = ["armed", "silenced", "silent"] as const;
export const LIGHT_EVENTS = ["lit", "put_back"] as const;
export const OPINION_EVENTS = ["asked", "given"] as const;
export const WATCH_EVENTS = ["changed", "entry_began", "entry_ended"] as const;

export interface RecordedCause {
  readonly origin: (typeof ORIGINS)[number];
  readonly name: string | null;
  readonly user_id: string | null;
  readonly reason: string | null;
  readonly context_id: string | null;
}

export interface IncidentSummary {
  readonly id: string;
  readonly start: string;
  /** Null while it is open. */
  readonly end: string | null;
  /** The highest that the house showed. */
  readonly status: Status;
  readonly verdict: Verdict | null;
  readonly trigger: RecordedCause | null;
  /** Those that were above green, `HOUSE` being all of it. */
  readonly zones: readonly string[];
}

export interface RecordRange {
  readonly epoch: string;
  readonly first_seq: number;
  readonly last_seq: number;
}

export interface RecordedStatus {
  readonly at: string;
  readonly zone: string;
  readonly status: Status;
  /** What the whole house showed then. */
  readonly shown: Status;
  readonly epoch: string;
  readonly seq: number;
  readonly run_id: string | null;
}

export interface RecordedEvidence {
  readonly run_id: string;
  readonly source: string;
  readonly name: string;
  readonly state: string;
  readonly since: string;
}

export interface LightCommand {
  readonly type: "light";
  readonly on: boolean;
  readonly mode: string;
  readonly brightness: number;
  readonly hue: number;
  readonly saturation: number;
  readonly kelvin: number;
  readonly scene: string | null;
  readonly effect: string;
}

export interface SoundCommand {
  readonly type: "siren";
  readonly on: boolean;
  readonly volume: number | null;
  /** Seconds, by the siren's own clock. */
  readonly duration: number | null;
  readonly tone: string | null;
}

export interface BoltCommand {
  readonly type: "bolt";
  readonly lock: boolean;
}

export interface PutBackCommand {
  readonly type: "put_back";
  readonly state: BulbState & { readonly scene: string | null };
}

export interface CheckCommand {
  readonly type: "check";
}

export type RecordedCommand =
  LightCommand | SoundCommand | BoltCommand | PutBackCommand | CheckCommand;

export interface RecordedStep {
  readonly device: string;
  /** As it was called then. */
  readonly name: string;
  readonly kind: DeviceKind;
  readonly zone: string;
  readonly command: RecordedCommand;
  readonly result: Result;
  readonly reason: string | null;
  /** From the start of the run to the result. */
  readonly ms: number | null;
  readonly path: (typeof PATHS)[number] | null;
  readonly stand_ins: readonly string[];
}

export interface RecordedRun {
  readonly id: string;
  readonly protocol: Protocol;
  readonly zone: string;
  readonly cause: RecordedCause;
  readonly started_at: string;
  readonly resumed_at: string | null;
  readonly deadline: number;
  readonly steps: readonly RecordedStep[];
}

export interface RecordedAnswer {
  readonly at: string;
  readonly answer: Answer;
  readonly cause: RecordedCause;
}

export interface RecordedCall {
  readonly at: string;
  /** Counts the calls for help from 0. */
  readonly call: number;
  readonly targets: readonly string[];
  readonly failed: readonly string[];
}

interface OfDevice {
  readonly at: string;
  readonly device: string;
  /** Null where no run of the incident concerned the device. */
  readonly name: string | null;
}

export interface RecordedSiren extends OfDevice {
  readonly event: (typeof SIREN_EVENTS)[number];
  /** When one that is armed falls silent by its own clock. */
  readonly until: string | null;
  readonly cause: RecordedCause | null;
}

export interface RecordedLight extends OfDevice {
  readonly event: (typeof LIGHT_EVENTS)[number];
}

export interface RecordedHazards {
  readonly at: string;
  /** Entity ids. */
  readonly active: readonly string[];
}

export interface RecordedCode extends OfDevice {
  readonly accepted: boolean;
  readonly cause: RecordedCause;
  readonly locked_out_until: string | null;
}

export interface RecordedSign {
  readonly at: string;
  readonly entity_id: string;
  readonly name: string;
  readonly role: string;
  readonly zone: string;
}

/** What a sign was taken for. */
export interface RecordedAssessment extends Assessment {
  /** Whether the sign counted at all. */
  readonly counts: boolean;
  /** The signs it rests on. */
  readonly events: readonly RecordedSign[];
}

/** Of a question, all that is to be answered is null. */
export interface RecordedOpinion extends Omit<Opinion, "fate" | "seconds"> {
  readonly event: (typeof OPINION_EVENTS)[number];
  readonly fate: string | null;
  readonly seconds: number | null;
  readonly cited: readonly string[];
}

export interface RecordedWatch {
  readonly at: string;
  readonly event: (typeof WATCH_EVENTS)[number];
  /** Null where it did not change. */
  readonly mode: WatchMode | null;
  readonly counts_from: string | null;
  readonly bypassed: readonly Bypassed[];
  /** How long it is waited for whoever came in. */
  readonly until: string | null;
  /** What is acted upon if they do not say who they are. */
  readonly assessment: RecordedAssessment | null;
  readonly cause: RecordedCause | null;
}

export interface RecordedWeight {
  readonly at: string;
  readonly sensor: string;
  readonly name: string;
  readonly zone: string;
  /** In percent. */
  readonly weight: number;
  readonly cause: RecordedCause;
}

export interface IncidentRecord extends Omit<IncidentSummary, "zones"> {
  readonly version: 2;
  readonly record: readonly RecordRange[];
  readonly statuses: readonly RecordedStatus[];
  readonly evidence: readonly RecordedEvidence[];
  readonly runs: readonly RecordedRun[];
  readonly answers: readonly RecordedAnswer[];
  readonly told: readonly RecordedCall[];
  readonly sirens: readonly RecordedSiren[];
  readonly lights: readonly RecordedLight[];
  readonly hazards: readonly RecordedHazards[];
  readonly codes: readonly RecordedCode[];
  readonly assessments: readonly RecordedAssessment[];
  readonly opinions: readonly RecordedOpinion[];
  readonly watch: readonly RecordedWatch[];
  readonly weights: readonly RecordedWeight[];
}
