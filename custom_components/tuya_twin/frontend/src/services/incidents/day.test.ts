import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summaries } from "../../../testing/incident-fixtures";
import type { IncidentSummary } from "../../types/incident";
import { STATUSES } from "../../types/wire";
import { Calendar } from "./calendar";
import { DAY_MS, dayHits, daySegments, dayTicks, incidentsOf, lastDay } from "./day";

const NOON = Date.parse("2026-11-22T12:00:00Z");
const HOUR = 3_600_000;
const [open, night] = summaries;
if (!open || !night) throw new Error("two are needed");

const made = (start: number, length: number | null, status = night.status): IncidentSummary => ({
  ...night,
  id: String(start),
  status,
  start: new Date(start).toISOString(),
  end: length === null ? null : new Date(start + length).toISOString(),
});

const some: fc.Arbitrary<readonly IncidentSummary[]> = fc.array(
  fc
    .tuple(
      fc.integer({ min: -30 * HOUR, max: HOUR }),
      fc.option(fc.nat(3 * HOUR), { nil: null, freq: 6 }),
      fc.constantFrom(...STATUSES),
    )
    .map(([start, length, status]) => made(NOON + start, length, status)),
  { maxLength: 12 },
);
const days = fc
  .tuple(
    fc.option(fc.nat(26 * HOUR), { nil: Infinity }),
    fc.option(fc.nat(26 * HOUR), { nil: -Infinity }),
  )
  .map(([from, to]) => lastDay(NOON, NOON - from, NOON - to));

describe("the last 24 hours", () => {
  it("are covered without a gap and nothing twice, whatever is on record", () => {
    fc.assert(
      fc.property(some, days, (incidents, day) => {
        const segments = daySegments(incidents, day);
        expect(segments[0]?.from).toBe(day.from);
        expect(segments.at(-1)?.to).toBe(day.to);
        segments.forEach(({ from, to }, index) => {
          expect(to).toBeGreaterThan(from);
          expect(segments[index + 1]?.from ?? to).toBe(to);
        });
      }),
    );
  });

  it("are coloured only as far as is known", () => {
    fc.assert(
      fc.property(some, days, (incidents, day) => {
        for (const { from, to, shown } of daySegments(incidents, day)) {
          const unknown = to <= day.knownFrom || from >= day.knownTo;
          expect(shown === "unknown").toBe(unknown);
        }
      }),
    );
  });

  it("show each incident of the day, however short, unless others take its place", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DAY_MS }), fc.nat(HOUR), (ago, length) => {
        const incident = made(NOON - ago, length);
        const shown = daySegments([incident], lastDay(NOON)).map((segment) => segment.shown);
        expect(shown).toContain("RED_CRITICAL");
      }),
    );
  });

  it("begin in the middle of what began before, and go on with what is open", () => {
    const before = made(NOON - 25 * HOUR, 2 * HOUR);
    const segments = daySegments([made(NOON - HOUR, null), before], lastDay(NOON));
    expect(
      segments.map(({ from, to, shown }) => [(from - NOON) / HOUR, (to - NOON) / HOUR, shown]),
    ).toEqual([
      [-24, -23, "RED_CRITICAL"],
      [-23, -1, "GREEN_SAFE"],
      [-1, 0, "RED_CRITICAL"],
    ]);
  });

  it("know nothing once the house gave no sign of life", () => {
    const day = lastDay(NOON, -Infinity, NOON - HOUR);
    expect(daySegments([made(NOON - 2 * HOUR, null)], day).at(-1)).toEqual({
      from: NOON - HOUR,
      to: NOON,
      shown: "unknown",
    });
  });

  it("are 24 elapsed hours also when the clocks are changed", () => {
    const day = lastDay(Date.parse("2026-10-25T12:00:00Z"));
    expect(day.to - day.from).toBe(DAY_MS);
  });
});

describe("the places to touch", () => {
  const widths = fc.integer({ min: 320, max: 1400 });

  it("never overlap, are wide enough, lie on the bar, and leave no incident out", () => {
    fc.assert(
      fc.property(some, days, widths, (incidents, day, width) => {
        const hits = dayHits(incidents, day, width, 44);
        hits.forEach((hit, index) => {
          expect(hit.width).toBeGreaterThanOrEqual(44);
          expect(hit.left).toBeGreaterThanOrEqual(0);
          expect(hit.middle).toBeGreaterThanOrEqual(hit.left);
          expect(hit.middle).toBeLessThanOrEqual(hit.left + hit.width);
          expect(hit.left + hit.width).toBeLessThanOrEqual(width + 1e-6);
          expect(hit.left + hit.width).toBeLessThanOrEqual((hits[index + 1]?.left ?? 9999) + 1e-6);
        });
        expect(hits.flatMap((hit) => hit.incidents)).toEqual(incidentsOf(incidents, day));
      }),
    );
  });

  it("bring together what is too close to be touched apart", () => {
    const day = lastDay(NOON);
    const near = [made(NOON - 3 * HOUR, 1000), made(NOON - 2.5 * HOUR, 1000)];
    const far = made(NOON - 12 * HOUR, 1000);
    const hits = dayHits([...near, far], day, 480, 44);
    expect(hits.map(({ incidents }) => incidents.length)).toEqual([1, 2]);
  });
});

describe("the hours under the bar", () => {
  const face = (zone: string) => {
    const calendar = new Calendar({ language: "en", time_zone: "server" }, zone);
    return (at: number) => calendar.face(at);
  };
  const hours = (now: string, zone: string): string[] =>
    dayTicks(lastDay(Date.parse(now)), face(zone)).map(({ at, midnight }) => {
      const { hour } = face(zone)(at);
      expect(midnight).toBe(hour === 0);
      return `${hour} ${new Date(at).toISOString().slice(11, 16)}`;
    });

  it("are those of the clock on the wall", () => {
    expect(hours("2026-11-22T12:30:00Z", "Europe/Berlin")).toEqual([
      "18 17:00",
      "0 23:00",
      "6 05:00",
      "12 11:00",
    ]);
  });

  it("are five hours apart where an hour is left out, and seven where one comes twice", () => {
    expect(hours("2026-03-29T12:00:00Z", "Europe/Berlin").slice(1, 3)).toEqual([
      "0 23:00",
      "6 04:00",
    ]);
    expect(hours("2026-10-25T12:00:00Z", "Europe/Berlin").slice(1, 3)).toEqual([
      "0 22:00",
      "6 05:00",
    ]);
  });

  it("are right where the offset is no whole hour", () => {
    expect(hours("2026-11-22T12:00:00Z", "Asia/Kathmandu")[0]).toBe("18 12:15");
  });

  it("has a midnight that comes twice only once", () => {
    expect(
      hours("2026-11-01T12:00:00Z", "America/Havana").filter((hour) => hour.startsWith("0 ")),
    ).toEqual(["0 04:00"]);
  });
});
