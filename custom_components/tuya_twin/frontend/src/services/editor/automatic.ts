/** The automatic layout, turned into rooms and doors that can be drawn on. */
import type { PlanFloor } from "../../types/plan";
import { floorsOf } from "../plan/floors";
import type { Draft, Known } from "./draft";
import { bounded, LIMITS } from "./rect";
import { tidied } from "./tidy";

/** Space around a house that begins here, so that it can grow to every side. */
const MARGIN = 10;

/** Every zone that has no room gets the one it is shown with. */
export function automatic(draft: Draft, known: Known): Draft {
  const laidOut = floorsOf({ revision: 0, floors: draft.floors }, known.zones, known.devices);
  const floors = draft.floors.map((floor) => {
    const shown = laidOut.find(({ id }) => id === floor.id);
    const fits = shown !== undefined && shown.rooms.length <= LIMITS.rooms;
    return fits && shown.rooms.length > floor.rooms.length
      ? tidied(withAll(floor, shown), known)
      : floor;
  });
  return floors.every((floor, index) => floor === draft.floors[index]) ? draft : { floors };
}

function withAll(floor: PlanFloor, shown: Pick<PlanFloor, "rooms" | "doors">): PlanFloor {
  const aside = floor.rooms.length === 0 ? MARGIN : 0;
  return {
    ...floor,
    rooms: shown.rooms.map((room) => ({
      zone: room.zone,
      ...bounded({ ...room, x: room.x + aside, y: room.y + aside }),
    })),
    doors: shown.doors
      .map(({ x, y, along, length }) => ({ x: x + aside, y: y + aside, along, length }))
      // A room that would lie beyond the sheet was moved, and its doors have no walls any more.
      .filter(({ x, y }) => Math.max(x, y) <= LIMITS.far),
  };
}
