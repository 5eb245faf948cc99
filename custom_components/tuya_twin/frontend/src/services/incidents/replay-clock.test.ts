import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advance,
  clockAt,
  nextStop,
  play,
  previousStop,
  SPEEDS,
  stopsOf,
  type ReplayClock,
} from "./replay-clock";

const running = (more: Partial<ReplayClock>): ReplayClock => ({
  ...clockAt(0),
  playing: true,
  skips: false,
  ...more,
});

const clocks = fc.record({
  moment: fc.nat(100_000),
  playing: fc.constant(true),
  speed: fc.constantFrom(...SPEEDS),
  skips: fc.boolean(),
});
const stops = fc
  .array(
    fc.nat(100_000).map((at) => ({ at })),
    { minLength: 1 },
  )
  .map(stopsOf);

describe("the replay's clock", () => {
  it("stands until it is told to play", () => {
    const clock = clockAt(5);
    expect(advance(clock, 1000, [10_000])).toBe(clock);
    expect(play(clock, 0, [10_000])).toMatchObject({ playing: true, moment: 5 });
  });

  it.each(SPEEDS)("goes %i times as fast", (speed) => {
    expect(advance(running({ speed }), 100, [1_000_000]).moment).toBe(100 * speed);
  });

  it("takes no leap for a tab that slept, and goes back for no clock", () => {
    expect(advance(running({ speed: 1 }), 60_000, [1_000_000]).moment).toBe(1000);
    expect(advance(running({ speed: 1 }), -60_000, [1_000_000]).moment).toBe(0);
  });

  it("stops at the last event, and plays from the beginning from there", () => {
    const ended = advance(running({ moment: 900, speed: 10 }), 50, [1000]);
    expect(ended).toMatchObject({ moment: 1000, playing: false });
    expect(play(ended, -1000, [1000])).toMatchObject({ moment: -1000, playing: true });
    expect(advance(running({ moment: 7 }), 50, [])).toMatchObject({ moment: 7, playing: false });
  });

  it("leaves out a quiet stretch once the last event was seen, and is there before the next", () => {
    const clock = running({ speed: 1, skips: true });
    expect(advance(clock, 1000, [0, 60_000]).moment).toBe(1000);
    expect(advance({ ...clock, moment: 1400 }, 200, [0, 60_000]).moment).toBe(59_000);
    expect(advance({ ...clock, moment: 59_200 }, 200, [0, 60_000]).moment).toBe(59_400);
    expect(advance({ ...clock, skips: false, moment: 1400 }, 200, [0, 60_000]).moment).toBe(1600);
  });

  it("skips nothing before the first event", () => {
    expect(advance(running({ skips: true, speed: 1 }), 500, [60_000]).moment).toBe(500);
  });

  it("only ever goes on, to the last event and not beyond, and over none without being there", () => {
    fc.assert(
      fc.property(clocks, fc.nat(2000), stops, (clock, passed, events) => {
        const last = events.at(-1) ?? 0;
        const next = nextStop(events, clock.moment);
        const after = advance(clock, passed, events);
        expect(after.moment).toBeLessThanOrEqual(last);
        if (clock.moment <= last) expect(after.moment).toBeGreaterThanOrEqual(clock.moment);
        const gone = Math.min(passed, 1000) * clock.speed;
        // What is skipped ends before the next event: only time itself passes one.
        if (next !== null && clock.moment + gone < next) {
          expect(after.moment).toBeLessThan(next);
        }
      }),
    );
  });

  it("finds the events to either side", () => {
    fc.assert(
      fc.property(stops, fc.nat(100_000), (events, moment) => {
        const next = nextStop(events, moment);
        const previous = previousStop(events, moment);
        expect(next ?? Infinity).toBeGreaterThan(moment);
        expect(previous ?? -Infinity).toBeLessThan(moment);
        const between = events.filter((at) => at > (previous ?? -1) && at < (next ?? Infinity));
        expect(between.every((at) => at === moment)).toBe(true);
      }),
    );
  });
});
