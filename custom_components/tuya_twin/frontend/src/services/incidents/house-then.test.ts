import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snapshot } from "../../../testing/fixtures";
import { night, records } from "../../../testing/incident-fixtures";
import { readEvent } from "../../types/guards";
import type { IncidentRecord, RecordedSiren } from "../../types/incident";
import type { Device } from "../../types/wire";
import { EMPTY_HOUSE, reduce, shownForHouse, type House } from "../house";
import { framesOf, houseIn } from "./house-then";
import { spanOf, timelineOf } from "./timeline";

const event = readEvent("snapshot", snapshot);
if (event === null) throw new Error("The snapshot does not pass.");
const today = reduce(EMPTY_HOUSE, event);

const time = (clock: string): number => Date.parse(`2026-11-22T${clock}Z`);
const device = (house: House, name: string): Device | undefined =>
  house.devices.find((each) => each.name === name);
const houseAt = (record: IncidentRecord, now: House, moment: number): House =>
  houseIn(framesOf(record, now), moment);
const at = (clock: string, record: IncidentRecord = night): House =>
  houseAt(record, today, time(clock));

describe("the house in a night that is over", () => {
  it("was green before, and nothing is known of its devices", () => {
    const house = at("02:13:00");
    expect(shownForHouse(house)).toBe("GREEN_SAFE");
    expect(house.incident).toBeNull();
    expect(house.run).toBeNull();
    expect(house.devices.map(({ name }) => name)).toEqual([
      "Living room lamp",
      "Hall siren",
      "Front door",
      "Attic siren",
      "Bedside lamp",
      "Back door",
    ]);
    expect(house.devices.map((each) => each.state)).toEqual([
      expect.objectContaining({ on: null }),
      { sounding: null },
      { bolt: "unknown" },
      { sounding: null },
      expect.objectContaining({ on: null }),
      { bolt: "unknown" },
    ]);
  });

  it("has nothing of the live house's present", () => {
    const house = at("02:13:00");
    expect(house.screens).toEqual([]);
    expect(house.plan).toBe(today.plan);
    expect(house.zones.map(({ status }) => status)).toEqual(Array(3).fill("GREEN_SAFE"));
  });

  it("shows in red what was proven, and the siren that failed", () => {
    const house = at("02:16:36");
    expect(shownForHouse(house)).toBe("RED_CRITICAL");
    expect(device(house, "Attic siren")?.state).toEqual({ sounding: true });
    expect(device(house, "Front door")?.state).toEqual({ bolt: "locked" });
    expect(device(house, "Living room lamp")?.state).toMatchObject({ on: true, hue: 0 });
    expect(device(house, "Hall siren")).toMatchObject({
      reachable: false,
      trouble: "unreachable",
      state: { sounding: null },
    });
    expect(house.run?.steps.find(({ name }) => name === "Hall siren")).toMatchObject({
      result: "failed",
      stand_ins: ["Kitchen siren"],
    });
    expect(house.run?.finished).toBe(true);
    expect(house.incident).toMatchObject({ id: night.id, status: "RED_CRITICAL", answered: null });
  });

  it("knows no result before it came", () => {
    const house = at("02:16:30.100");
    expect(house.run?.steps.map(({ result }) => result)).toEqual([
      "pending",
      "confirmed",
      "pending",
      "pending",
      "pending",
      "skipped",
    ]);
    expect(house.run?.finished).toBe(false);
    expect(device(house, "Hall siren")?.reachable).toBe(true);
  });

  it("does not know a siren to sound beyond its own clock, nor to be silent", () => {
    const first = { ...night, sirens: [] };
    expect(device(at("02:17:29", first), "Attic siren")?.state).toEqual({ sounding: true });
    expect(device(at("02:17:31", first), "Attic siren")?.state).toEqual({ sounding: null });
    // Told again in time, it goes on.
    expect(device(at("02:17:31"), "Attic siren")?.state).toEqual({ sounding: true });
  });

  it("takes a siren for silent once that is proven, not once it is asked", () => {
    expect(device(at("02:17:55.500"), "Attic siren")?.state).toEqual({ sounding: null });
    expect(device(at("02:17:56"), "Attic siren")?.state).toEqual({ sounding: false });
  });

  it("shows a light that came late, and none where nobody knows", () => {
    expect(device(at("02:16:46"), "Bedside lamp")?.reachable).toBe(false);
    expect(device(at("02:16:47"), "Bedside lamp")).toMatchObject({
      reachable: true,
      state: { on: true, hue: 0 },
    });
    expect(device(at("02:20:08"), "Bedside lamp")?.state).toMatchObject({ on: null });
  });

  it("knows a light only by the run that asked for it", () => {
    const [lit] = night.lights;
    const odd = { ...night, lights: lit ? [{ ...lit, at: "2026-11-22T02:14:00Z" }] : [] };
    expect(device(at("02:14:01", odd), "Bedside lamp")?.state).toMatchObject({ on: null });
  });

  it("knows the first answer until red rises anew", () => {
    expect(at("02:17:40").incident?.answered).toMatchObject({ answer: "acknowledged", by: "Anna" });
    expect(at("02:30:00").incident?.answered?.answer).toBe("acknowledged");
    const statuses = night.statuses.map((each) =>
      each.seq === 43 ? { ...each, status: "RED_CRITICAL" as const } : each,
    );
    expect(at("02:31:01", { ...night, statuses }).incident?.answered).toBeNull();
  });

  it("is green at the end, with its own light back", () => {
    const house = at("02:31:01");
    expect(shownForHouse(house)).toBe("GREEN_SAFE");
    expect(house.incident).toBeNull();
    expect(house.lastChange?.cause).toMatchObject({ name: "Anna" });
    expect(device(house, "Living room lamp")?.state).toMatchObject({ mode: "white", kelvin: 2700 });
    expect(device(house, "Hall siren")).toMatchObject({
      reachable: true,
      state: { sounding: false },
    });
  });

  it("has zones that are gone today under their ids", () => {
    const then = { ...today, zones: today.zones.slice(0, 1) };
    const ids = houseAt(night, then, 0).zones.map(({ id, name }) => [id, name]);
    expect(ids).toEqual([
      ["LivingRoom", "Living room"],
      ["Foyer", "Foyer"],
      ["MasterBedroom", "MasterBedroom"],
    ]);
  });

  it("is told nothing of a siren that is nowhere", () => {
    const [siren] = night.sirens;
    const sirens: RecordedSiren[] = siren ? [{ ...siren, device: "nowhere" }] : [];
    expect(at("02:17:30", { ...night, sirens }).devices).toHaveLength(6);
  });
});

describe("the house in whatever may have happened", () => {
  it("ends as the record ends", () => {
    fc.assert(
      fc.property(records, (record) => {
        const { to } = spanOf(record, timelineOf(record));
        const house = houseAt(record, today, to);
        expect(shownForHouse(house)).toBe(record.statuses.at(-1)?.shown);
        expect(house.incident === null).toBe(record.end !== null);
        const run = record.runs.find(({ id }) => id === house.run?.id);
        expect(house.run?.steps).toEqual(run?.steps);
      }),
    );
  });

  it("shows at each change of status what the record says was shown", () => {
    fc.assert(
      fc.property(records, (record) => {
        const frames = framesOf(record, today);
        record.statuses.forEach((status, index) => {
          if (record.statuses[index + 1]?.at === status.at) return;
          const house = houseIn(frames, Date.parse(status.at));
          expect(shownForHouse(house)).toBe(status.shown);
        });
      }),
    );
  });

  it("goes on in one direction, and is the same house until something happens", () => {
    fc.assert(
      fc.property(records, fc.nat(3_600_000), (record, after) => {
        const frames = framesOf(record, today);
        expect(frames.every(({ at: t }, i) => i === 0 || t > (frames[i - 1]?.at ?? t))).toBe(true);
        const moment = Date.parse(record.start) + after;
        const until = frames.find(({ at: t }) => t > moment)?.at ?? moment + 1;
        expect(houseIn(frames, until - 1)).toBe(houseIn(frames, moment));
      }),
    );
  });

  it("never knows a device better than the record, nor loses one", () => {
    fc.assert(
      fc.property(records, (record) => {
        const [first, ...others] = framesOf(record, today);
        const ids = first?.house.devices.map(({ id }) => id);
        for (const { house } of others) expect(house.devices.map(({ id }) => id)).toEqual(ids);
        const proven = record.runs.flatMap(({ steps }) =>
          steps.filter(({ result }) => result === "confirmed").map(({ device: id }) => id),
        );
        const told = [...record.sirens, ...record.lights].map(({ device: id }) => id);
        const seen = others.flatMap(({ house }) =>
          house.devices.filter(({ seen_at }) => seen_at !== null).map(({ id }) => id),
        );
        expect([...proven, ...told]).toEqual(expect.arrayContaining(seen));
      }),
    );
  });

  it("is empty where there is no frame", () => {
    expect(houseIn([], 0)).toBe(EMPTY_HOUSE);
  });
});
