/** One step of drawing: a pure `(draft, action) => draft`, the same draft where nothing changes. */
import type { PlanDoor } from "../../types/plan";
import type { Action } from "./actions";
import { automatic } from "./automatic";
import { doorsMeet, seated, wallLines } from "./doors";
import { floorById, roomsOf, type Draft, type Known } from "./draft";
import { addFloor, moveFloor, moveZone, removeFloor, renameFloor } from "./floors";
import { LIMITS } from "./rect";
import { assignRoom, changeFloor, changeRoom, drawRoom, removeRoom } from "./rooms";
import { footIn } from "./tidy";

export function reduce(draft: Draft, action: Action, known: Known): Draft {
  switch (action.type) {
    case "add-floor":
      return addFloor(draft, action.id, action.name);
    case "rename-floor":
      return renameFloor(draft, action.floor, action.name);
    case "move-floor":
      return moveFloor(draft, action.floor, action.by);
    case "remove-floor":
      return removeFloor(draft, action.floor);
    case "move-zone":
      return moveZone(draft, action.zone, action.floor, known);
    case "automatic":
      return automatic(draft, known);
    case "draw-room":
      return drawRoom(draft, action.floor, action.room, known);
    case "change-room":
      return changeRoom(draft, action.floor, action.index, action.rect, known);
    case "assign-room":
      return assignRoom(draft, action.floor, action.index, action.zone, known);
    case "remove-room":
      return removeRoom(draft, action.floor, action.index, known);
    case "put-door":
      return setDoor(draft, action.floor, null, action.door);
    case "change-door":
      return setDoor(draft, action.floor, action.index, action.door);
    case "remove-door":
      return changeFloor(draft, action.floor, (floor) =>
        floor.doors[action.index] === undefined
          ? floor
          : { ...floor, doors: floor.doors.toSpliced(action.index, 1) },
      );
    case "put-device":
      return putDevice(draft, action, known);
    case "remove-device":
      return withoutDevice(draft, action.device);
  }
}

const sameDoor = (a: PlanDoor | undefined, b: PlanDoor): boolean =>
  a?.x === b.x && a.y === b.y && a.along === b.along && a.length === b.length;

const whole = (door: PlanDoor): PlanDoor => ({
  ...door,
  x: Math.round(door.x),
  y: Math.round(door.y),
  length: Math.max(1, Math.round(door.length)),
});

/** A door that finds no wall, or another door in its place, leaves everything as it was. */
function setDoor(draft: Draft, id: string, index: number | null, wished: PlanDoor): Draft {
  return changeFloor(draft, id, (floor) => {
    const door = seated(whole(wished), wallLines(floor.rooms));
    const before = index === null ? undefined : floor.doors[index];
    const lost = index !== null && before === undefined;
    if (door === null || lost || sameDoor(before, door)) return floor;
    if (floor.doors.some((other) => other !== before && doorsMeet(other, door))) return floor;
    const at = index ?? floor.doors.length;
    if (at >= LIMITS.doors) return floor;
    return { ...floor, doors: floor.doors.toSpliced(at, 1, door) };
  });
}

function withoutDevice(draft: Draft, device: string): Draft {
  const home = draft.floors.find((floor) => floor.devices.some((one) => one.device === device));
  if (home === undefined) return draft;
  return changeFloor(draft, home.id, (floor) => ({
    ...floor,
    devices: floor.devices.filter((one) => one.device !== device),
  }));
}

function putDevice(
  draft: Draft,
  { floor: id, device, x, y }: Action & { type: "put-device" },
  known: Known,
): Draft {
  const zone = known.homes.get(device);
  const floor = floorById(draft, id);
  if (floor === undefined || zone === undefined) return draft;
  const foot = footIn(roomsOf(floor, zone), { x, y });
  const before = floor.devices.find((one) => one.device === device);
  const full = before === undefined && floor.devices.length >= LIMITS.devices;
  if (full || foot === null || (before?.x === foot.x && before.y === foot.y)) return draft;
  return changeFloor(withoutDevice(draft, device), id, ({ devices, ...others }) => ({
    ...others,
    devices: [...devices, { device, ...foot }],
  }));
}
