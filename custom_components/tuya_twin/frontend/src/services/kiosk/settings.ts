/** What one screen has been told about itself; kept on that screen only. */
import { isRecord } from "../../types/checks";

/** Seconds each floor is shown for, where they take turns; 0: they do not. */
export const CYCLES = [0, 10, 30] as const;
export type Cycle = (typeof CYCLES)[number];

export interface KioskSettings {
  /** How other screens call this one. */
  readonly name: string;
  /** The floor that is shown, or null for the one the plan chooses by itself. */
  readonly floor: string | null;
  readonly cycle: Cycle;
  readonly dim: boolean;
  /** Minutes after midnight, by the clock on the wall. */
  readonly from: number;
  readonly to: number;
  /** How bright the screen stays while it is dimmed, in percent. */
  readonly brightness: number;
}

export const DARKEST = 10;
export const BRIGHTEST = 80;
const HOUR = 60;
export const DAY = 24 * HOUR;
const LONGEST_NAME = 60;

export const DEFAULTS: KioskSettings = {
  name: "",
  floor: null,
  cycle: 0,
  dim: true,
  from: 22 * HOUR,
  to: 6 * HOUR,
  brightness: 35,
};

const within = (value: unknown, least: number, most: number, otherwise: number): number =>
  typeof value === "number" && Number.isFinite(value)
    ? Math.round(Math.min(most, Math.max(least, value)))
    : otherwise;

/** Anything that was kept becomes settings: what is not one falls back to what `otherwise` says. */
export function settingsFrom(kept: unknown, otherwise: KioskSettings = DEFAULTS): KioskSettings {
  if (!isRecord(kept)) return otherwise;
  const { name, floor, cycle, dim, from, to, brightness } = kept;
  return {
    name: typeof name === "string" ? name.trim().slice(0, LONGEST_NAME) : otherwise.name,
    floor: typeof floor === "string" ? floor : null,
    cycle: CYCLES.find((seconds) => seconds === cycle) ?? otherwise.cycle,
    dim: typeof dim === "boolean" ? dim : otherwise.dim,
    from: within(from, 0, DAY - 1, otherwise.from),
    to: within(to, 0, DAY - 1, otherwise.to),
    brightness: within(brightness, DARKEST, BRIGHTEST, otherwise.brightness),
  };
}

/** `22:05`, as an input for times has it. */
export const clockText = (minutes: number): string =>
  [Math.floor(minutes / HOUR), minutes % HOUR]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");

/** The minutes after midnight, or null for what is no time of day. */
export function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(text) ?? [];
  const total = Number(hours) * HOUR + Number(minutes);
  return Number(minutes) < HOUR && total < DAY ? total : null;
}
