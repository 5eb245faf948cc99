import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anyAction,
  BLANK,
  complaints,
  DRAWN,
  floor,
  KNOWN,
  room,
  ZONES,
} from "../../../testing/editor-kit";
import type { PlanDoor, PlanFloor } from "../../types/plan";
import { layOut } from "../plan/layout";
import type { Action } from "./actions";
import { stands, wallLines } from "./doors";
import type { Draft } from "./draft";
import { overlapsIn } from "./draft";
import { overlapsOn } from "./overlaps";
import { holds } from "./rect";
import { reduce } from "./reduce";
import { freePlace } from "./rooms";

const act = (draft: Draft, ...actions: readonly Action[]): Draft =>
  actions.reduce((done, action) => reduce(done, action, KNOWN), draft);

const ground = (draft: Draft): PlanFloor =>
  draft.floors.find(({ id }) => id === "ground") ?? floor();
const up = (draft: Draft): PlanFloor => draft.floors.find(({ id }) => id === "up") ?? floor();

const unchanged = (draft: Draft, action: Action): void => {
  expect(act(draft, action)).toBe(draft);
};

const anyDraft = fc
  .tuple(fc.constantFrom(BLANK, DRAWN), fc.array(anyAction, { maxLength: 25 }))
  .map(([first, actions]) => act(first, ...actions));

describe("whatever is done", () => {
  it("the server takes it, but for rooms that lie over each other", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        expect(complaints(draft, KNOWN)).toEqual([]);
      }),
    );
  });

  it("the server takes it also where what is laid out has no room on the sheet", () => {
    const far = room("hall", 365, 0, 21, 1);
    const draft = act(
      BLANK,
      { type: "draw-room", floor: "ground", room: far },
      { type: "automatic" },
    );
    expect(complaints(draft, KNOWN)).toEqual([]);
  });

  it("no zone is lost", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        expect(draft.floors.flatMap(({ zones }) => zones).sort()).toEqual([...ZONES].sort());
      }),
    );
  });

  it("doors are in walls, and devices in the rooms of their zone", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        for (const one of draft.floors) {
          const walls = wallLines(one.rooms);
          const hidden = overlapsOn(one).length > 0;
          expect(hidden || one.doors.every((door) => stands(door, walls))).toBe(true);
          for (const placed of one.devices) {
            const rooms = one.rooms.filter(({ zone }) => zone === KNOWN.homes.get(placed.device));
            expect(rooms.some((its) => holds(its, placed))).toBe(true);
          }
        }
      }),
    );
  });

  it("what changes nothing gives back the very same draft", () => {
    fc.assert(
      fc.property(anyDraft, anyAction, (draft, action) => {
        const next = act(draft, action);
        expect(next === draft || JSON.stringify(next) !== JSON.stringify(draft)).toBe(true);
      }),
    );
  });

  it("the draft before stays as it was", () => {
    fc.assert(
      fc.property(anyDraft, anyAction, (draft, action) => {
        const before = JSON.stringify(draft);
        act(draft, action);
        expect(JSON.stringify(draft)).toBe(before);
      }),
    );
  });
});

describe("floors", () => {
  it("are added on top, ten at most, with a name", () => {
    const more = act(DRAWN, { type: "add-floor", id: "f1", name: "  Attic " });
    expect(more.floors.map(({ name }) => name)).toEqual(["Ground floor", "Upstairs", "Attic"]);
    unchanged(DRAWN, { type: "add-floor", id: "f1", name: " " });
    unchanged(DRAWN, { type: "add-floor", id: "up", name: "Twice" });
    const full = act(
      DRAWN,
      ...Array.from({ length: 12 }, (_, i): Action => {
        return { type: "add-floor", id: `x${i}`, name: "More" };
      }),
    );
    expect(full.floors).toHaveLength(10);
  });

  it("keep their name rather than have none", () => {
    expect(up(act(DRAWN, { type: "rename-floor", floor: "up", name: " Loft" })).name).toBe("Loft");
    unchanged(DRAWN, { type: "rename-floor", floor: "up", name: " " });
    unchanged(DRAWN, { type: "rename-floor", floor: "up", name: "Upstairs" });
    unchanged(DRAWN, { type: "rename-floor", floor: "gone", name: "Loft" });
  });

  it("change places with a neighbour", () => {
    const order = (draft: Draft): string[] => draft.floors.map(({ id }) => id);
    expect(order(act(DRAWN, { type: "move-floor", floor: "up", by: -1 }))).toEqual([
      "up",
      "ground",
    ]);
    unchanged(DRAWN, { type: "move-floor", floor: "up", by: 1 });
    unchanged(DRAWN, { type: "move-floor", floor: "ground", by: -1 });
    unchanged(DRAWN, { type: "move-floor", floor: "gone", by: 1 });
  });

  it("leave their zones to the floor below, or above the lowest", () => {
    const down = act(DRAWN, { type: "remove-floor", floor: "up" });
    expect(ground(down).zones).toEqual(["hall", "kitchen", "study", "attic"]);
    expect(ground(down).rooms).toEqual(ground(DRAWN).rooms);
    const top = act(DRAWN, { type: "remove-floor", floor: "ground" });
    expect(top.floors).toHaveLength(1);
    expect(up(top).zones).toEqual(["attic", "hall", "kitchen", "study"]);
    unchanged(BLANK, { type: "remove-floor", floor: "ground" });
    unchanged(DRAWN, { type: "remove-floor", floor: "gone" });
  });

  it("a zone goes to another with its rooms and devices", () => {
    const moved = act(DRAWN, { type: "move-zone", zone: "hall", floor: "up" });
    expect(ground(moved).zones).toEqual(["kitchen", "study"]);
    expect(ground(moved).rooms.map(({ zone }) => zone)).toEqual(["kitchen"]);
    expect(up(moved).rooms.map(({ zone }) => zone)).toEqual(["attic", "hall"]);
    expect(up(moved).devices).toEqual(ground(DRAWN).devices);
    expect(overlapsIn(moved)).toEqual([{ floor: "up", zones: ["attic", "hall"], rooms: [0, 1] }]);
    unchanged(DRAWN, { type: "move-zone", zone: "hall", floor: "ground" });
    unchanged(DRAWN, { type: "move-zone", zone: "gone", floor: "ground" });
    unchanged(DRAWN, { type: "move-zone", zone: "hall", floor: "gone" });
  });
});

describe("rooms", () => {
  it("bring their zone to the floor they are drawn on, unless it is drawn elsewhere", () => {
    const drawn = act(DRAWN, { type: "draw-room", floor: "up", room: room("study", 20, 20, 4, 4) });
    expect(up(drawn).zones).toEqual(["attic", "study"]);
    expect(up(drawn).rooms).toHaveLength(2);
    unchanged(DRAWN, { type: "draw-room", floor: "up", room: room("hall", 20, 20, 4, 4) });
    unchanged(DRAWN, { type: "draw-room", floor: "up", room: room("gone", 20, 20, 4, 4) });
    unchanged(DRAWN, { type: "draw-room", floor: "gone", room: room("study", 20, 20, 4, 4) });
  });

  it("are sixty on a floor at most", () => {
    const many = act(
      BLANK,
      ...Array.from({ length: 70 }, (_, i): Action => {
        return { type: "draw-room", floor: "ground", room: room("hall", i * 2, 0, 2, 2) };
      }),
    );
    expect(ground(many).rooms).toHaveLength(60);
  });

  it("of one zone lie over each other as they like", () => {
    const wing = act(DRAWN, {
      type: "draw-room",
      floor: "ground",
      room: room("hall", 8, 14, 6, 6),
    });
    expect(overlapsIn(wing)).toEqual([]);
  });

  it("take their devices and their own doors along, not those of the neighbour", () => {
    const opened = act(DRAWN, {
      type: "put-door",
      floor: "ground",
      door: { x: 12, y: 16, along: "x", length: 2 },
    });
    const moved = act(opened, {
      type: "change-room",
      floor: "ground",
      index: 0,
      rect: room("hall", 7, 8, 8, 6),
    });
    expect(ground(moved).rooms[0]).toEqual(room("hall", 7, 8, 8, 6));
    expect(ground(moved).devices).toEqual([{ device: "lamp", x: 9, y: 10 }]);
    expect(ground(moved).doors).toEqual([
      { x: 18, y: 12, along: "y", length: 2 },
      { x: 9, y: 14, along: "x", length: 2 },
    ]);
  });

  it.each<[string, PlanDoor, readonly [number, number, number, number], PlanDoor]>([
    [
      "top",
      { x: 12, y: 10, along: "x", length: 2 },
      [10, 6, 8, 10],
      { x: 12, y: 6, along: "x", length: 2 },
    ],
    [
      "bottom",
      { x: 12, y: 16, along: "x", length: 2 },
      [10, 10, 8, 9],
      { x: 12, y: 19, along: "x", length: 2 },
    ],
    [
      "left",
      { x: 10, y: 12, along: "y", length: 2 },
      [4, 10, 14, 6],
      { x: 4, y: 12, along: "y", length: 2 },
    ],
    [
      "right",
      { x: 18, y: 12, along: "y", length: 2 },
      [10, 10, 5, 6],
      { x: 15, y: 12, along: "y", length: 2 },
    ],
  ])("keep the door in the %s wall as it moves", (_side, door, [x, y, w, d], after) => {
    const alone: Draft = {
      floors: [floor({ zones: ZONES, rooms: [room("hall", 10, 10, 8, 6)], doors: [door] })],
    };
    const sized = act(alone, {
      type: "change-room",
      floor: "ground",
      index: 0,
      rect: { x, y, w, d },
    });
    expect(ground(sized).doors).toEqual([after]);
  });

  it("leave a door where most of it still has a wall", () => {
    const split = act(
      {
        floors: [
          floor({
            zones: ZONES,
            rooms: [
              room("hall", 10, 10, 8, 6),
              room("study", 22, 10, 6, 6),
              room("study", 10, 20, 4, 4),
            ],
            doors: [{ x: 21, y: 10, along: "x", length: 5 }],
          }),
        ],
      },
      { type: "change-room", floor: "ground", index: 2, rect: room("", 10, 22, 4, 4) },
    );
    expect(ground(split).doors).toEqual([{ x: 22, y: 10, along: "x", length: 5 }]);
  });

  it("cut a door that no longer fits, and lose it with its wall", () => {
    const narrow = act(
      { floors: [floor({ zones: ZONES, rooms: [room("hall", 10, 10, 8, 6)] })] },
      { type: "put-door", floor: "ground", door: { x: 12, y: 10, along: "x", length: 6 } },
      { type: "change-room", floor: "ground", index: 0, rect: room("", 10, 10, 4, 6) },
    );
    expect(ground(narrow).doors).toEqual([{ x: 10, y: 10, along: "x", length: 4 }]);
    expect(ground(act(narrow, { type: "remove-room", floor: "ground", index: 0 })).doors).toEqual(
      [],
    );
  });

  it("carry their door through the neighbour, who keeps its own", () => {
    const own = act(DRAWN, {
      type: "put-door",
      floor: "ground",
      door: { x: 12, y: 10, along: "x", length: 2 },
    });
    const over = act(own, {
      type: "change-room",
      floor: "ground",
      index: 0,
      rect: room("", 16, 8, 8, 6),
    });
    expect(overlapsIn(over)).toHaveLength(1);
    const beyond = act(over, {
      type: "change-room",
      floor: "ground",
      index: 0,
      rect: room("", 24, 10, 8, 6),
    });
    expect(ground(beyond).doors).toContainEqual({ x: 26, y: 10, along: "x", length: 2 });
    expect(ground(beyond).doors).toContainEqual({ x: 18, y: 12, along: "y", length: 2 });
  });

  it("that shrink draw their devices in", () => {
    const small = act(DRAWN, {
      type: "change-room",
      floor: "ground",
      index: 0,
      rect: room("", 14, 13, 4, 3),
    });
    expect(ground(small).devices).toEqual([{ device: "lamp", x: 14, y: 13 }]);
  });

  it("stay where they are if nothing about them is new", () => {
    unchanged(DRAWN, {
      type: "change-room",
      floor: "ground",
      index: 0,
      rect: room("", 10.2, 9.9, 8, 6),
    });
    unchanged(DRAWN, {
      type: "change-room",
      floor: "ground",
      index: 9,
      rect: room("", 1, 1, 1, 1),
    });
    unchanged(DRAWN, { type: "change-room", floor: "gone", index: 0, rect: room("", 1, 1, 1, 1) });
  });

  it("are given to another zone", () => {
    const given = act(DRAWN, { type: "assign-room", floor: "ground", index: 0, zone: "study" });
    expect(ground(given).rooms[0]?.zone).toBe("study");
    expect(ground(given).devices).toEqual([]);
    unchanged(DRAWN, { type: "assign-room", floor: "ground", index: 0, zone: "hall" });
    unchanged(DRAWN, { type: "assign-room", floor: "ground", index: 0, zone: "attic" });
    unchanged(DRAWN, { type: "assign-room", floor: "ground", index: 9, zone: "study" });
  });

  it("are removed with what stood in them", () => {
    const gone = act(DRAWN, { type: "remove-room", floor: "ground", index: 0 });
    expect(ground(gone).rooms.map(({ zone }) => zone)).toEqual(["kitchen"]);
    expect(ground(gone).devices).toEqual([]);
    expect(ground(gone).zones).toContain("hall");
    unchanged(DRAWN, { type: "remove-room", floor: "ground", index: 9 });
  });
});

describe("a free place", () => {
  it("is where the first room goes, else beside what is there", () => {
    expect(freePlace([], 8, 6)).toEqual({ x: 10, y: 10, w: 8, d: 6 });
    expect(freePlace([room("", 10, 10, 8, 6), room("", 10, 16, 8, 6)], 8, 6)).toEqual({
      x: 18,
      y: 10,
      w: 8,
      d: 6,
    });
  });

  it("lies over nothing and inside the bounds, if there is any beside what is drawn", () => {
    expect(freePlace([room("", 300, 300, 100, 100)], 8, 6)).toEqual({ x: 10, y: 10, w: 8, d: 6 });
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const place = freePlace(ground(draft).rooms, 8, 6);
        const over = ground(draft).rooms.filter(
          (its) => overlapsOn(floor({ rooms: [its, { ...place, zone: "new" }] })).length > 0,
        );
        expect(over.length === 0 || (place.x === 10 && place.y === 10)).toBe(true);
      }),
    );
  });
});

describe("doors", () => {
  const put = (door: PlanDoor): Action => ({ type: "put-door", floor: "ground", door });

  it("are put in walls, whole steps long", () => {
    const opened = act(DRAWN, put({ x: 12.4, y: 10, along: "x", length: 0.2 }));
    expect(ground(opened).doors[1]).toEqual({ x: 12, y: 10, along: "x", length: 1 });
    unchanged(DRAWN, put({ x: 12, y: 11, along: "x", length: 2 }));
    unchanged(DRAWN, put({ x: 300, y: 10, along: "x", length: 2 }));
    unchanged(DRAWN, { ...put({ x: 12, y: 10, along: "x", length: 2 }), floor: "gone" } as Action);
  });

  it("do not stand in each other", () => {
    unchanged(DRAWN, put({ x: 18, y: 13, along: "y", length: 2 }));
    unchanged(DRAWN, put({ x: 18, y: 12, along: "y", length: 2 }));
  });

  it("move along their wall up to its end", () => {
    const moved = act(DRAWN, {
      type: "change-door",
      floor: "ground",
      index: 0,
      door: { x: 18, y: 15, along: "y", length: 2 },
    });
    expect(ground(moved).doors).toEqual([{ x: 18, y: 14, along: "y", length: 2 }]);
    unchanged(DRAWN, {
      type: "change-door",
      floor: "ground",
      index: 0,
      door: { x: 18, y: 12, along: "y", length: 2 },
    });
    unchanged(DRAWN, {
      type: "change-door",
      floor: "ground",
      index: 5,
      door: { x: 18, y: 12, along: "y", length: 2 },
    });
  });

  it("are removed", () => {
    expect(ground(act(DRAWN, { type: "remove-door", floor: "ground", index: 0 })).doors).toEqual(
      [],
    );
    unchanged(DRAWN, { type: "remove-door", floor: "ground", index: 1 });
  });

  it("are two hundred on a floor at most", () => {
    const doors = Array.from({ length: 200 }, (_, i): PlanDoor => {
      return { x: 10 + 2 * (i % 40), y: 10 + 10 * Math.floor(i / 40), along: "x", length: 1 };
    });
    const rooms = Array.from({ length: 5 }, (_, i) => room("hall", 10, 10 + 10 * i, 90, 9));
    const full: Draft = { floors: [floor({ zones: ZONES, rooms, doors })] };
    unchanged(full, put({ x: 95, y: 10, along: "x", length: 1 }));
  });
});

describe("devices", () => {
  it("are put into a room of their zone", () => {
    const put = act(DRAWN, { type: "put-device", floor: "ground", device: "horn", x: 2, y: 12.3 });
    expect(ground(put).devices[1]).toEqual({ device: "horn", x: 18, y: 12.5 });
    const moved = act(put, { type: "put-device", floor: "ground", device: "lamp", x: 11, y: 11 });
    expect(ground(moved).devices).toContainEqual({ device: "lamp", x: 11, y: 11 });
    expect(ground(moved).devices).toHaveLength(2);
  });

  it("go to the nearest room of their zone", () => {
    const wing = act(
      DRAWN,
      { type: "draw-room", floor: "ground", room: room("hall", 10, 30, 4, 4) },
      { type: "put-device", floor: "ground", device: "lamp", x: 9, y: 29 },
    );
    expect(ground(wing).devices).toEqual([{ device: "lamp", x: 10, y: 30 }]);
  });

  it.each<[string, Action]>([
    ["is there already", { type: "put-device", floor: "ground", device: "lamp", x: 12, y: 12 }],
    ["is unknown", { type: "put-device", floor: "ground", device: "gone", x: 12, y: 12 }],
    ["has its room upstairs", { type: "put-device", floor: "ground", device: "spot", x: 1, y: 2 }],
    ["is to go nowhere", { type: "put-device", floor: "gone", device: "lamp", x: 1, y: 2 }],
  ])("stay where they are if one %s", (_name, action) => {
    unchanged(DRAWN, action);
  });

  it("are taken off", () => {
    expect(ground(act(DRAWN, { type: "remove-device", device: "lamp" })).devices).toEqual([]);
    unchanged(DRAWN, { type: "remove-device", device: "horn" });
  });

  it("are two hundred on a floor at most", () => {
    const devices = Array.from({ length: 200 }, (_, i) => ({ device: `d${i}`, x: 12, y: 12 }));
    const full: Draft = {
      floors: [floor({ zones: ZONES, rooms: [room("hall", 10, 10, 8, 6)], devices })],
    };
    unchanged(full, { type: "put-device", floor: "ground", device: "lamp", x: 11, y: 11 });
  });
});

describe("the automatic plan", () => {
  it("becomes rooms, doors included, with space around", () => {
    const laid = act(BLANK, { type: "automatic" });
    const shown = layOut(
      ZONES.map((id) => ({ id, devices: KNOWN.devices.filter(({ zone }) => zone === id).length })),
    );
    expect(ground(laid).rooms).toEqual(
      shown.map((one) => ({ ...one, x: one.x + 10, y: one.y + 10 })),
    );
    expect(overlapsIn(laid)).toEqual([]);
    expect(ground(laid).doors.length).toBeGreaterThanOrEqual(ZONES.length);
  });

  it("adds what is missing, and leaves what is drawn", () => {
    const laid = act(DRAWN, { type: "automatic" });
    expect(ground(laid).rooms.slice(0, 2)).toEqual(ground(DRAWN).rooms);
    expect(ground(laid).rooms.map(({ zone }) => zone)).toEqual(["hall", "kitchen", "study"]);
    expect(up(laid)).toBe(up(DRAWN));
    unchanged(laid, { type: "automatic" });
  });

  it("does not begin what a floor cannot hold", () => {
    const rooms = Array.from({ length: 60 }, (_, i) => room("hall", 2 * i, 0, 2, 2));
    unchanged({ floors: [floor({ zones: ZONES, rooms })] }, { type: "automatic" });
  });
});
