/** Doors stand in walls: where one may be put, and where it stays when walls move. */
import type { PlanDoor, PlanRoom } from "../../types/plan";
import { edgesOf, joined, sameSides, type Edge } from "../plan/edges";
import { gridOf } from "../plan/grid";
import { bottom, clamp, distance, right, type Rect, type Spot } from "./rect";

/** A straight piece of wall between the same two zones. */
export type WallLine = Pick<Edge, "along" | "line" | "from" | "to">;

export const wallLines = (rooms: readonly PlanRoom[]): readonly Edge[] =>
  joined(edgesOf(gridOf(rooms)), sameSides);

/** A metre. */
const USUAL_DOOR = 2;

const startOf = (door: PlanDoor): number => door[door.along];
const endOf = (door: PlanDoor): number => startOf(door) + door.length;
export const lineOf = (door: PlanDoor): number => (door.along === "x" ? door.y : door.x);

const onLine = (wall: WallLine, from: number, length: number): PlanDoor =>
  wall.along === "x"
    ? { x: from, y: wall.line, along: "x", length }
    : { x: wall.line, y: from, along: "y", length };

export const doorsMeet = (a: PlanDoor, b: PlanDoor): boolean =>
  a.along === b.along && lineOf(a) === lineOf(b) && startOf(a) < endOf(b) && startOf(b) < endOf(a);

/** A spot's way to a wall, and the place on it. */
export function awayFrom(wall: WallLine, spot: Spot): number {
  const along = clamp(spot[wall.along], wall.from, wall.to);
  return distance(
    spot,
    wall.along === "x" ? { x: along, y: wall.line } : { x: wall.line, y: along },
  );
}

/** A door of the usual length whose middle is as near to `middle` as the wall allows. */
export function doorIn(wall: WallLine, middle: number, length = USUAL_DOOR): PlanDoor {
  const fits = Math.min(length, wall.to - wall.from);
  return onLine(wall, clamp(Math.round(middle - fits / 2), wall.from, wall.to - fits), fits);
}

/** The door that a tap at a spot asks for; null without a wall in reach. */
export function doorNear(walls: readonly Edge[], spot: Spot, reach: number): PlanDoor | null {
  const [nearest] = walls
    .map((wall) => ({ wall, away: awayFrom(wall, spot) }))
    .filter(({ away }) => away <= reach)
    .sort((a, b) => a.away - b.away);
  return nearest === undefined ? null : doorIn(nearest.wall, spot[nearest.wall.along]);
}

/** What of a door's line hangs together without a break, past the walls that meet it. */
const stretches = (walls: readonly Edge[], door: PlanDoor): readonly Edge[] =>
  joined(
    walls.filter((wall) => wall.along === door.along && wall.line === lineOf(door)),
    () => true,
  );

/** The door as the walls of its line allow it: moved in or cut; null where they leave none. */
export function seated(door: PlanDoor, walls: readonly Edge[]): PlanDoor | null {
  const shared = (wall: WallLine): number =>
    Math.min(wall.to, endOf(door)) - Math.max(wall.from, startOf(door));
  const [best] = stretches(walls, door).toSorted((a, b) => shared(b) - shared(a));
  if (best === undefined || shared(best) <= 0) return null;
  const length = clamp(door.length, 1, best.to - best.from);
  return onLine(best, clamp(startOf(door), best.from, best.to - length), length);
}

export const stands = (door: PlanDoor, walls: readonly Edge[]): boolean =>
  stretches(walls, door).some((wall) => wall.from <= startOf(door) && wall.to >= endOf(door));

const within = (value: number, from: number, to: number): boolean => value >= from && value <= to;

/** Where a door in a room's wall goes when the room becomes another; itself if it is not in one. */
export function followed(door: PlanDoor, before: Rect, after: Rect): PlanDoor {
  const along =
    door.along === "x"
      ? ([before.x, right(before)] as const)
      : ([before.y, bottom(before)] as const);
  if (!within(startOf(door), ...along) || !within(endOf(door), ...along)) return door;
  const moved = before.w === after.w && before.d === after.d;
  const slide = moved ? { x: after.x - before.x, y: after.y - before.y } : { x: 0, y: 0 };
  if (door.along === "x") {
    if (door.y === before.y) return { ...door, x: door.x + slide.x, y: after.y };
    return door.y === bottom(before) ? { ...door, x: door.x + slide.x, y: bottom(after) } : door;
  }
  if (door.x === before.x) return { ...door, x: after.x, y: door.y + slide.y };
  return door.x === right(before) ? { ...door, x: right(after), y: door.y + slide.y } : door;
}

export const SIDES = ["top", "right", "bottom", "left"] as const;
export type Side = (typeof SIDES)[number];

/** A door in the middle of the longest free wall on one side of a room. */
export function doorOnSide(
  walls: readonly Edge[],
  doors: readonly PlanDoor[],
  room: Rect,
  side: Side,
): PlanDoor | null {
  const along = side === "top" || side === "bottom" ? "x" : "y";
  const line = { top: room.y, right: right(room), bottom: bottom(room), left: room.x }[side];
  const [from, to] = along === "x" ? [room.x, right(room)] : [room.y, bottom(room)];
  const [free] = walls
    .filter((wall) => wall.along === along && wall.line === line)
    .filter((wall) => wall.from >= from && wall.to <= to)
    .map((wall) => ({ door: doorIn(wall, (wall.from + wall.to) / 2), length: wall.to - wall.from }))
    .filter(({ door }) => !doors.some((standing) => doorsMeet(standing, door)))
    .sort((a, b) => b.length - a.length);
  return free?.door ?? null;
}
