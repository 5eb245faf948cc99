/** How bright the screen is: dim at night, half by a warning, whole by a touch or by red. Pure. */
import type { Status } from "../../types/wire";
import type { KioskSettings } from "./settings";

/** How long a touch keeps a dimmed screen bright. */
export const AWAKE_MS = 30_000;
const FULL = 100;
const HALF = 50;

export interface Wakefulness {
  /** Red was shown and green has not come yet: until then nothing dims. */
  readonly roused: boolean;
  readonly status: Status;
  readonly touchedAt: number | null;
}

export const ASLEEP: Wakefulness = { roused: false, status: "GREEN_SAFE", touchedAt: null };

export type WakeInput =
  | { readonly type: "status"; readonly status: Status }
  | { readonly type: "touch"; readonly at: number };

export function wake(state: Wakefulness, input: WakeInput): Wakefulness {
  if (input.type === "touch") return { ...state, touchedAt: input.at };
  const { status } = input;
  const roused = status === "RED_CRITICAL" || (state.roused && status !== "GREEN_SAFE");
  return { ...state, status, roused };
}

/** Minutes after midnight at a moment, by the clock on the wall. */
export type WallClock = (at: number) => number;

export const localClock: WallClock = (at) => {
  const date = new Date(at);
  return date.getHours() * 60 + date.getMinutes();
};

/** Whether it is night for this screen; a night may begin on one day and end on the next. */
export function isNight(settings: KioskSettings, minute: number): boolean {
  const { dim, from, to } = settings;
  if (!dim || from === to) return false;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** A clock that was put back must not keep the screen bright until it has caught up. */
const touched = ({ touchedAt }: Wakefulness, now: number): boolean =>
  touchedAt !== null && now >= touchedAt && now - touchedAt < AWAKE_MS;

/** In percent. */
export function brightness(
  state: Wakefulness,
  settings: KioskSettings,
  night: boolean,
  now: number,
): number {
  if (!night || state.roused || touched(state, now)) return FULL;
  return state.status === "YELLOW_WARNING"
    ? Math.max(HALF, settings.brightness)
    : settings.brightness;
}
