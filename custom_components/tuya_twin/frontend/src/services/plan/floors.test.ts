import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as given from "../../../testing/plans";
import type { Plan, PlanFloor } from "../../types/plan";
import { contains } from "./grid";
import { floorsOf } from "./floors";
import { markLocks } from "./lock-doors";
import { shapeOf } from "./shape";
import { wallsOf } from "./walls";

const { room } = given;
const NOBODY: Plan = { revision: 0, floors: [] };
const floor = (id: string, parts: Partial<PlanFloor>): PlanFloor => ({
  id,
  name: id,
  zones: [],
  rooms: [],
  doors: [],
  devices: [],
  ...parts,
});
const lock = (id: string, zone: string) => ({ id, zone, kind: "lock" as const });

describe("the floors of any plan", () => {
  it("show every zone once, with ground under it", () => {
    fc.assert(
      fc.property(given.plans, given.devices, (plan, devices) => {
        const floors = floorsOf(plan, given.ZONES, devices);
        expect(floors.flatMap(({ zones }) => zones).sort()).toEqual([...given.ZONES].sort());
        for (const shape of floors.map(shapeOf)) {
          for (const { heart, feet, outline } of shape.rooms) {
            expect(Math.min(heart.w, heart.d)).toBeGreaterThan(0);
            expect(feet.length).toBeGreaterThan(0);
            expect(outline.length).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  it("are the same each time", () => {
    fc.assert(
      fc.property(given.plans, given.devices, (plan, devices) => {
        expect(floorsOf(plan, given.ZONES, devices)).toEqual(floorsOf(plan, given.ZONES, devices));
      }),
    );
  });

  it("give every lock one door at most, and every door one lock", () => {
    fc.assert(
      fc.property(given.plans, given.devices, (plan, devices) => {
        const locks = floorsOf(plan, given.ZONES, devices)
          .flatMap(({ doors }) => doors.map((door) => door.lock ?? null))
          .filter((id) => id !== null);
        expect(new Set(locks).size).toBe(locks.length);
      }),
    );
  });

  it("keep hearts and feet within their rooms", () => {
    fc.assert(
      fc.property(given.plans, (plan) => {
        for (const { rooms } of floorsOf(plan, given.ZONES, []).map(shapeOf)) {
          for (const { heart, feet, has } of rooms) {
            const { x, y, w, d } = heart;
            expect(has({ x: x + w / 3, y: y + d / 3 })).toBe(true);
            expect(feet.every(has)).toBe(true);
          }
        }
      }),
    );
  });
});

describe("a plan that nobody drew", () => {
  it("is one floor with doors between its rooms, and a way out where there is a lock", () => {
    const [only, ...others] = floorsOf(NOBODY, ["a", "b", "c"], [lock("l", "b")]);
    expect(others).toEqual([]);
    expect(only?.rooms).toHaveLength(3);
    const { doorways } = wallsOf(only?.rooms ?? [], only?.doors ?? []);
    expect(doorways.find((way) => way.lock === "l")).toMatchObject({ behind: "b", front: null });
    expect(doorways.length).toBeGreaterThan(2);
  });

  it("keeps the floors that Home Assistant knows, and puts strays on the first", () => {
    const plan = {
      revision: 0,
      floors: [floor("low", { zones: ["a"] }), floor("high", { zones: ["b"] })],
    };
    const floors = floorsOf(plan, ["a", "b", "c"], []);
    expect(floors.map(({ id, zones }) => [id, zones])).toEqual([
      ["low", ["a", "c"]],
      ["high", ["b"]],
    ]);
  });

  it("leaves out a floor that has nothing to show", () => {
    const plan = {
      revision: 0,
      floors: [floor("low", { zones: ["gone"] }), floor("high", { zones: ["b"] })],
    };
    expect(floorsOf(plan, ["b"], []).map(({ id }) => id)).toEqual(["high"]);
    expect(floorsOf(NOBODY, [], [])).toEqual([]);
  });
});

describe("a drawn plan", () => {
  it("has what was not drawn beside it", () => {
    const plan = {
      revision: 1,
      floors: [floor("g", { zones: ["a", "b"], rooms: [room("a", 2, 4, 9, 9)] })],
    };
    const [drawn] = floorsOf(plan, ["a", "b"], [lock("l", "b"), lock("m", "a")]);
    expect(drawn?.rooms[0]).toEqual(room("a", 2, 4, 9, 9));
    expect(drawn?.rooms[1]).toMatchObject({ zone: "b", x: 14, y: 4 });
    expect(drawn?.doors.map((door) => door.lock)).toEqual(["l"]);
  });

  it("lays out a zone that another one covers", () => {
    const rooms = [room("a", 0, 0, 9, 9), room("b", 2, 2, 3, 3)];
    const [drawn] = floorsOf({ revision: 1, floors: [floor("g", { rooms })] }, ["a", "b"], []);
    expect(drawn?.rooms.map(({ zone, x }) => [zone, x])).toEqual([
      ["a", 0],
      ["b", 12],
    ]);
  });

  it("shows a zone where its rooms are, wherever it is listed", () => {
    const plan = {
      revision: 2,
      floors: [
        floor("low", { zones: ["a", "b"] }),
        floor("high", { rooms: [room("b", 0, 0, 5, 5)] }),
      ],
    };
    expect(floorsOf(plan, ["a", "b"], []).map(({ zones }) => zones)).toEqual([["a"], ["b"]]);
  });
});

describe("a lock", () => {
  const rooms = [room("a", 0, 0, 10, 6), room("b", 0, 6, 10, 6)];
  const inner = { x: 4, y: 6, along: "x", length: 2 } as const;
  const outer = { x: 4, y: 12, along: "x", length: 2 } as const;
  const east = { x: 10, y: 8, along: "y", length: 2 } as const;
  const held = (...args: Parameters<typeof markLocks>) =>
    markLocks(...args).map((door) => door.lock);

  it("holds the door that leads out", () => {
    expect(held(rooms, [inner, outer], [lock("l", "b")], new Map())).toEqual([null, "l"]);
  });

  it("holds the nearest door to where it was put, if it is near", () => {
    const at = (x: number, y: number) => new Map([["l", { x, y }]]);
    expect(held(rooms, [outer, east], [lock("l", "b")], at(9, 9))).toEqual([null, "l"]);
    expect(held(rooms, [inner], [lock("l", "b")], at(9, 11))).toEqual([null]);
  });

  it("leaves the door to the lock that came first", () => {
    const locks = [lock("l", "b"), lock("m", "b"), lock("n", "nowhere")];
    expect(held(rooms, [outer, inner], locks, new Map())).toEqual(["l", "m"]);
    expect(held(rooms, [outer], locks, new Map())).toEqual(["l"]);
  });
});

describe("what is left of a room under others", () => {
  it("still has a place for devices", () => {
    const rooms = [room("a", 0, 0, 9, 9), room("b", 7, 0, 2.5, 9)];
    const plan = { revision: 1, floors: [floor("g", { rooms })] };
    const [shape] = floorsOf(plan, ["a", "b"], []).map(shapeOf);
    expect(shape?.rooms[1]?.feet).toEqual([{ x: 9.25, y: 4.5 }]);
  });
});

describe("the heart of a room", () => {
  it("is its roomiest rectangle, even across pieces", () => {
    const [shape] = floorsOf(
      {
        revision: 1,
        floors: [
          floor("g", {
            rooms: [room("a", 0, 0, 4, 8), room("a", 4, 0, 4, 8), room("a", 8, 0, 9, 2)],
          }),
        ],
      },
      ["a"],
      [],
    ).map(shapeOf);
    expect(shape?.rooms[0]?.heart).toEqual({ x: 0, y: 0, w: 8, d: 8 });
    expect(contains({ x: 0, y: 0, w: 8, d: 8 }, 4, 4)).toBe(true);
  });
});
