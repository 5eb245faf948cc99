import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { night, records } from "../../../testing/incident-fixtures";
import { isIncidentRecord } from "../../types/incident-guards";
import { Wording } from "../wording";
import { Calendar } from "./calendar";
import { escaped, factsOf, fileName, recordAsJson, reportPage, zonesOf } from "./report";

const locale = { language: "en-GB", time_format: "24", time_zone: "server" };
const context = {
  names: { zone: (id: string) => id, entity: (id: string) => id },
  words: new Wording(undefined, locale, "UTC"),
  calendar: new Calendar(locale, "UTC"),
  household: "Home & <garden>",
  now: Date.parse("2026-11-22T03:00:00Z"),
  direction: "ltr",
} as const;

describe("the files", () => {
  it("are named by when it began", () => {
    expect(fileName(night, context.calendar, "json")).toBe("incident-2026-11-22-0213.json");
  });

  it("give the record back as it was", () => {
    fc.assert(
      fc.property(records, (record) => {
        const read: unknown = JSON.parse(recordAsJson(record));
        expect(read).toEqual(record);
        expect(isIncidentRecord(read)).toBe(true);
      }),
    );
  });
});

describe("the report", () => {
  it("says in short what it was", () => {
    expect(factsOf(night, context).map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "Highest status: Critical",
      "Where: LivingRoom and whole house",
      "Set off by: Motion, nobody at home, called by an automation",
      "Began: Sun, 22 Nov 2026, 02:13:58",
      "Ended: Sun, 22 Nov 2026, 02:31:00",
      "Lasted: 17 mins 2 secs",
      "Verdict: false alarm",
    ]);
  });

  it("says so if it is not over", () => {
    const open = { ...night, end: null, verdict: null };
    const values = factsOf(open, context).map(({ value }) => value);
    expect(values.slice(-3)).toEqual(["not yet", "46 mins 2 secs", "none was given"]);
  });

  it("has a row for every event, and says of failures that they are some", () => {
    const page = reportPage(night, context);
    expect(page.match(/<tr class="[a-z]+( bad)?">/g)).toHaveLength(52);
    expect(page.match(/<strong>Problem<\/strong>/g)).toHaveLength(6);
    expect(page).toContain('<html lang="en-GB" dir="ltr">');
    expect(page).toContain("Stood in for it: Kitchen siren.<br>Check its power and Wi-Fi.");
    expect(page).not.toContain("http");
  });

  it("takes nothing that somebody wrote for a part of the page", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
    expect(reportPage(night, context)).toContain("Home &amp; &lt;garden&gt;");
  });

  it("names each zone once", () => {
    expect(zonesOf(night)).toEqual(["LivingRoom", "HOUSE"]);
  });
});
