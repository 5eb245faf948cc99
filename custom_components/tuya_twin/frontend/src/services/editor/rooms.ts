/** What can be done to rooms; devices and doors that belong to one go along with it. */
import type { PlanFloor, PlanRoom } from "../../types/plan";
import { followed, stands, wallLines } from "./doors";
import { floorById, mayDraw, type Draft, type Known } from "./draft";
import { moveZone } from "./floors";
import { bounded, holds, overlap, right, bottom, LIMITS, type Rect } from "./rect";
import { tidied } from "./tidy";

export const changeFloor = (
  draft: Draft,
  id: string,
  change: (floor: PlanFloor) => PlanFloor,
): Draft => {
  const floor = draft.floors.find((other) => other.id === id);
  const changed = floor === undefined ? undefined : change(floor);
  if (changed === undefined || changed === floor) return draft;
  return { floors: draft.floors.map((other) => (other === floor ? changed : other)) };
};

export function drawRoom(draft: Draft, id: string, room: PlanRoom, known: Known): Draft {
  const full = (floorById(draft, id)?.rooms.length ?? 0) >= LIMITS.rooms;
  if (full || !mayDraw(draft, id, room.zone)) return draft;
  const drawn = { zone: room.zone, ...bounded(room) };
  return changeFloor(moveZone(draft, room.zone, id, known), id, (floor) =>
    tidied({ ...floor, rooms: [...floor.rooms, drawn] }, known),
  );
}

const sameRect = (a: Rect, b: Rect): boolean =>
  a.x === b.x && a.y === b.y && a.w === b.w && a.d === b.d;

export function changeRoom(
  draft: Draft,
  id: string,
  index: number,
  wished: Rect,
  known: Known,
): Draft {
  return changeFloor(draft, id, (floor) => {
    const before = floor.rooms[index];
    const rect = bounded(wished);
    if (before === undefined || sameRect(before, rect)) return floor;
    const rooms = floor.rooms.with(index, { zone: before.zone, ...rect });
    const others = wallLines(rooms.toSpliced(index, 1));
    const moved = before.w === rect.w && before.d === rect.d;
    // A door in the neighbour's wall is the neighbour's too.
    const doors = floor.doors.map((door) =>
      stands(door, others) ? door : followed(door, before, rect),
    );
    const devices = floor.devices.map((placed) =>
      moved && known.homes.get(placed.device) === before.zone && holds(before, placed)
        ? { ...placed, x: placed.x + rect.x - before.x, y: placed.y + rect.y - before.y }
        : placed,
    );
    return tidied({ ...floor, rooms, doors, devices }, known);
  });
}

export function assignRoom(
  draft: Draft,
  id: string,
  index: number,
  zone: string,
  known: Known,
): Draft {
  const room = draft.floors.find((floor) => floor.id === id)?.rooms[index];
  if (room === undefined || room.zone === zone || !mayDraw(draft, id, zone)) return draft;
  return changeFloor(moveZone(draft, zone, id, known), id, (floor) =>
    tidied({ ...floor, rooms: floor.rooms.with(index, { ...room, zone }) }, known),
  );
}

export function removeRoom(draft: Draft, id: string, index: number, known: Known): Draft {
  return changeFloor(draft, id, (floor) =>
    floor.rooms[index] === undefined
      ? floor
      : tidied({ ...floor, rooms: floor.rooms.toSpliced(index, 1) }, known),
  );
}

/** Four metres by three. */
export const USUAL_ROOM = { w: 8, d: 6 } as const;

/** Where the first room of a floor goes: with room around it to grow. */
const FIRST = { x: 10, y: 10 } as const;

/** A free place beside what is drawn, as near to its first corner as there is one. */
export function freePlace(rooms: readonly Rect[], w: number, d: number): Rect {
  const fits = (rect: Rect): boolean =>
    right(rect) <= LIMITS.far &&
    bottom(rect) <= LIMITS.far &&
    rooms.every((room) => !overlap(room, rect));
  const [best] = rooms
    .flatMap((room) => [
      { x: right(room), y: room.y, w, d },
      { x: room.x, y: bottom(room), w, d },
    ])
    .filter(fits)
    .sort((a, b) => a.x + a.y - b.x - b.y);
  return best ?? { ...FIRST, w, d };
}
