/** What lies under a pointer: small things before large ones, the chosen before the rest. */
import type { PlanDoor, PlanFloor } from "../../types/plan";
import { awayFrom, lineOf } from "./doors";
import { distance, holds, right, bottom, type Rect, type Spot } from "./rect";
import type { Handle } from "./snapping";

export type Choice =
  | { readonly kind: "room"; readonly index: number }
  | { readonly kind: "door"; readonly index: number }
  | { readonly kind: "device"; readonly device: string };

export type Target =
  Choice | { readonly kind: "handle"; readonly index: number; readonly handle: Handle };

const EDGES = [-1, 0, 1] as const;

export const HANDLES: readonly Handle[] = EDGES.flatMap((y) => EDGES.map((x) => ({ x, y }))).filter(
  ({ x, y }) => x !== 0 || y !== 0,
);

const along = (from: number, to: number, edge: -1 | 0 | 1): number =>
  from + ((to - from) * (edge + 1)) / 2;

export const handleAt = (rect: Rect, handle: Handle): Spot => ({
  x: along(rect.x, right(rect), handle.x),
  y: along(rect.y, bottom(rect), handle.y),
});

/** Handles that would lie over each other leave the middle ones out. */
export const handlesFor = (rect: Rect, reach: number): readonly Handle[] =>
  HANDLES.filter(
    ({ x, y }) => (x !== 0 || rect.w >= 4 * reach) && (y !== 0 || rect.d >= 4 * reach),
  );

const nearest = <T>(things: readonly T[], away: (thing: T) => number, reach: number): T | null => {
  const [best] = things
    .map((thing) => ({ thing, far: away(thing) }))
    .filter(({ far }) => far <= reach)
    .sort((a, b) => a.far - b.far);
  return best?.thing ?? null;
};

const awayFromDoor = (door: PlanDoor, spot: Spot): number => {
  const from = door[door.along];
  return awayFrom({ along: door.along, line: lineOf(door), from, to: from + door.length }, spot);
};

/** `reach` in steps: how far a pointer may miss. */
export function hit(
  floor: PlanFloor,
  spot: Spot,
  reach: number,
  chosen: Choice | null,
): Target | null {
  const held = chosen?.kind === "room" ? floor.rooms[chosen.index] : undefined;
  if (chosen?.kind === "room" && held !== undefined) {
    const handle = nearest(
      handlesFor(held, reach),
      (one) => distance(handleAt(held, one), spot),
      reach,
    );
    if (handle !== null) return { kind: "handle", index: chosen.index, handle };
  }
  const device = nearest(floor.devices, (one) => distance(one, spot), reach);
  if (device !== null) return { kind: "device", device: device.device };
  const door = nearest(floor.doors, (one) => awayFromDoor(one, spot), reach * 0.7);
  if (door !== null) return { kind: "door", index: floor.doors.indexOf(door) };
  if (chosen?.kind === "room" && held !== undefined && holds(held, spot)) return chosen;
  const index = floor.rooms.findLastIndex((room) => holds(room, spot));
  return index < 0 ? null : { kind: "room", index };
}

/** Whether what was chosen is still there. */
export function exists(floor: PlanFloor | undefined, choice: Choice | null): boolean {
  switch (choice?.kind) {
    case "room":
      return floor?.rooms[choice.index] !== undefined;
    case "door":
      return floor?.doors[choice.index] !== undefined;
    case "device":
      return floor?.devices.some(({ device }) => device === choice.device) === true;
    case undefined:
      return false;
  }
}

export const sameChoice = (a: Choice | null, b: Choice | null): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** The room in which the name of a zone stands: the largest. */
export function labelRooms(floor: PlanFloor): ReadonlyMap<string, Rect> {
  const largest = new Map<string, Rect>();
  for (const room of floor.rooms) {
    const known = largest.get(room.zone);
    if (known === undefined || room.w * room.d > known.w * known.d) largest.set(room.zone, room);
  }
  return largest;
}
