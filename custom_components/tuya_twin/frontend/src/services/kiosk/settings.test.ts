import fc from "fast-check";
import { expect, it } from "vitest";
import {
  BRIGHTEST,
  clockText,
  CYCLES,
  DARKEST,
  DAY,
  DEFAULTS,
  minutesOf,
  settingsFrom,
} from "./settings";

it("dims from ten at night to six in the morning where nobody has said anything", () => {
  const settings = settingsFrom(null);
  expect([settings.dim, clockText(settings.from), clockText(settings.to)]).toEqual([
    true,
    "22:00",
    "06:00",
  ]);
});

it("keeps what was set", () => {
  const set = {
    ...DEFAULTS,
    name: "Hall",
    floor: "attic",
    cycle: 30,
    dim: false,
    from: 1,
    brightness: 50,
  };
  expect(settingsFrom(JSON.parse(JSON.stringify(set)))).toEqual(set);
});

it("falls back, thing by thing, for what is no setting", () => {
  const kept = {
    name: 3,
    floor: 4,
    cycle: 11,
    dim: "no",
    from: "22:00",
    to: NaN,
    brightness: null,
  };
  expect(settingsFrom(kept)).toEqual(DEFAULTS);
  expect(settingsFrom({}, { ...DEFAULTS, dim: false }).dim).toBe(false);
});

it("is never left in the dark, whatever was kept", () => {
  fc.assert(
    fc.property(fc.anything(), fc.double(), (thing, brightness) => {
      const settings = settingsFrom({
        from: thing,
        to: thing,
        cycle: thing,
        name: thing,
        brightness,
      });
      expect(settings.brightness).toBeGreaterThanOrEqual(DARKEST);
      expect(settings.brightness).toBeLessThanOrEqual(BRIGHTEST);
      expect(CYCLES).toContain(settings.cycle);
      expect(settings.from).toBeLessThan(DAY);
    }),
  );
});

it("reads every minute of the day as it writes it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: DAY - 1 }), (minute) => {
      expect(minutesOf(clockText(minute))).toBe(minute);
    }),
  );
});

it.each(["", "noon", "24:00", "12:60"])("takes %j for no time of day", (text) => {
  expect(minutesOf(text)).toBeNull();
});
