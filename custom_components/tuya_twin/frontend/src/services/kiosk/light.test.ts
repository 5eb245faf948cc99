import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { STATUSES } from "../../types/wire";
import {
  ASLEEP,
  AWAKE_MS,
  brightness,
  isNight,
  localClock,
  wake,
  type Wakefulness,
  type WakeInput,
} from "./light";
import { DAY, DEFAULTS, type KioskSettings } from "./settings";

afterEach(() => {
  vi.unstubAllEnvs();
});

const NOON = 12 * 60;
const status = (word: (typeof STATUSES)[number]): WakeInput => ({ type: "status", status: word });
const after = (...inputs: readonly WakeInput[]): Wakefulness => inputs.reduce(wake, ASLEEP);
const atNight = (state: Wakefulness, now = 0): number => brightness(state, DEFAULTS, true, now);

it("is bright by day and dim at night", () => {
  expect(brightness(ASLEEP, DEFAULTS, false, 0)).toBe(100);
  expect(atNight(ASLEEP)).toBe(DEFAULTS.brightness);
});

it("wakes for thirty seconds at a touch, and starts anew with the next", () => {
  const touched = after({ type: "touch", at: 1000 });
  expect(atNight(touched, 1000)).toBe(100);
  expect(atNight(touched, 1000 + AWAKE_MS - 1)).toBe(100);
  expect(atNight(touched, 1000 + AWAKE_MS)).toBe(DEFAULTS.brightness);
  expect(atNight(wake(touched, { type: "touch", at: 20_000 }), 1000 + AWAKE_MS)).toBe(100);
});

it("is half bright in a warning, unless it is set to be brighter", () => {
  const warned = after(status("YELLOW_WARNING"));
  expect(atNight(warned)).toBe(50);
  expect(brightness(warned, { ...DEFAULTS, brightness: 70 }, true, 0)).toBe(70);
});

it("stays bright after red until green, not only until yellow", () => {
  const calming = after(status("RED_CRITICAL"), status("YELLOW_WARNING"));
  expect(atNight(calming)).toBe(100);
  expect(atNight(wake(calming, status("GREEN_SAFE")))).toBe(DEFAULTS.brightness);
});

it("does not stay bright when the clock was put back", () => {
  expect(atNight(after({ type: "touch", at: 50_000 }), 49_999)).toBe(DEFAULTS.brightness);
});

it.each([
  [22 * 60, 6 * 60, 23 * 60, true],
  [22 * 60, 6 * 60, 0, true],
  [22 * 60, 6 * 60, 6 * 60, false],
  [22 * 60, 6 * 60, NOON, false],
  [60, 300, 60, true],
  [60, 300, 300, false],
  [60, 300, 59, false],
  [NOON, NOON, NOON, false],
])("has a night from %i to %i: at %i it is %s", (from, to, minute, night) => {
  expect(isNight({ ...DEFAULTS, from, to }, minute)).toBe(night);
});

it("has no night where dimming is off", () => {
  expect(isNight({ ...DEFAULTS, dim: false }, 0)).toBe(false);
});

it.each([
  ["2026-10-24T19:59:00Z", false],
  ["2026-10-24T20:00:00Z", true],
  // The hour from two to three comes twice; the night lasts nine hours.
  ["2026-10-25T00:30:00Z", true],
  ["2026-10-25T01:30:00Z", true],
  ["2026-10-25T04:59:00Z", true],
  ["2026-10-25T05:00:00Z", false],
  // And in spring it is left out.
  ["2026-03-28T21:00:00Z", true],
  ["2026-03-29T03:59:00Z", true],
  ["2026-03-29T04:00:00Z", false],
])("goes by the clock on the wall when that is changed: %s", (moment, night) => {
  vi.stubEnv("TZ", "Europe/Madrid");
  expect(isNight(DEFAULTS, localClock(Date.parse(moment)))).toBe(night);
});

const minutes = fc.integer({ min: 0, max: DAY - 1 });
const settings: fc.Arbitrary<KioskSettings> = fc
  .record({
    dim: fc.boolean(),
    from: minutes,
    to: minutes,
    brightness: fc.integer({ min: 5, max: 80 }),
  })
  .map((set) => ({ ...DEFAULTS, ...set }));
const input: fc.Arbitrary<WakeInput> = fc.oneof(
  fc.constantFrom(...STATUSES).map(status),
  fc.integer({ min: 0, max: 10_000_000 }).map((at): WakeInput => ({ type: "touch", at })),
);
const history = fc.array(input, { maxLength: 30 });

it("never dims red, whatever came before and whatever is set", () => {
  fc.assert(
    fc.property(history, settings, fc.boolean(), fc.integer(), (before, set, night, now) => {
      const red = wake(after(...before), status("RED_CRITICAL"));
      expect(brightness(red, set, night, now)).toBe(100);
    }),
  );
});

it("never dims between red and green", () => {
  const unrest = input.filter((one) => one.type === "touch" || one.status !== "GREEN_SAFE");
  fc.assert(
    fc.property(history, fc.array(unrest), settings, fc.integer(), (before, since, set, now) => {
      const state = since.reduce(wake, wake(after(...before), status("RED_CRITICAL")));
      expect(brightness(state, set, true, now)).toBe(100);
    }),
  );
});

it("gets dim in every night in which nobody touches it and the house is safe", () => {
  fc.assert(
    fc.property(history, settings, minutes, (before, set, minute) => {
      const state = { ...wake(after(...before), status("GREEN_SAFE")), touchedAt: null };
      const night = isNight(set, minute);
      expect(brightness(state, set, night, 0)).toBe(night ? set.brightness : 100);
    }),
  );
});

it("has as many minutes of night as lie between its hours, across midnight or not", () => {
  fc.assert(
    fc.property(settings, (set) => {
      const dark = Array.from({ length: DAY }, (_, minute) => isNight(set, minute)).filter(Boolean);
      expect(dark).toHaveLength(set.dim ? (set.to - set.from + DAY) % DAY : 0);
    }),
    { numRuns: 50 },
  );
});
