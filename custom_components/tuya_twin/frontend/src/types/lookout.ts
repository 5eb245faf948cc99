/** How the house is watched and what that has found, as it stands on the wire. */
import type { Status } from "./wire";

export const WATCH_MODES = ["off", "home", "night", "away"] as const;
export type WatchMode = (typeof WATCH_MODES)[number];

export interface Bypassed {
  readonly sensor: string;
  readonly name: string;
}

export interface Watch {
  readonly mode: WatchMode;
  /** When it was last changed; null if never. */
  readonly since: string | null;
  /** When people have had the time to leave. */
  readonly counts_from: string | null;
  /** Until when somebody who came in may say that they live here; null if nobody did. */
  readonly entry_until: string | null;
  /** Where they came in. */
  readonly entry_zone: string | null;
  /** The sensors that do not count in this watch. */
  readonly bypassed: readonly Bypassed[];
}

/** One reason of an assessment; which there are, `codes.json` lists. */
export interface Ground {
  readonly why: string;
  /** The sensor's; empty where it is about none, or not for this screen. */
  readonly name: string;
  readonly role: string | null;
  readonly value: number;
  readonly seconds: number;
}

/** Read from first to last the grounds make the score: points are added, factors multiplied. */
export interface Assessment {
  readonly zone: string;
  readonly status: Status;
  readonly score: number;
  readonly at: string;
  readonly grounds: readonly Ground[];
}

/** What an AI said: its words are to be shown, never to be obeyed. */
export interface Opinion {
  readonly zone: string;
  readonly at: string;
  /** What became of it. */
  readonly fate: string;
  /** What the AI takes it for; null without a well-formed answer. */
  readonly status: Status | null;
  /** From 0 to 1. */
  readonly confidence: number | null;
  readonly summary: string;
  /** How long it took. */
  readonly seconds: number;
}

export interface IncidentOpinion extends Opinion {
  readonly incident_id: string;
}

export interface Lookout {
  readonly watch: Watch;
  /** The newest of each zone. */
  readonly assessments: readonly Assessment[];
  /** The newest there is; it may be of an incident that is over. */
  readonly opinion: IncidentOpinion | null;
}

/** A house that was never watched. */
export const UNWATCHED: Lookout = {
  watch: {
    mode: "off",
    since: null,
    counts_from: null,
    entry_until: null,
    entry_zone: null,
    bypassed: [],
  },
  assessments: [],
  opinion: null,
};
