import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DRAWN, floor, KNOWN, room, ZONES } from "../../../testing/editor-kit";
import { doorIn, doorNear, doorOnSide, followed, SIDES, stands, wallLines } from "./doors";
import { drawableZones, draftOf, knownOf, placedDevices, isDrawn, sameDraft } from "./draft";
import { exists, handleAt, HANDLES, handlesFor, hit, labelRooms, sameChoice } from "./hit";
import { bounded, centre, extentOf, holds, right, bottom, type Rect } from "./rect";
import { drawn, resized, settled } from "./snapping";
import { fitted, panned, pinched, shown, toGrid, toPixel, zoomed, type View } from "./view";

const number = fc.double({ min: -60, max: 460, noNaN: true });
const spot = fc.record({ x: number, y: number });
const rect = fc
  .record({
    x: number,
    y: number,
    w: fc.integer({ min: 1, max: 100 }),
    d: fc.integer({ min: 1, max: 100 }),
  })
  .map(bounded);
const rects = fc.array(rect, { maxLength: 5 });
const reach = fc.double({ min: 0, max: 3, noNaN: true });

const inBounds = (one: Rect): boolean =>
  [one.x, one.y, one.w, one.d].every(Number.isInteger) &&
  one.x >= 0 &&
  one.y >= 0 &&
  right(one) <= 400 &&
  bottom(one) <= 400 &&
  one.w >= 1 &&
  one.d >= 1 &&
  one.w <= 100 &&
  one.d <= 100;

describe("snapping", () => {
  it("always ends on the grid, inside the bounds", () => {
    fc.assert(
      fc.property(
        rect,
        spot,
        spot,
        rects,
        reach,
        fc.constantFrom(...HANDLES),
        (one, a, b, others, far, handle) => {
          expect(inBounds(settled({ ...one, ...a }, others, far))).toBe(true);
          expect(inBounds(resized(one, handle, a, others, far))).toBe(true);
          expect(inBounds(drawn(a, b, others, far))).toBe(true);
        },
      ),
    );
  });

  it("keeps the size of what moves, and the edges that nobody holds", () => {
    fc.assert(
      fc.property(
        rect,
        spot,
        rects,
        reach,
        fc.constantFrom(...HANDLES),
        (one, a, others, far, handle) => {
          const moved = settled({ ...one, ...a }, others, far);
          expect([moved.w, moved.d]).toEqual([one.w, one.d]);
          const sized = resized(one, handle, a, others, far);
          if (handle.x !== -1) expect(sized.x).toBe(one.x);
          if (handle.x !== 1) expect(right(sized)).toBe(right(one));
          if (handle.y !== -1) expect(sized.y).toBe(one.y);
          if (handle.y !== 1) expect(bottom(sized)).toBe(bottom(one));
        },
      ),
    );
  });

  it("prefers a neighbour's edge within reach to the grid", () => {
    const others = [room("", 20, 10, 6, 6)];
    expect(settled({ x: 10.6, y: 10.4, w: 8, d: 6 }, others, 1.5)).toEqual({
      x: 12,
      y: 10,
      w: 8,
      d: 6,
    });
    expect(settled({ x: 10.6, y: 10.4, w: 8, d: 6 }, others, 0)).toEqual({
      x: 11,
      y: 10,
      w: 8,
      d: 6,
    });
  });

  it("draws to every side", () => {
    expect(drawn({ x: 10, y: 10 }, { x: 14.2, y: 12.8 }, [], 0)).toEqual({
      x: 10,
      y: 10,
      w: 4,
      d: 3,
    });
    expect(drawn({ x: 10, y: 10 }, { x: 6, y: 7 }, [], 0)).toEqual({ x: 6, y: 7, w: 4, d: 3 });
    expect(drawn({ x: 10, y: 10 }, { x: 10, y: 10 }, [], 0)).toEqual({ x: 10, y: 10, w: 1, d: 1 });
  });
});

describe("what lies under a pointer", () => {
  const ground = DRAWN.floors[0] ?? floor();
  const hall = { kind: "room", index: 0 } as const;

  it("is the handle of the chosen room first", () => {
    expect(hit(ground, { x: 17.9, y: 16.2 }, 0.6, hall)).toEqual({
      kind: "handle",
      index: 0,
      handle: { x: 1, y: 1 },
    });
  });

  it("is a device before a door, a door before a room", () => {
    expect(hit(ground, { x: 12.3, y: 12.2 }, 0.6, null)).toEqual({
      kind: "device",
      device: "lamp",
    });
    expect(hit(ground, { x: 18.2, y: 13 }, 0.6, null)).toEqual({ kind: "door", index: 0 });
    expect(hit(ground, { x: 14, y: 14 }, 0.6, null)).toEqual(hall);
    expect(hit(ground, { x: 40, y: 40 }, 0.6, null)).toBeNull();
  });

  it("is the nearest of two", () => {
    const two = floor({
      devices: [
        { device: "horn", x: 3, y: 1 },
        { device: "lamp", x: 2, y: 1 },
      ],
    });
    expect(hit(two, { x: 2.4, y: 1 }, 2, null)).toEqual({ kind: "device", device: "lamp" });
  });

  it("is a door along x, too", () => {
    const one = floor({
      rooms: [room("hall", 0, 0, 9, 9)],
      doors: [{ x: 3, y: 9, along: "x", length: 2 }],
    });
    expect(hit(one, { x: 4, y: 9.2 }, 0.6, null)).toEqual({ kind: "door", index: 0 });
  });

  it("is the chosen room where rooms lie over each other, else the upper one", () => {
    const two = floor({ rooms: [room("hall", 0, 0, 9, 9), room("study", 4, 0, 9, 9)] });
    expect(hit(two, { x: 6, y: 4 }, 0.5, null)).toEqual({ kind: "room", index: 1 });
    expect(hit(two, { x: 6, y: 4 }, 0.5, hall)).toEqual(hall);
    expect(hit(two, { x: 11, y: 4 }, 0.5, hall)).toEqual({ kind: "room", index: 1 });
    expect(hit(two, { x: 11, y: 4 }, 0.5, { kind: "room", index: 7 })).toEqual({
      kind: "room",
      index: 1,
    });
  });

  it("has handles at corners and sides, but no two in one place", () => {
    const one = room("", 10, 10, 8, 6);
    expect(HANDLES.map((handle) => handleAt(one, handle))).toEqual([
      { x: 10, y: 10 },
      { x: 14, y: 10 },
      { x: 18, y: 10 },
      { x: 10, y: 13 },
      { x: 18, y: 13 },
      { x: 10, y: 16 },
      { x: 14, y: 16 },
      { x: 18, y: 16 },
    ]);
    expect(handlesFor(one, 1)).toHaveLength(8);
    expect(handlesFor(one, 1.8)).toHaveLength(6);
    expect(handlesFor(one, 3)).toHaveLength(4);
  });

  it("exists or does not", () => {
    expect(exists(ground, hall)).toBe(true);
    expect(exists(ground, { kind: "room", index: 5 })).toBe(false);
    expect(exists(ground, { kind: "door", index: 0 })).toBe(true);
    expect(exists(ground, { kind: "door", index: 1 })).toBe(false);
    expect(exists(ground, { kind: "device", device: "lamp" })).toBe(true);
    expect(exists(ground, { kind: "device", device: "horn" })).toBe(false);
    expect(exists(ground, null)).toBe(false);
    for (const choice of [
      hall,
      { kind: "door", index: 0 },
      { kind: "device", device: "lamp" },
    ] as const) {
      expect(exists(undefined, choice)).toBe(false);
    }
  });

  it("is the same if it says the same", () => {
    expect(sameChoice(hall, { kind: "room", index: 0 })).toBe(true);
    expect(sameChoice(null, null)).toBe(true);
    expect(sameChoice(hall, null)).toBe(false);
  });

  it("is named once for each zone, in its largest room", () => {
    const wing = floor({
      rooms: [
        room("hall", 0, 0, 2, 2),
        room("hall", 2, 0, 4, 4),
        room("hall", 6, 0, 1, 1),
        room("study", 0, 9, 2, 2),
      ],
    });
    expect([...labelRooms(wing)]).toEqual([
      ["hall", room("hall", 2, 0, 4, 4)],
      ["study", room("study", 0, 9, 2, 2)],
    ]);
  });
});

describe("the view", () => {
  const view = fc.record({
    x: fc.double({ min: -100, max: 400, noNaN: true }),
    y: fc.double({ min: -100, max: 400, noNaN: true }),
    scale: fc.double({ min: 3, max: 90, noNaN: true }),
  });
  const pixel = fc.record({
    x: fc.double({ min: 0, max: 1500, noNaN: true }),
    y: fc.double({ min: 0, max: 900, noNaN: true }),
  });
  const near = (a: { x: number; y: number }, b: { x: number; y: number }): void => {
    expect(a.x).toBeCloseTo(b.x, 4);
    expect(a.y).toBeCloseTo(b.y, 4);
  };
  const size = { width: 800, height: 600 };

  it("leads to the grid and back", () => {
    fc.assert(
      fc.property(view, pixel, (one, at) => {
        near(toPixel(one, toGrid(one, at)), at);
      }),
    );
  });

  it("zooms about the pointer and follows the hand", () => {
    fc.assert(
      fc.property(
        view,
        pixel,
        pixel,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (one, at, by, factor) => {
          near(toGrid(zoomed(one, factor, at), at), toGrid(one, at));
          near(toGrid(panned(one, by), { x: at.x + by.x, y: at.y + by.y }), toGrid(one, at));
        },
      ),
    );
  });

  it("keeps what was between two fingers between them", () => {
    const from = [
      { x: 100, y: 100 },
      { x: 300, y: 100 },
    ] as const;
    const to = [
      { x: 100, y: 200 },
      { x: 500, y: 200 },
    ] as const;
    const before: View = { x: 0, y: 0, scale: 10 };
    const after = pinched(before, from, to);
    expect(after.scale).toBe(20);
    near(toGrid(after, { x: 300, y: 200 }), toGrid(before, { x: 200, y: 100 }));
    expect(pinched(before, [from[0], from[0]], [from[0], from[0]])).toEqual(before);
  });

  it("shows all that is drawn, and an empty sheet otherwise", () => {
    const fit = fitted(room("", 10, 10, 60, 30), size);
    near(toPixel(fit, { x: 40, y: 25 }), { x: 400, y: 300 });
    const corner = toPixel(fit, { x: 10, y: 10 });
    expect(Math.min(corner.x, corner.y)).toBeGreaterThan(0);
    expect(fitted(room("", 10, 10, 2, 2), size).scale).toBe(26);
    expect(fitted(null, size).scale).toBeGreaterThan(3);
  });

  it("goes no further than it takes to show a room", () => {
    const one: View = { x: 0, y: 0, scale: 10 };
    expect(shown(one, room("", 5, 5, 4, 4), size)).toBe(one);
    expect(shown(one, room("", 90, 5, 4, 4), size)).toEqual({ x: 14, y: 0, scale: 10 });
    expect(shown({ ...one, y: 50 }, room("", 5, 5, 4, 4), size)).toEqual({ x: 0, y: 5, scale: 10 });
    expect(shown(one, room("", 5, 5, 99, 4), size)).toEqual({ x: 5, y: 0, scale: 10 });
  });
});

describe("doors and walls", () => {
  const hall = room("hall", 10, 10, 8, 6);
  const walls = wallLines([hall, room("kitchen", 18, 10, 6, 6)]);

  it("a tap near a wall asks for a door in it", () => {
    expect(doorNear(walls, { x: 13.2, y: 10.3 }, 0.6)).toEqual({
      x: 12,
      y: 10,
      along: "x",
      length: 2,
    });
    expect(doorNear(walls, { x: 18.2, y: 10.1 }, 0.6)).toEqual({
      x: 18,
      y: 10,
      along: "x",
      length: 2,
    });
    expect(doorNear(walls, { x: 18.1, y: 13 }, 0.6)).toEqual({
      x: 18,
      y: 12,
      along: "y",
      length: 2,
    });
    expect(doorNear(walls, { x: 17.6, y: 12 }, 3)).toEqual({ x: 18, y: 11, along: "y", length: 2 });
    expect(doorNear(walls, { x: 14, y: 13 }, 0.6)).toBeNull();
  });

  it("a door always stands in the wall it is put in", () => {
    fc.assert(
      fc.property(rects, number, fc.integer({ min: 1, max: 9 }), (all, middle, length) => {
        const rooms = all.map((one, index) => ({ ...one, zone: ZONES[index % 4] ?? "hall" }));
        const lines = wallLines(rooms);
        for (const wall of lines) expect(stands(doorIn(wall, middle, length), lines)).toBe(true);
      }),
    );
  });

  it("one side of a room has a door in its longest free wall", () => {
    expect(SIDES.map((side) => doorOnSide(walls, [], hall, side))).toEqual([
      { x: 13, y: 10, along: "x", length: 2 },
      { x: 18, y: 12, along: "y", length: 2 },
      { x: 13, y: 16, along: "x", length: 2 },
      { x: 10, y: 12, along: "y", length: 2 },
    ]);
    const split = wallLines([hall, room("kitchen", 10, 16, 3, 4), room("study", 13, 16, 5, 4)]);
    const first = doorOnSide(split, [], hall, "bottom");
    expect(first).toEqual({ x: 15, y: 16, along: "x", length: 2 });
    expect(doorOnSide(split, first === null ? [] : [first], hall, "bottom")).toEqual({
      x: 11,
      y: 16,
      along: "x",
      length: 2,
    });
    expect(doorOnSide(walls, [{ x: 13, y: 10, along: "x", length: 2 }], hall, "top")).toBeNull();
  });

  it("a door that is in none of a room's walls stays", () => {
    const door = { x: 12, y: 12, along: "y", length: 2 } as const;
    expect(followed(door, hall, room("", 0, 0, 8, 6))).toBe(door);
    const across = { x: 12, y: 12, along: "x", length: 2 } as const;
    expect(followed(across, hall, room("", 0, 0, 8, 6))).toBe(across);
    const past = { x: 17, y: 10, along: "x", length: 2 } as const;
    expect(followed(past, hall, room("", 0, 0, 8, 6))).toBe(past);
    const before = { x: 8, y: 10, along: "x", length: 2 } as const;
    expect(followed(before, hall, room("", 0, 0, 8, 6))).toBe(before);
  });
});

describe("a draft", () => {
  const ground = floor({ id: "g", name: "Ground" });

  it("has every zone on a floor, and nothing of zones and devices that are gone", () => {
    const plan = {
      revision: 3,
      floors: [
        floor({
          zones: ["hall", "gone"],
          rooms: [room("hall", 0, 0, 4, 4), room("gone", 4, 0, 4, 4)],
          devices: [
            { device: "lamp", x: 1, y: 1 },
            { device: "gone", x: 2, y: 2 },
          ],
        }),
      ],
    };
    const [only] = draftOf(plan, KNOWN, ground).floors;
    expect(only?.zones).toEqual(ZONES);
    expect(only?.rooms).toEqual([room("hall", 0, 0, 4, 4)]);
    expect(only?.devices).toEqual([{ device: "lamp", x: 1, y: 1 }]);
  });

  it("begins on a floor of its own where the house has none", () => {
    const draft = draftOf({ revision: 0, floors: [] }, KNOWN, ground);
    expect(draft.floors).toEqual([{ ...ground, zones: ZONES }]);
  });

  it("is as it was when it is taken up again", () => {
    expect(sameDraft(draftOf({ revision: 1, ...DRAWN }, KNOWN, ground), DRAWN)).toBe(true);
    expect(sameDraft(DRAWN, { floors: [] })).toBe(false);
  });

  it("offers for drawing what is left to draw, then what can be added to", () => {
    expect(drawableZones(DRAWN, ZONES, "ground")).toEqual(["study", "hall", "kitchen"]);
    expect(drawableZones(DRAWN, ZONES, "up")).toEqual(["study", "attic"]);
  });

  it("knows what is drawn and placed", () => {
    expect([isDrawn(DRAWN, "hall"), isDrawn(DRAWN, "study")]).toEqual([true, false]);
    expect([...placedDevices(DRAWN)]).toEqual(["lamp"]);
  });

  it("knows the house by its zones and devices", () => {
    const base = { name: "", reachable: true, seen_at: null, trouble: null };
    const known = knownOf({
      zones: [{ id: "hall", name: "Hall", status: "GREEN_SAFE", since: null }],
      devices: [
        { ...base, id: "horn", kind: "siren", zone: "hall", state: { sounding: false } } as never,
      ],
    });
    expect(known).toEqual({
      zones: ["hall"],
      devices: [{ id: "horn", kind: "siren", zone: "hall" }],
      homes: new Map([["horn", "hall"]]),
    });
  });
});

describe("rectangles", () => {
  it("have a middle", () => {
    expect(centre(room("", 10, 10, 8, 5))).toEqual({ x: 14, y: 12.5 });
  });

  it("have one around them that holds them all", () => {
    expect(extentOf([])).toBeNull();
    fc.assert(
      fc.property(fc.array(rect, { minLength: 1, maxLength: 6 }), (all) => {
        const whole = extentOf(all);
        expect(
          whole !== null &&
            all.every(
              (one) => holds(whole, one) && holds(whole, { x: right(one), y: bottom(one) }),
            ),
        ).toBe(true);
      }),
    );
  });
});
