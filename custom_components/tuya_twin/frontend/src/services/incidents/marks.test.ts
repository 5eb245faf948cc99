import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { night, records } from "../../../testing/incident-fixtures";
import { marksOf, shareOf, stretchesOf } from "./marks";
import { spanOf, timelineOf } from "./timeline";

const entries = timelineOf(night);
const span = spanOf(night, entries);

describe("the marks on the slider", () => {
  it("are as many as can be told apart, and tell the worst of what falls together", () => {
    const marks = marksOf(entries, span);
    expect(marks.length).toBeLessThan(entries.length);
    const red = shareOf(Date.parse("2026-11-22T02:16:30Z"), span);
    const [nearest] = marks.toSorted((a, b) => Math.abs(a.share - red) - Math.abs(b.share - red));
    expect(nearest?.tone).toBe("RED_CRITICAL");
    expect(new Set(marks.map(({ tone }) => tone))).toEqual(
      new Set(["plain", "bad", "YELLOW_WARNING", "RED_CRITICAL", "GREEN_SAFE"]),
    );
  });

  it("lie on the slider, wherever things happened", () => {
    fc.assert(
      fc.property(records, (record) => {
        const all = timelineOf(record);
        const marks = marksOf(all, spanOf(record, all));
        expect(marks.every(({ share }) => share >= 0 && share <= 1)).toBe(true);
        expect(new Set(marks.map(({ share }) => share)).size).toBe(marks.length);
      }),
    );
  });
});

describe("the stretches of the slider", () => {
  it("say what the house showed, without a gap and nothing twice", () => {
    fc.assert(
      fc.property(records, (record) => {
        const all = timelineOf(record);
        const stretches = stretchesOf(all, spanOf(record, all));
        expect(stretches[0]?.from).toBe(0);
        expect(stretches.at(-1)?.to).toBe(1);
        stretches.forEach(({ from, to }, index) => {
          expect(to).toBeGreaterThan(from);
          expect(stretches[index + 1]?.from ?? to).toBe(to);
        });
      }),
    );
  });

  it("begin green", () => {
    expect(stretchesOf(entries, span).map(({ status }) => status)).toEqual([
      "GREEN_SAFE",
      "YELLOW_WARNING",
      "RED_CRITICAL",
      "YELLOW_WARNING",
      "GREEN_SAFE",
    ]);
  });
});
