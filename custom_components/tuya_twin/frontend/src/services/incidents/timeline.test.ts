import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { night, records } from "../../../testing/incident-fixtures";
import type { IncidentRecord } from "../../types/incident";
import { FILTERS, lastAt, passes, spanOf, timelineOf, type Entry } from "./timeline";

/** The very objects of the record that an entry stands for. */
const factOf = (entry: Entry): unknown => {
  switch (entry.kind) {
    case "step":
      return entry.step;
    case "run":
      return entry.run;
    case "resumed":
      return `resumed ${entry.run.id}`;
    case "status":
      return entry.status;
    case "evidence":
      return entry.evidence;
    case "siren":
      return entry.siren;
    case "light":
      return entry.light;
    case "hazards":
      return entry.hazards;
    case "answer":
      return entry.answer;
    case "told":
      return entry.told;
    case "code":
      return entry.code;
    case "assessment":
      return entry.assessment;
    case "opinion":
      return entry.opinion;
    case "watch":
      return entry.watch;
    case "weight":
      return entry.weight;
  }
};

const factsOf = (record: IncidentRecord): readonly unknown[] => [
  ...record.statuses,
  ...record.evidence,
  ...record.runs,
  ...record.runs.flatMap(({ steps }) => steps),
  ...record.runs.filter((run) => run.resumed_at !== null).map(({ id }) => `resumed ${id}`),
  ...record.answers,
  ...record.told,
  ...record.sirens,
  ...record.lights,
  ...record.hazards,
  ...record.codes,
  ...record.assessments,
  ...record.opinions,
  ...record.watch,
  ...record.weights,
];

describe("the timeline", () => {
  it("has every fact exactly once, in order, each with a key of its own", () => {
    fc.assert(
      fc.property(records, (record) => {
        const entries = timelineOf(record);
        const facts = factsOf(record);
        expect(entries).toHaveLength(facts.length);
        expect(new Set(entries.map(factOf))).toEqual(new Set(facts));
        expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
        expect(entries.every(({ at }, i) => at >= (entries[i - 1]?.at ?? -Infinity))).toBe(true);
      }),
    );
  });

  it("tells a night from the first sign to the last proof", () => {
    const kinds = timelineOf(night).map(({ kind }) => kind);
    expect(kinds.slice(0, 4)).toEqual(["assessment", "evidence", "status", "run"]);
    expect(kinds.at(-1)).toBe("step");
    expect(new Set(kinds).size).toBe(15);
  });

  it("places a step where its result came", () => {
    const step = timelineOf(night).find(({ kind, bad }) => kind === "step" && bad);
    expect(step?.at).toBe(Date.parse("2026-11-22T02:16:35.000Z"));
  });

  it("says of a device in which zone it stands, if a run concerned it", () => {
    const entries = timelineOf(night).filter(({ kind }) => kind === "siren");
    expect(entries.map(({ zone }) => zone)).toEqual(Array(3).fill("MasterBedroom"));
    const [siren] = night.sirens;
    const stranger = { ...night, sirens: siren ? [{ ...siren, device: "other" }] : [] };
    expect(timelineOf(stranger).find(({ kind }) => kind === "siren")?.zone).toBeNull();
  });

  it("keeps the order of statuses when the clock was put back", () => {
    const [first, second] = night.statuses;
    if (!first || !second) throw new Error("two are needed");
    const back = { ...night, statuses: [second, first] };
    const entries = timelineOf(back).filter((entry) => entry.kind === "status");
    expect(entries.map(({ status }) => status)).toEqual([second, first]);
    expect(entries[0]?.at).toBe(entries[1]?.at);
  });

  it("shows each entry under everything and under exactly one of the groups", () => {
    fc.assert(
      fc.property(records, (record) =>
        timelineOf(record).every((entry) => {
          const groups = FILTERS.filter((filter) => filter !== "failures");
          const fits = groups.filter((filter) => passes(entry, filter));
          return fits.length === 2 && passes(entry, "failures") === entry.bad;
        }),
      ),
    );
  });

  it("spans from just before the first to the last", () => {
    fc.assert(
      fc.property(records, (record) => {
        const entries = timelineOf(record);
        const { from, to } = spanOf(record, entries);
        expect(entries.every(({ at }) => from < at && at <= to)).toBe(true);
        expect(to - from).toBeGreaterThanOrEqual(1000);
      }),
    );
  });

  it("finds the last that has happened", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.integer({ min: -1, max: 21 }), (times, moment) => {
        const entries = times.sort((a, b) => a - b).map((at) => ({ at }));
        const expected = entries.filter(({ at }) => at <= moment).length - 1;
        expect(lastAt(entries, moment)).toBe(expected);
      }),
    );
  });
});
