/** After every change: doors only in walls, devices only in the rooms of their zone. */
import type { PlanDevice, PlanDoor, PlanFloor } from "../../types/plan";
import { doorsMeet, seated, stands, wallLines } from "./doors";
import type { Known } from "./draft";
import { overlapsOn } from "./overlaps";
import { clamp, distance, holds, LIMITS, nearestIn, type Rect, type Spot } from "./rect";

const FINEST = 0.5;
const fine = (value: number): number => clamp(Math.round(value / FINEST) * FINEST, 0, LIMITS.far);

/** Where in these rooms a foot comes to stand that is put down at a spot; null without a room. */
export function footIn(rooms: readonly Rect[], spot: Spot): Spot | null {
  const wished = { x: fine(spot.x), y: fine(spot.y) };
  const [nearest] = rooms
    .map((room) => nearestIn(room, wished))
    .sort((a, b) => distance(a, wished) - distance(b, wished));
  return nearest ?? null;
}

/** Under a room that lies over another, walls are not seen; their doors wait until it is gone. */
function tidyDoors(floor: PlanFloor): readonly PlanDoor[] {
  if (overlapsOn(floor).length > 0) return floor.doors;
  const walls = wallLines(floor.rooms);
  return floor.doors.reduce<PlanDoor[]>((kept, door) => {
    const stays = stands(door, walls) ? door : seated(door, walls);
    return stays === null || kept.some((other) => doorsMeet(other, stays))
      ? kept
      : [...kept, stays];
  }, []);
}

const tidyDevices = (floor: PlanFloor, known: Known): readonly PlanDevice[] =>
  floor.devices.flatMap((placed): PlanDevice[] => {
    const zone = known.homes.get(placed.device);
    const rooms = floor.rooms.filter((room) => room.zone === zone);
    if (rooms.some((room) => holds(room, placed))) return [placed];
    const foot = footIn(rooms, placed);
    return foot === null ? [] : [{ device: placed.device, ...foot }];
  });

export const tidied = (floor: PlanFloor, known: Known): PlanFloor => ({
  ...floor,
  doors: tidyDoors(floor),
  devices: tidyDevices(floor, known),
});
