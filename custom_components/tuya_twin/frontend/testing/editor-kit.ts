/** A small house to draw, any number of steps of drawing, and what the server asks of a plan. */
import fc from "fast-check";
import type { PlanFloor, PlanRoom } from "../src/types/plan";
import type { Action } from "../src/services/editor/actions";
import type { Draft, Known } from "../src/services/editor/draft";
import type { Shelf } from "../src/services/editor/keeping";

export const ZONES = ["hall", "kitchen", "study", "attic"] as const;

const DEVICES = [
  { id: "lamp", kind: "bulb", zone: "hall" },
  { id: "door", kind: "lock", zone: "hall" },
  { id: "horn", kind: "siren", zone: "kitchen" },
  { id: "spot", kind: "bulb", zone: "attic" },
] as const;

export const KNOWN: Known = {
  zones: ZONES,
  devices: DEVICES,
  homes: new Map(DEVICES.map(({ id, zone }) => [id, zone])),
};

export const floor = (parts: Partial<PlanFloor> = {}): PlanFloor => ({
  id: "ground",
  name: "Ground floor",
  zones: [],
  rooms: [],
  doors: [],
  devices: [],
  ...parts,
});

export const room = (zone: string, x: number, y: number, w: number, d: number): PlanRoom => ({
  zone,
  x,
  y,
  w,
  d,
});

export const BLANK: Draft = { floors: [floor({ zones: ZONES })] };

/** Two rooms side by side with a door between, one upstairs; the lamp is in the hall. */
export const DRAWN: Draft = {
  floors: [
    floor({
      zones: ["hall", "kitchen", "study"],
      rooms: [room("hall", 10, 10, 8, 6), room("kitchen", 18, 10, 6, 6)],
      doors: [{ x: 18, y: 12, along: "y", length: 2 }],
      devices: [{ device: "lamp", x: 12, y: 12 }],
    }),
    floor({ id: "up", name: "Upstairs", zones: ["attic"], rooms: [room("attic", 10, 10, 6, 6)] }),
  ],
};

/** What a browser keeps, for one test. */
export function shelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const anyNumber = fc.oneof(fc.integer({ min: -20, max: 420 }), fc.integer({ min: 0, max: 30 }));
const anySide = fc.oneof(fc.integer({ min: -2, max: 120 }), fc.integer({ min: 1, max: 12 }));
const anyFloor = fc.constantFrom("ground", "up", "f1", "f2", "nowhere");
const anyIndex = fc.integer({ min: 0, max: 6 });
const anyZone = fc.constantFrom(...ZONES, "gone");
const anyDevice = fc.constantFrom("lamp", "door", "horn", "spot", "gone");
const anyName = fc.constantFrom("Attic", "  ", "", "a".repeat(80), " Cellar ");
const anyRect = fc.record({ x: anyNumber, y: anyNumber, w: anySide, d: anySide });
const anyDoor = fc.record({
  x: anyNumber,
  y: anyNumber,
  along: fc.constantFrom("x" as const, "y" as const),
  length: anySide,
});

const is = <T extends string>(type: T) => fc.constant(type);

export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    type: is("draw-room"),
    floor: anyFloor,
    room: fc.tuple(anyZone, anyRect).map(([zone, rect]) => ({ zone, ...rect })),
  }),
  fc.record({ type: is("change-room"), floor: anyFloor, index: anyIndex, rect: anyRect }),
  fc.record({ type: is("assign-room"), floor: anyFloor, index: anyIndex, zone: anyZone }),
  fc.record({ type: is("remove-room"), floor: anyFloor, index: anyIndex }),
  fc.record({ type: is("put-door"), floor: anyFloor, door: anyDoor }),
  fc.record({ type: is("change-door"), floor: anyFloor, index: anyIndex, door: anyDoor }),
  fc.record({ type: is("remove-door"), floor: anyFloor, index: anyIndex }),
  fc.record({
    type: is("put-device"),
    floor: anyFloor,
    device: anyDevice,
    x: anyNumber,
    y: anyNumber,
  }),
  fc.record({ type: is("remove-device"), device: anyDevice }),
  fc.record({ type: is("add-floor"), id: anyFloor, name: anyName }),
  fc.record({ type: is("rename-floor"), floor: anyFloor, name: anyName }),
  fc.record({ type: is("move-floor"), floor: anyFloor, by: fc.constantFrom(1 as const, -1) }),
  fc.record({ type: is("remove-floor"), floor: anyFloor }),
  fc.record({ type: is("move-zone"), zone: anyZone, floor: anyFloor }),
  fc.record({ type: is("automatic") }),
);

const whole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
const inside = (value: number): boolean => value >= 0 && value <= 400;
const once = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** What the server would say to these floors, overlaps apart; nothing if it takes them. */
export function complaints({ floors }: Draft, known: Known): string[] {
  const wrong: [string, boolean][] = [
    ["floors", floors.length > 10 || floors.length < 1],
    ["floor ids", !once(floors.map(({ id }) => id))],
    ["zone twice", !once(floors.flatMap(({ zones }) => zones))],
    ["device twice", !once(floors.flatMap((one) => one.devices.map(({ device }) => device)))],
    ["unknown zone", floors.some((one) => one.zones.some((zone) => !known.zones.includes(zone)))],
    [
      "unknown device",
      floors.some((one) => one.devices.some(({ device }) => !known.homes.has(device))),
    ],
    ["name", floors.some(({ name }) => name.trim() === "" || Array.from(name).length > 40)],
    [
      "room",
      floors.some((one) =>
        one.rooms.some(
          ({ zone, x, y, w, d }) =>
            !one.zones.includes(zone) ||
            ![x, y].every((value) => whole(value, 0, 400)) ||
            ![w, d].every((value) => whole(value, 1, 100)),
        ),
      ),
    ],
    [
      "door",
      floors.some((one) =>
        one.doors.some(
          ({ x, y, length }) => !inside(x) || !inside(y) || length <= 0 || length > 100,
        ),
      ),
    ],
    ["device", floors.some((one) => one.devices.some(({ x, y }) => !inside(x) || !inside(y)))],
    [
      "too many",
      floors.some(
        ({ rooms, doors, devices }) =>
          rooms.length > 60 || doors.length > 200 || devices.length > 200,
      ),
    ],
  ];
  return wrong.flatMap(([what, is]) => (is ? [what] : []));
}
