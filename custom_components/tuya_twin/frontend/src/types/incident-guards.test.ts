import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incidentList, incidentRecord, records, summaries } from "../../testing/incident-fixtures";
import {
  isIncidentRecord,
  isIncidentSummary,
  readIncidentList,
  readIncidentRecord,
} from "./incident-guards";

describe("the border check of incidents", () => {
  it("lets in what the server writes", () => {
    expect(readIncidentRecord({ response: { incident: incidentRecord } })).toBe(incidentRecord);
    expect(readIncidentList({ response: { incidents: incidentList } })).toEqual(summaries);
  });

  it("lets in every record there can be", () => {
    fc.assert(fc.property(records, isIncidentRecord));
  });

  it.each(Object.keys(incidentRecord))("lets in no record without its %s", (key) => {
    expect(isIncidentRecord({ ...incidentRecord, [key]: undefined })).toBe(false);
  });

  it("lets in no record of another version", () => {
    expect(isIncidentRecord({ ...incidentRecord, version: 3 })).toBe(false);
  });

  it("lets in no command that it does not know", () => {
    const [run] = incidentRecord.runs;
    const [step] = run?.steps ?? [];
    const odd = { ...run, steps: [{ ...step, command: { type: "fog", on: true } }] };
    expect(isIncidentRecord({ ...incidentRecord, runs: [odd] })).toBe(false);
  });

  it("drops from a list what it cannot read, and not the list", () => {
    const answer = { response: { incidents: [{ id: "odd" }, ...incidentList] } };
    expect(readIncidentList(answer)).toEqual(summaries);
  });

  it.each([null, {}, { response: null }, { response: { incidents: {}, incident: [] } }])(
    "makes nothing of %j",
    (junk) => {
      expect(readIncidentList(junk)).toBeNull();
      expect(readIncidentRecord(junk)).toBeNull();
      expect(isIncidentSummary(junk)).toBe(false);
    },
  );
});
