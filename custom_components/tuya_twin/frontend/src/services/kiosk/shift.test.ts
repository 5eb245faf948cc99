import fc from "fast-check";
import { expect, it } from "vitest";
import { REACH, shiftAt } from "./shift";

const MINUTE = 60_000;

it("moves in every minute but where it turns, by two pixels at most, and stays within reach", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_000_000 }), (minute) => {
      const before = shiftAt(minute * MINUTE);
      const after = shiftAt((minute + 1) * MINUTE);
      expect(Math.abs(after.x - before.x) + Math.abs(after.y - before.y)).toBeLessThanOrEqual(2);
      expect(Math.max(Math.abs(after.x), Math.abs(after.y))).toBeLessThanOrEqual(REACH);
    }),
  );
});

it("has been everywhere within two hours", () => {
  const spots = Array.from({ length: 98 }, (_, minute) => JSON.stringify(shiftAt(minute * MINUTE)));
  expect(new Set(spots).size).toBe(49);
});
