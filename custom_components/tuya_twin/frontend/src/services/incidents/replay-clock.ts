/** The clock of a replay: pure, moved on by whoever knows how much time has passed. */

export const SPEEDS = [1, 10, 60] as const;
export type Speed = (typeof SPEEDS)[number];

export interface ReplayClock {
  /** The moment of the incident that is shown, in milliseconds since 1970. */
  readonly moment: number;
  readonly playing: boolean;
  readonly speed: Speed;
  /** Whether stretches in which nothing happens are left out. */
  readonly skips: boolean;
}

/** How long an event is looked at before a quiet stretch is left out, in the viewer's time. */
const LINGER_MS = 1500;
/** How long before the next event the replay goes on. */
const AHEAD_MS = 1000;
/** A tab that slept goes on where it was. */
const LONGEST_TICK_MS = 1000;

export const clockAt = (moment: number): ReplayClock => ({
  moment,
  playing: false,
  speed: 10,
  skips: true,
});

/** When something happens, each moment once, in order. */
export const stopsOf = (entries: readonly { readonly at: number }[]): readonly number[] =>
  [...new Set(entries.map(({ at }) => at))].sort((a, b) => a - b);

export const nextStop = (stops: readonly number[], moment: number): number | null =>
  stops.find((stop) => stop > moment) ?? null;

export const previousStop = (stops: readonly number[], moment: number): number | null =>
  stops.findLast((stop) => stop < moment) ?? null;

/** The clock after `passed` milliseconds of the viewer's time; it stops at the last event. */
export function advance(clock: ReplayClock, passed: number, stops: readonly number[]): ReplayClock {
  if (!clock.playing) return clock;
  const tick = Math.min(Math.max(passed, 0), LONGEST_TICK_MS);
  const last = stops.at(-1) ?? clock.moment;
  const gone = clock.moment + tick * clock.speed;
  const moment = clock.skips ? skipped(gone, clock.speed, stops) : gone;
  return moment < last ? { ...clock, moment } : { ...clock, moment: last, playing: false };
}

function skipped(moment: number, speed: Speed, stops: readonly number[]): number {
  const before = stops.findLast((stop) => stop <= moment);
  const next = nextStop(stops, moment);
  if (before === undefined || next === null) return moment;
  const awake = next - AHEAD_MS * speed;
  return moment >= before + LINGER_MS * speed && moment < awake ? awake : moment;
}

/** Plays from where it stands; from the beginning once it has come to the end. */
export function play(clock: ReplayClock, from: number, stops: readonly number[]): ReplayClock {
  const ended = nextStop(stops, clock.moment) === null;
  return { ...clock, playing: true, moment: ended ? from : clock.moment };
}
