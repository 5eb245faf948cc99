/** The automatic layout, turned into rooms and doors that can be drawn on. */
import type { PlanDoor, PlanFloor, PlanRoom } from "../../types/plan";
import { layOut } from "../plan/layout";
import { doorIn, doorOnSide, doorsMeet, USUAL_DOOR } from "./doors";
import { roomsOf, type Draft, type Known } from "./draft";
import { bottom, bounded, extentOf, LIMITS, right, type Rect, type Spot } from "./rect";
import { tidied } from "./tidy";
import { wallLines } from "./wall-lines";

/** The layout counts in metres. */
const STEPS = 2;
/** Space around the house, so that it can grow to every side. */
const MARGIN = 10;
/** Between what is drawn and what comes beside it. */
const APART = 2;
/** A shorter wall stays closed: it would be all door. */
const SHORTEST_WITH_DOOR = 5;

/** Right of what is drawn, or below it where there is no more room. */
function cornerBeside(drawn: Rect | null, width: number): Spot {
  if (drawn === null) return { x: MARGIN, y: MARGIN };
  const beside = { x: right(drawn) + APART, y: drawn.y };
  return beside.x + width <= LIMITS.far ? beside : { x: drawn.x, y: bottom(drawn) + APART };
}

function newRooms(floor: PlanFloor, known: Known): readonly PlanRoom[] {
  const counts = [...known.homes.values()];
  const specs = floor.zones
    .filter((zone) => roomsOf(floor, zone).length === 0)
    .map((id) => ({ id, devices: counts.filter((zone) => zone === id).length }));
  const layout = layOut(specs);
  const corner = cornerBeside(extentOf(floor.rooms), layout.w * STEPS);
  return layout.rooms.map(({ id, x, y, w, d }) => ({
    zone: id,
    ...bounded({
      x: corner.x + x * STEPS,
      y: corner.y + y * STEPS,
      w: w * STEPS,
      d: d * STEPS,
    }),
  }));
}

/** One between each two neighbours, as the automatic layout shows them. */
const innerDoors = (rooms: readonly PlanRoom[]): readonly PlanDoor[] =>
  wallLines(rooms)
    .filter((wall) => wall.to - wall.from >= SHORTEST_WITH_DOOR)
    .filter((wall) => {
      const near = (room: PlanRoom): readonly [number, number, number, number] =>
        wall.along === "x"
          ? [room.y, bottom(room), room.x, right(room)]
          : [room.x, right(room), room.y, bottom(room)];
      const touching = rooms.filter((room) => {
        const [low, high, from, to] = near(room);
        return (low === wall.at || high === wall.at) && from <= wall.from && to >= wall.to;
      });
      return touching.length > 1;
    })
    .map((wall) => doorIn(wall, (wall.from + wall.to) / 2, USUAL_DOOR));

/** Where a lock is, the front of the house opens. */
function entrances(
  rooms: readonly PlanRoom[],
  doors: readonly PlanDoor[],
  known: Known,
): readonly PlanDoor[] {
  const walls = wallLines(rooms);
  const front = extentOf(rooms);
  if (front === null) return [];
  return rooms.flatMap((room) => {
    if (!known.locked.has(room.zone)) return [];
    const low = bottom(room) === bottom(front);
    if (!low && right(room) !== right(front)) return [];
    return doorOnSide(walls, doors, room, low ? "bottom" : "right") ?? [];
  });
}

function furnished(floor: PlanFloor, known: Known): PlanFloor {
  const fresh = newRooms(floor, known);
  if (fresh.length === 0) return floor;
  const inner = innerDoors(fresh);
  const opened = [...inner, ...entrances(fresh, inner, known)].filter(
    (door) => !floor.doors.some((standing) => doorsMeet(standing, door)),
  );
  return tidied(
    { ...floor, rooms: [...floor.rooms, ...fresh], doors: [...floor.doors, ...opened] },
    known,
  );
}

/** Every zone that has no room gets the one it is shown with. */
export function automatic(draft: Draft, known: Known): Draft {
  const floors = draft.floors.map((floor) => furnished(floor, known));
  return floors.every((floor, index) => floor === draft.floors[index]) ? draft : { floors };
}
