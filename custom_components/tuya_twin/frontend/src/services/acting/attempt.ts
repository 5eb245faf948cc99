/** One attempt to have a device do something, from the press to its proof. A pure state machine. */
import type { Device } from "../../types/wire";
import { achieved, type DeedName } from "./deeds";
import type { Problem } from "./problem";

/** So long a report may stay out after Home Assistant has called it done. */
export const REPORT_MS = 5000;

export type Attempt =
  | { readonly kind: "idle" }
  /** Home Assistant has not answered; `proven` is when a report showed what was asked. */
  | {
      readonly kind: "asked";
      readonly deed: DeedName;
      readonly since: number;
      readonly proven: number | null;
    }
  /** Home Assistant calls it done, no report has shown it here. */
  | {
      readonly kind: "awaited";
      readonly deed: DeedName;
      readonly since: number;
      readonly answered: number;
    }
  | { readonly kind: "confirmed"; readonly deed: DeedName; readonly ms: number }
  | { readonly kind: "unreported"; readonly deed: DeedName }
  | { readonly kind: "failed"; readonly deed: DeedName; readonly problem: Problem };

export type AttemptInput =
  | { readonly kind: "ask"; readonly deed: DeedName }
  | { readonly kind: "report"; readonly device: Device }
  /** Home Assistant calls it done; the device is as last reported. */
  | { readonly kind: "answered"; readonly device: Device | null }
  | { readonly kind: "refused"; readonly problem: Problem }
  | { readonly kind: "tick" };

export const AT_REST: Attempt = { kind: "idle" };

export const underWay = (attempt: Attempt): boolean =>
  attempt.kind === "asked" || attempt.kind === "awaited";

const confirmed = (deed: DeedName, ms: number): Attempt => ({ kind: "confirmed", deed, ms });

export function attempt(state: Attempt, input: AttemptInput, now: number): Attempt {
  if (input.kind === "ask") {
    if (underWay(state)) return state;
    return { kind: "asked", deed: input.deed, since: now, proven: null };
  }
  switch (state.kind) {
    case "asked":
      return asked(state, input, now);
    case "awaited":
      return awaited(state, input, now);
    default:
      return state;
  }
}

type Of<K extends Attempt["kind"]> = Extract<Attempt, { kind: K }>;
type Following = Exclude<AttemptInput, { kind: "ask" }>;

function asked(state: Of<"asked">, input: Following, now: number): Attempt {
  const { deed, since, proven } = state;
  switch (input.kind) {
    case "report":
      if (proven !== null || !achieved(deed, input.device)) return state;
      return { ...state, proven: now };
    case "answered":
      // A lock that releases for a moment may have locked again by now.
      if (proven !== null) return confirmed(deed, proven - since);
      // What was so already is not reported once more.
      if (input.device !== null && achieved(deed, input.device))
        return confirmed(deed, now - since);
      return { kind: "awaited", deed, since, answered: now };
    case "refused":
      return { kind: "failed", deed, problem: input.problem };
    case "tick":
      return state;
  }
}

function awaited(state: Of<"awaited">, input: Following, now: number): Attempt {
  const { deed, since, answered } = state;
  if (input.kind === "report" && achieved(deed, input.device)) return confirmed(deed, now - since);
  const patient = now - answered < REPORT_MS;
  return input.kind === "tick" && !patient ? { kind: "unreported", deed } : state;
}
