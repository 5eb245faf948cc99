/** The payloads of the feed, as they stand on the wire. */

import type { Lookout } from "./lookout";
import type { Plan } from "./plan";

export const HOUSE = "HOUSE";

export const STATUSES = ["GREEN_SAFE", "YELLOW_WARNING", "RED_CRITICAL"] as const;
export type Status = (typeof STATUSES)[number];

export const PROTOCOLS = ["green", "yellow", "red"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const RESULTS = ["pending", "sent", "confirmed", "failed", "skipped"] as const;
export type Result = (typeof RESULTS)[number];

export const BOLTS = ["locked", "unlocked", "jammed", "unknown"] as const;
export type Bolt = (typeof BOLTS)[number];

export const DEVICE_KINDS = ["bulb", "siren", "lock"] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

export interface Connected {
  readonly client_id: string;
  readonly household: string;
  readonly epoch: string;
  readonly seq: number;
  readonly server_time: string;
}

export interface Cause {
  readonly origin: string;
  readonly name: string | null;
  readonly reason: string | null;
}

export interface StatusUpdate {
  readonly status: Status;
  readonly zone: string;
  readonly epoch: string;
  readonly seq: number;
  readonly at: string;
  readonly run_id: string | null;
  readonly cause: Cause | null;
  /** Changes that came right before and were not sent by themselves, by `seq`. */
  readonly merged: readonly number[];
}

export interface BulbState {
  readonly on: boolean | null;
  readonly mode: string | null;
  readonly brightness: number | null;
  readonly hue: number | null;
  readonly saturation: number | null;
  readonly kelvin: number | null;
}

/** A bulb that has said nothing. */
export const UNKNOWN_LIGHT: BulbState = {
  on: null,
  mode: null,
  brightness: null,
  hue: null,
  saturation: null,
  kelvin: null,
};

export interface SirenState {
  readonly sounding: boolean | null;
  /** In percent; missing or null where there is none or it has not told. */
  readonly battery?: number | null;
}

export interface LockState {
  readonly bolt: Bolt;
  /** In percent. */
  readonly battery?: number | null;
  /** With what it was last opened, where the lock tells. */
  readonly changed_by?: string | null;
}

interface DeviceBase {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly reachable: boolean;
  readonly seen_at: string | null;
  /** Why it does not answer, as far as the server knows. */
  readonly trouble: string | null;
}

export interface Bulb extends DeviceBase {
  readonly kind: "bulb";
  readonly state: BulbState;
}

export interface Siren extends DeviceBase {
  readonly kind: "siren";
  readonly state: SirenState;
}

export interface Lock extends DeviceBase {
  readonly kind: "lock";
  readonly state: LockState;
}

export type Device = Bulb | Siren | Lock;

export interface Step {
  readonly device: string;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly zone: string;
  /** It only looks whether the device would do its part; always said on the wire. */
  readonly check?: boolean;
  readonly result: Result;
  readonly reason: string | null;
  readonly ms: number | null;
  /** The way on which it was confirmed: lan, cloud or entity. */
  readonly path: string | null;
  /** Who was confirmed in place of a siren that failed, by name. */
  readonly stand_ins: readonly string[];
}

export interface Run {
  readonly id: string;
  readonly protocol: Protocol;
  readonly status: Status;
  readonly zone: string;
  readonly cause: Cause | null;
  readonly started_at: string;
  readonly deadline: number;
  readonly revision: number;
  /** A rehearsal: nobody is told, no status changes. */
  readonly drill: boolean;
  readonly finished: boolean;
  readonly steps: readonly Step[];
}

export interface Screen {
  readonly client_id: string;
  readonly name: string;
  readonly seen: number | null;
  /** Registered: it has to show every red. */
  readonly kiosk: boolean;
}

export interface ScreensUpdate {
  readonly screens: readonly Screen[];
  /** How many there are; a long list names only some. */
  readonly count: number;
}

export const ANSWERS = ["acknowledged", "false_alarm", "stood_down"] as const;
export type Answer = (typeof ANSWERS)[number];

/** What a person said to an alarm. */
export interface Answered {
  readonly answer: Answer;
  readonly by: string | null;
  readonly at: string;
}

/** The incident that is open. */
export interface OpenIncident {
  readonly id: string;
  readonly since: string;
  /** The highest it reached. */
  readonly status: Status;
  readonly answered: Answered | null;
}

export interface IncidentUpdate {
  readonly incident: OpenIncident | null;
}

export const PARTINGS = ["revoked", "too_slow", "recovered", "household_closed"] as const;
export type Parting = (typeof PARTINGS)[number];

/** Why the server is about to end the connection. */
export interface Goodbye {
  readonly reason: Parting;
}

export interface ZoneStatus {
  readonly id: string;
  readonly name: string;
  readonly status: Status;
  readonly since: string | null;
}

export interface Snapshot {
  readonly epoch: string;
  readonly seq: number;
  readonly at: string;
  readonly household: { readonly id: string; readonly name: string };
  readonly house: { readonly status: Status; readonly since: string | null };
  readonly zones: readonly ZoneStatus[];
  readonly devices: readonly Device[];
  readonly incident: OpenIncident | null;
  readonly run: Run | null;
  readonly screens: readonly Screen[];
  readonly plan: Plan;
  readonly lookout: Lookout;
}

export interface Pong {
  readonly at: string;
}

/** One event from the server, after the border check. */
export type HouseEvent =
  | { readonly type: "connected"; readonly data: Connected }
  | { readonly type: "snapshot"; readonly data: Snapshot }
  | { readonly type: "status_update"; readonly data: StatusUpdate }
  | { readonly type: "run_update"; readonly data: Run }
  | { readonly type: "device_update"; readonly data: Device }
  | { readonly type: "screens_update"; readonly data: ScreensUpdate }
  | { readonly type: "incident_update"; readonly data: IncidentUpdate }
  | { readonly type: "plan_update"; readonly data: Plan }
  | { readonly type: "lookout_update"; readonly data: Lookout }
  | { readonly type: "goodbye"; readonly data: Goodbye }
  | { readonly type: "pong"; readonly data: Pong };

export const EVENT_NAMES = [
  "connected",
  "snapshot",
  "status_update",
  "run_update",
  "device_update",
  "screens_update",
  "incident_update",
  "plan_update",
  "lookout_update",
  "goodbye",
  "pong",
] as const satisfies readonly HouseEvent["type"][];
