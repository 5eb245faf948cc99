import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as given from "../../../testing/plans";
import { doorwaysOf, entranceOf, innerDoors } from "./doors";
import { edgesOf, joined, sameSides } from "./edges";
import { cellsOf, contains, gridOf, zoneAt, type Rect } from "./grid";
import { project, unproject } from "./iso";
import { layOut } from "./layout";
import { houseOutline, zoneOutline } from "./outline";
import { backToFront, WALL, wallsOf } from "./walls";

const { room } = given;
const area = (loop: readonly { x: number; y: number }[]): number =>
  loop.reduce((sum, { x, y }, index) => {
    const next = loop[(index + 1) % loop.length] ?? { x, y };
    return sum + (x * next.y - next.x * y) / 2;
  }, 0);
const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.w - 1e-6 &&
  b.x < a.x + a.w - 1e-6 &&
  a.y < b.y + b.d - 1e-6 &&
  b.y < a.y + a.d - 1e-6;

describe("the projection", () => {
  it("leads from a pixel back to the floor", () => {
    const number = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 80, noNaN: true }),
        fc.double({ min: 0.4, max: 0.8, noNaN: true }),
        number,
        number,
        number,
        number,
        (scale, tilt, ox, oy, x, y) => {
          const projection = { scale, tilt, origin: { x: ox, y: oy } };
          const back = unproject(projection, project(projection, x, y));
          expect(back.x).toBeCloseTo(x, 6);
          expect(back.y).toBeCloseTo(y, 6);
        },
      ),
    );
  });

  it("draws upwards what is high", () => {
    const projection = { scale: 10, tilt: 0.5, origin: { x: 0, y: 0 } };
    expect(project(projection, 3, 3, 1).y).toBeLessThan(project(projection, 3, 3).y);
  });
});

describe("the grid", () => {
  it("gives each point the zone that was drawn there first", () => {
    fc.assert(
      fc.property(
        given.rooms,
        fc.integer({ min: -8, max: 24 }),
        fc.integer({ min: -8, max: 24 }),
        (rooms, px, py) => {
          const [x, y] = [px + 0.5, py + 0.5];
          const first = rooms.find((rect) => contains(rect, x, y));
          expect(zoneAt(gridOf(rooms), x, y)).toBe(first?.zone ?? null);
        },
      ),
    );
  });

  it("leaves out what has no ground, and cuts the rest into cells", () => {
    const cells = cellsOf(gridOf([...given.L, room("bath", 0, 0, 0, 5)]));
    expect(cells.reduce((sum, { w, d }) => sum + w * d, 0)).toBe(100);
    expect(cells.filter(({ zone }) => zone === "bath")).toEqual([]);
  });

  it("knows whether a point keeps its distance from the walls", () => {
    expect(contains(room("hall", 0, 0, 4, 4), 1, 1, 1)).toBe(true);
    expect(contains(room("hall", 0, 0, 4, 4), 3.5, 1, 1)).toBe(false);
  });
});

describe("outlines", () => {
  it("hold exactly the ground of the zone, less its holes", () => {
    fc.assert(
      fc.property(given.rooms, (rooms) => {
        const grid = gridOf(rooms);
        for (const zone of given.ZONES) {
          const ground = cellsOf(grid)
            .filter((cell) => cell.zone === zone)
            .reduce((sum, { w, d }) => sum + w * d, 0);
          const loops = zoneOutline(grid, zone);
          expect(loops.reduce((sum, loop) => sum + area(loop), 0)).toBeCloseTo(ground, 6);
        }
      }),
    );
  });

  it("go around an L in six corners, and around the house in four", () => {
    expect(zoneOutline(gridOf(given.L), "hall").map((loop) => loop.length)).toEqual([6]);
    expect(houseOutline(given.L, 1)).toEqual([
      [
        { x: -1, y: -1 },
        { x: 11, y: -1 },
        { x: 11, y: 11 },
        { x: -1, y: 11 },
      ],
    ]);
    expect(houseOutline(given.L)).toHaveLength(1);
  });

  it("keep a court open", () => {
    const ring = [
      room("a", 0, 0, 9, 3),
      room("a", 0, 3, 3, 6),
      room("a", 6, 3, 3, 6),
      room("a", 3, 6, 3, 3),
    ];
    expect(zoneOutline(gridOf(ring), "a").map(area)).toEqual([81, -9]);
  });
});

describe("walls", () => {
  it("stand only on the borders of zones, never across a room", () => {
    fc.assert(
      fc.property(given.rooms, given.doors, (rooms, doors) => {
        const cells = cellsOf(gridOf(rooms));
        const margin = WALL.thickness / 2;
        for (const wall of wallsOf(rooms, doors).walls) {
          for (const cell of cells) {
            const inner = {
              x: cell.x + margin,
              y: cell.y + margin,
              w: cell.w - 2 * margin,
              d: cell.d - 2 * margin,
            };
            expect(overlap(wall, inner)).toBe(false);
          }
        }
      }),
    );
  });

  it("never share ground, and none hides one that comes later", () => {
    fc.assert(
      fc.property(given.rooms, given.doors, (rooms, doors) => {
        const { walls } = wallsOf(rooms, doors);
        walls.forEach((a, index) => {
          for (const b of walls.slice(index + 1)) {
            expect(overlap(a, b)).toBe(false);
            const hides = b.x + b.w <= a.x + 1e-6 && b.y + b.d <= a.y + 1e-6;
            expect(hides).toBe(false);
          }
        });
      }),
    );
  });

  it("close every border except where a door is", () => {
    fc.assert(
      fc.property(given.rooms, given.doors, (rooms, doors) => {
        const { walls, doorways } = wallsOf(rooms, doors);
        for (const { along, line, from, to } of edgesOf(gridOf(rooms))) {
          const middle = (from + to) / 2;
          const [x, y] = along === "x" ? [middle, line] : [line, middle];
          const wall = walls.some((box) => contains(box, x, y));
          const door = doorways.some(
            (way) =>
              way.along === along && way.line === line && way.from <= middle && middle <= way.to,
          );
          expect(wall || door).toBe(true);
        }
      }),
    );
  });

  it("are high at the back, low in front, and none runs through an L", () => {
    const { walls } = wallsOf(given.L, []);
    const kinds = walls.map(({ kind, along }) => `${kind} ${along}`);
    expect([...new Set(kinds)].sort()).toEqual([
      "back x",
      "back y",
      "front x",
      "front y",
      "inner x",
      "inner y",
    ]);
  });

  it("stay low where they would hide another part of the house", () => {
    const near = [room("a", 0, 0, 12, 4), room("b", 0, 5, 12, 6)];
    const far = [room("a", 0, 0, 12, 4), room("b", 0, 9, 12, 6)];
    const back = (rooms: typeof near) =>
      wallsOf(rooms, []).walls.filter(({ kind, along }) => kind === "back" && along === "x").length;
    expect([back(near), back(far)]).toEqual([1, 2]);
  });

  it("show each room in front of them its own piece", () => {
    const two = [room("a", 0, 0, 4, 5), room("b", 4, 0, 6, 5)];
    const back = wallsOf(two, []).walls.find(({ kind, along }) => kind === "back" && along === "x");
    expect(back?.faces.map(({ zone, from, to }) => [zone, from, to])).toEqual([
      ["a", -0.16, 4],
      ["b", 4, 10.16],
    ]);
  });

  it("are cut by a door, in which a lock hangs a leaf", () => {
    const one = [room("a", 0, 0, 6, 5)];
    const { walls, doorways } = wallsOf(one, [{ x: 2, y: 5, along: "x", length: 2, lock: "l" }]);
    expect(doorways.map(({ from, to, lock }) => [from, to, lock])).toEqual([[2, 4, "l"]]);
    expect(walls.filter(({ kind, along }) => kind === "front" && along === "x")).toHaveLength(2);
    expect(walls.find(({ kind }) => kind === "leaf")).toMatchObject({ x: 2, w: 2, lock: "l" });
  });

  it("are sorted as the eye meets them", () => {
    const [back, middle, front] = [
      { x: 0, y: 0, w: 9, d: 1 },
      { x: 4, y: 1, w: 1, d: 8 },
      { x: 0, y: 9, w: 9, d: 1 },
    ];
    expect(backToFront([front, middle, back])).toEqual([back, middle, front]);
  });
});

describe("doors", () => {
  it("lie only in walls, and no longer than they were drawn", () => {
    fc.assert(
      fc.property(given.rooms, given.doors, (rooms, doors) => {
        const edges = joined(edgesOf(gridOf(rooms)), sameSides);
        for (const way of doorwaysOf(edges, doors)) {
          const wall = edges.some(
            ({ along, line, from, to }) =>
              along === way.along && line === way.line && from <= way.from && way.to <= to,
          );
          expect(wall).toBe(true);
          expect(way.to - way.from).toBeLessThanOrEqual(doors[way.door]?.length ?? 0);
        }
      }),
    );
  });

  it("join neighbours by themselves, once for each pair that shares enough of a wall", () => {
    const edges = edgesOf(
      gridOf([
        room("a", 0, 0, 6, 5),
        room("b", 6, 0, 6, 5),
        room("c", 0, 5, 4, 5),
        room("a", 4, 5, 8, 3),
      ]),
    );
    expect(innerDoors(edges)).toEqual([{ x: 8, y: 5, along: "x", length: 2 }]);
  });

  it("lead out at the front, where it is seen best", () => {
    const edges = edgesOf(
      gridOf([room("a", 0, 0, 6, 5), room("b", 0, 5, 6, 2), room("c", 6, 5, 2, 2)]),
    );
    expect(entranceOf(edges, "a")).toEqual({ x: 6, y: 1, along: "y", length: 2 });
    expect(entranceOf(edges, "b")).toEqual({ x: 2, y: 7, along: "x", length: 2 });
    expect(entranceOf(edges, "c")).toBeNull();
  });

  it("lead out in the longest of several walls", () => {
    const notched = [room("a", 0, 0, 6, 5), room("a", 6, 0, 9, 3)];
    expect(entranceOf(edgesOf(gridOf(notched)), "a")).toEqual({
      x: 9,
      y: 3,
      along: "x",
      length: 2,
    });
  });

  it("lead out at the back if there is no other way", () => {
    const around = [room("b", 0, 5, 9, 3), room("b", 6, 0, 3, 5), room("a", 0, 0, 6, 5)];
    expect(entranceOf(edgesOf(gridOf(around)), "a")).toMatchObject({ y: 0, along: "x" });
  });
});

describe.each(Array.from({ length: 30 }, (_, index) => index + 1))(
  "%i zones that nobody drew",
  (count) => {
    const specs = Array.from({ length: count }, (_, i) => ({
      id: `zone-${i}`,
      devices: (i * 7) % 6,
    }));

    it.each([false, true])(
      "share a rectangle without gap or overlap (extension: %s)",
      (extension) => {
        const rooms = layOut(specs, extension);
        expect(rooms.map(({ zone }) => zone)).toEqual(specs.map(({ id }) => id));
        const right = Math.max(...rooms.map(({ x, w }) => x + w));
        const bottom = Math.max(...rooms.map(({ y, d }) => y + d));
        expect(Math.min(...rooms.map(({ w, d }) => Math.min(w, d)))).toBeGreaterThanOrEqual(5);
        expect(rooms.reduce((sum, { w, d }) => sum + w * d, 0)).toBe(right * bottom);
        expect(houseOutline(rooms).map(area)).toEqual([right * bottom]);
        expect(layOut(specs, extension)).toEqual(rooms);
      },
    );
  },
);

it("lays out no rooms for no zones", () => {
  expect(layOut([])).toEqual([]);
});
