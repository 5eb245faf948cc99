/** The guard against a stray tap: hold, or ask twice. A pure state machine, times in milliseconds. */

export const HOLD_MS = 800;
export const CONFIRM_MS = 4000;
/** A second tap sooner than this is the same nervous finger. */
export const BOUNCE_MS = 350;

export type GuardState =
  | { readonly kind: "idle" }
  | { readonly kind: "holding"; readonly since: number }
  | { readonly kind: "armed"; readonly since: number };

/**
 * `press` and `release` come from a finger, a mouse button or a held key; `ask` from a tap on a
 * button that asks twice, and from assistive technology, which can click but not hold.
 */
export type GuardInput = "press" | "release" | "ask" | "tick" | "cancel";

export interface GuardStep {
  readonly state: GuardState;
  readonly fire: boolean;
}

export const IDLE: GuardState = { kind: "idle" };

const stay = (state: GuardState): GuardStep => ({ state, fire: false });
const FIRE: GuardStep = { state: IDLE, fire: true };

export function guard(state: GuardState, input: GuardInput, now: number): GuardStep {
  const age = state.kind === "idle" ? 0 : now - state.since;
  if (input === "cancel" || age < 0) return stay(IDLE);
  switch (input) {
    case "press":
      return stay(state.kind === "holding" ? state : { kind: "holding", since: now });
    case "release":
      return stay(state.kind === "holding" ? IDLE : state);
    case "tick":
      if (state.kind === "holding" && age >= HOLD_MS) return FIRE;
      return stay(state.kind === "armed" && age >= CONFIRM_MS ? IDLE : state);
    case "ask":
      if (state.kind !== "armed" || age >= CONFIRM_MS) return stay({ kind: "armed", since: now });
      return age < BOUNCE_MS ? stay(state) : FIRE;
  }
}
