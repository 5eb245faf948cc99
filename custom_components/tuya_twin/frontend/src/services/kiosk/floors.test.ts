import { expect, it } from "vitest";
import { EMPTY_HOUSE, type House } from "../house";
import type { PlanFloor } from "../../types/plan";
import type { Status } from "../../types/wire";
import { floorShown } from "./floors";
import { DEFAULTS } from "./settings";

const floor = (id: string, zones: readonly string[], drawn: readonly string[] = []): PlanFloor => ({
  id,
  name: id,
  zones,
  rooms: drawn.map((zone) => ({ zone, x: 0, y: 0, w: 4, d: 4 })),
  doors: [],
  devices: [],
});

const FLOORS = [
  floor("cellar", ["Boiler"]),
  floor("ground", ["Hall"]),
  floor("attic", [], ["Bed"]),
];

const house = (struck: Readonly<Record<string, Status>>, own: Status = "GREEN_SAFE"): House => ({
  ...EMPTY_HOUSE,
  status: own,
  zones: ["Boiler", "Hall", "Bed", "Shed"].map((id) => ({
    id,
    name: id,
    status: struck[id] ?? "GREEN_SAFE",
    since: null,
  })),
  plan: { revision: 1, floors: FLOORS },
});
const SAFE = house({});
const set = (more: object) => ({ ...DEFAULTS, ...more });
const over = (shown: House, more: object, seconds: readonly number[]) =>
  seconds.map((second) => floorShown(shown, set(more), second * 1000));

it("shows the lowest floor where nothing is picked, or what was picked is gone", () => {
  expect(floorShown(SAFE, DEFAULTS, 0)).toBe("cellar");
  expect(floorShown(SAFE, set({ floor: "gone" }), 0)).toBe("cellar");
});

it("shows none of a house without floors", () => {
  expect(floorShown(EMPTY_HOUSE, DEFAULTS, 0)).toBeNull();
  expect(floorShown(EMPTY_HOUSE, set({ cycle: 10 }), 0)).toBeNull();
  expect(floorShown({ ...SAFE, plan: EMPTY_HOUSE.plan }, set({ floor: "attic" }), 0)).toBeNull();
});

it("passes by a floor with nothing on it", () => {
  const empty = [floor("pit", []), ...FLOORS];
  const house = { ...SAFE, plan: { revision: 1, floors: empty } };
  // The shed is on no floor, so it is on the first one.
  const without = { ...house, zones: house.zones.filter(({ id }) => id !== "Shed") };
  expect(floorShown(without, DEFAULTS, 0)).toBe("cellar");
  expect(over(without, { cycle: 10 }, [0, 10, 20])).toEqual(["cellar", "ground", "attic"]);
});

it("shows the picked floor, or each in turn", () => {
  expect(floorShown(SAFE, set({ floor: "ground" }), 0)).toBe("ground");
  expect(over(SAFE, { cycle: 10 }, [0, 9, 10, 20, 30])).toEqual([
    "cellar",
    "cellar",
    "ground",
    "attic",
    "cellar",
  ]);
  expect(over(SAFE, { cycle: 30 }, [29, 30])).toEqual(["cellar", "ground"]);
});

it("shows red's floor whatever is picked, and keeps it", () => {
  const red = house({ Bed: "RED_CRITICAL", Hall: "YELLOW_WARNING" });
  expect(over(red, { floor: "cellar" }, [0, 10, 20])).toEqual(["attic", "attic", "attic"]);
  expect(over(red, { cycle: 10 }, [0, 10, 20])).toEqual(["attic", "attic", "attic"]);
});

it("looks for a room that is on no floor on the first one", () => {
  expect(floorShown(house({ Shed: "RED_CRITICAL" }), set({ floor: "attic" }), 0)).toBe("cellar");
});

it("shows all floors of an alarm in turn, unless one of them is picked", () => {
  const yellow = house({ Bed: "YELLOW_WARNING", Hall: "YELLOW_WARNING" });
  expect(over(yellow, {}, [0, 10, 20])).toEqual(["ground", "attic", "ground"]);
  expect(over(yellow, { floor: "attic" }, [0, 10])).toEqual(["attic", "attic"]);
  const everywhere = house({}, "RED_CRITICAL");
  expect(over(everywhere, { cycle: 30 }, [0, 30, 60])).toEqual(["cellar", "ground", "attic"]);
});
