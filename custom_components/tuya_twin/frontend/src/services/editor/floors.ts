/** What can be done to floors and to which of them a zone is on. */
import type { PlanFloor } from "../../types/plan";
import { emptyFloor, floorById, floorOfZone, roomsOf, type Draft, type Known } from "./draft";
import { LIMITS } from "./rect";
import { tidied } from "./tidy";

const named = (name: string): string =>
  Array.from(name.trim()).slice(0, LIMITS.name).join("").trim();

export function addFloor(draft: Draft, id: string, name: string): Draft {
  const full = draft.floors.length >= LIMITS.floors;
  if (full || named(name) === "" || floorById(draft, id) !== undefined) return draft;
  return { floors: [...draft.floors, emptyFloor(id, named(name))] };
}

/** A floor without a name could not be chosen: it keeps the one it has. */
export function renameFloor(draft: Draft, id: string, name: string): Draft {
  const floor = floorById(draft, id);
  if (floor === undefined || named(name) === "" || named(name) === floor.name) return draft;
  return {
    floors: draft.floors.map((other) =>
      other === floor ? { ...floor, name: named(name) } : other,
    ),
  };
}

export function moveFloor(draft: Draft, id: string, by: 1 | -1): Draft {
  const from = draft.floors.findIndex((floor) => floor.id === id);
  const floor = draft.floors[from];
  const to = from + by;
  if (floor === undefined || to < 0 || to >= draft.floors.length) return draft;
  return { floors: draft.floors.toSpliced(from, 1).toSpliced(to, 0, floor) };
}

/** Its zones go to the floor below, or above where it was the lowest; they lose their rooms. */
export function removeFloor(draft: Draft, id: string): Draft {
  const at = draft.floors.findIndex((floor) => floor.id === id);
  const floor = draft.floors[at];
  const heir = draft.floors[at === 0 ? 1 : at - 1];
  if (floor === undefined || heir === undefined) return draft;
  return {
    floors: draft.floors
      .map((other) =>
        other === heir ? { ...heir, zones: [...heir.zones, ...floor.zones] } : other,
      )
      .toSpliced(at, 1),
  };
}

/** The zone takes its rooms and devices along; doors stay where there is still a wall. */
export function moveZone(draft: Draft, zone: string, id: string, known: Known): Draft {
  const from = floorOfZone(draft, zone);
  const to = floorById(draft, id);
  if (from === undefined || to === undefined || from === to) return draft;
  const moves = ({ device }: { device: string }): boolean => known.homes.get(device) === zone;
  const left: PlanFloor = {
    ...from,
    zones: from.zones.filter((other) => other !== zone),
    rooms: from.rooms.filter((room) => room.zone !== zone),
    devices: from.devices.filter((device) => !moves(device)),
  };
  const joined: PlanFloor = {
    ...to,
    zones: [...to.zones, zone],
    rooms: [...to.rooms, ...roomsOf(from, zone)],
    devices: [...to.devices, ...from.devices.filter(moves)],
  };
  return {
    floors: draft.floors.map((floor) => {
      if (floor === from) return tidied(left, known);
      return floor === to ? tidied(joined, known) : floor;
    }),
  };
}
