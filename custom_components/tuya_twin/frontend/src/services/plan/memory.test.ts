import { describe, expect, it } from "vitest";
import type { Plan } from "../../types/plan";
import type { Device, Status, ZoneStatus } from "../../types/wire";
import { EMPTY_HOUSE, type House } from "../house";
import { SceneMemory } from "./memory";
import { floorOfZone, floorToShow, worstOn } from "./storeys";

const zone = (id: string, status: Status = "GREEN_SAFE"): ZoneStatus => ({
  id,
  name: id,
  status,
  since: null,
});
const siren = (sounding: boolean): Device => ({
  id: "s",
  name: "Siren",
  kind: "siren",
  zone: "a",
  reachable: true,
  seen_at: null,
  trouble: null,
  state: { sounding },
});
const storey = (id: string, zones: string[]) => ({
  id,
  name: id,
  zones,
  rooms: [],
  doors: [],
  devices: [],
});
const PLAN: Plan = { revision: 0, floors: [storey("low", ["a"]), storey("high", ["b", "c"])] };
const VIEWPORT = { width: 800, height: 500 };

describe("what was drawn", () => {
  const scene = (
    memory: SceneMemory,
    plan: Plan,
    zones: ZoneStatus[],
    device: Device,
    zoom = 1,
  ) => {
    const [floor] = memory.floors(plan, zones, [device]);
    if (floor === undefined) throw new Error("there is a floor");
    return memory.scene(floor, zones, "Critical", VIEWPORT, zoom);
  };

  it("stays the same while only states change", () => {
    const memory = new SceneMemory();
    const first = scene(memory, PLAN, [zone("a"), zone("b")], siren(false));
    expect(scene(memory, PLAN, [zone("a", "RED_CRITICAL"), zone("b")], siren(true))).toBe(first);
  });

  it("is drawn anew for another plan, name, device or size", () => {
    const memory = new SceneMemory();
    const zones = [zone("a"), zone("b")];
    const seen = new Set([
      scene(memory, PLAN, zones, siren(false)),
      scene(memory, PLAN, zones, siren(false), 2),
      scene(memory, { ...PLAN }, zones, siren(false)),
      scene(memory, PLAN, [{ ...zone("a"), name: "Attic" }, zone("b")], siren(false)),
      scene(memory, PLAN, zones, { ...siren(false), id: "t" }),
    ]);
    expect(seen.size).toBe(5);
  });
});

describe("the floor that is shown", () => {
  const floorsFor = (house: House) => new SceneMemory().floors(PLAN, house.zones, []);
  const calm: House = { ...EMPTY_HOUSE, zones: [zone("a"), zone("b"), zone("c")] };
  const alarmed: House = { ...calm, zones: [zone("a"), zone("b"), zone("c", "YELLOW_WARNING")] };

  it("is the first while all are alike", () => {
    expect(floorToShow(floorsFor(calm), null, calm)?.id).toBe("low");
    expect(floorToShow([], null, calm)).toBeUndefined();
  });

  it("is the one with the worst zone, even when all of the house is red", () => {
    expect(floorToShow(floorsFor(alarmed), null, alarmed)?.id).toBe("high");
    const red: House = { ...alarmed, status: "RED_CRITICAL" };
    expect(floorToShow(floorsFor(red), null, red)?.id).toBe("high");
  });

  it("is the one somebody asked for, as long as it is there", () => {
    expect(floorToShow(floorsFor(alarmed), "low", alarmed)?.id).toBe("low");
    expect(floorToShow(floorsFor(alarmed), "gone", alarmed)?.id).toBe("high");
  });

  it("tells its worst status, the house's included", () => {
    const [low, high] = floorsFor(alarmed);
    if (low === undefined || high === undefined) throw new Error("there are two floors");
    expect([worstOn(low, alarmed), worstOn(high, alarmed)]).toEqual([
      "GREEN_SAFE",
      "YELLOW_WARNING",
    ]);
    expect(worstOn(low, { ...alarmed, status: "RED_CRITICAL" })).toBe("RED_CRITICAL");
  });

  it("is found by its zones", () => {
    expect(floorOfZone(floorsFor(calm), "c")).toBe("high");
    expect(floorOfZone(floorsFor(calm), "nowhere")).toBeNull();
  });
});
