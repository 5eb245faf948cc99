/** What a drag or a key asks for. */
import type { PlanFloor } from "../../types/plan";
import type { Action } from "./actions";
import type { Choice, Target } from "./hit";
import type { Spot } from "./rect";
import { drawn, resized, settled } from "./snapping";

/** What is held while the pointer moves. */
export type Held = Target | { readonly kind: "draw"; readonly zone: string };

/** `reach` in steps: how far a neighbour's edge pulls. */
export function dragAction(
  floor: PlanFloor,
  held: Held,
  from: Spot,
  to: Spot,
  reach: number,
): Action | null {
  const by = { x: to.x - from.x, y: to.y - from.y };
  switch (held.kind) {
    case "draw": {
      const rect = drawn(from, to, floor.rooms, reach);
      return { type: "draw-room", floor: floor.id, room: { zone: held.zone, ...rect } };
    }
    case "room":
    case "handle": {
      const room = floor.rooms[held.index];
      if (room === undefined) return null;
      const others = floor.rooms.toSpliced(held.index, 1);
      const rect =
        held.kind === "handle"
          ? resized(room, held.handle, to, others, reach)
          : settled({ ...room, x: room.x + by.x, y: room.y + by.y }, others, reach);
      return { type: "change-room", floor: floor.id, index: held.index, rect };
    }
    case "door": {
      const door = floor.doors[held.index];
      if (door === undefined) return null;
      const moved = { ...door, [door.along]: Math.round(door[door.along] + by[door.along]) };
      return { type: "change-door", floor: floor.id, index: held.index, door: moved };
    }
    case "device": {
      const placed = floor.devices.find(({ device }) => device === held.device);
      if (placed === undefined) return null;
      return {
        ...placed,
        type: "put-device",
        floor: floor.id,
        x: placed.x + by.x,
        y: placed.y + by.y,
      };
    }
  }
}

const ARROWS: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** With shift a device goes half as far. */
const FINE = 0.5;

const removal = (floor: PlanFloor, choice: Choice): Action => {
  switch (choice.kind) {
    case "room":
      return { type: "remove-room", floor: floor.id, index: choice.index };
    case "door":
      return { type: "remove-door", floor: floor.id, index: choice.index };
    case "device":
      return { type: "remove-device", device: choice.device };
  }
};

function step(floor: PlanFloor, choice: Choice, by: Spot, shift: boolean): Action | null {
  switch (choice.kind) {
    case "room": {
      const room = floor.rooms[choice.index];
      if (room === undefined) return null;
      const rect = shift
        ? { ...room, w: Math.max(1, room.w + by.x), d: Math.max(1, room.d + by.y) }
        : { ...room, x: room.x + by.x, y: room.y + by.y };
      return { type: "change-room", floor: floor.id, index: choice.index, rect };
    }
    case "door": {
      const door = floor.doors[choice.index];
      if (door === undefined) return null;
      const along = by[door.along];
      const changed = shift
        ? { ...door, length: Math.max(1, door.length + along) }
        : { ...door, [door.along]: door[door.along] + along };
      return { type: "change-door", floor: floor.id, index: choice.index, door: changed };
    }
    case "device": {
      const placed = floor.devices.find(({ device }) => device === choice.device);
      if (placed === undefined) return null;
      const far = shift ? FINE : 1;
      return {
        ...placed,
        type: "put-device",
        floor: floor.id,
        x: placed.x + by.x * far,
        y: placed.y + by.y * far,
      };
    }
  }
}

/** Arrows move, with shift they resize; Delete removes. Null for any other key. */
export function keyAction(
  floor: PlanFloor,
  choice: Choice,
  key: string,
  shift: boolean,
): Action | null {
  if (key === "Delete" || key === "Backspace") return removal(floor, choice);
  const by = ARROWS[key];
  return by === undefined ? null : step(floor, choice, by, shift);
}

/** Which way an arrow leads; null for any other key. */
export const arrow = (key: string): Spot | null => ARROWS[key] ?? null;

/** What is chosen once an action is done: what it made, or what it changed. */
export function choiceAfter(
  action: Action,
  floor: PlanFloor | undefined,
  before: Choice | null,
): Choice | null {
  switch (action.type) {
    case "draw-room":
      return floor === undefined ? null : { kind: "room", index: floor.rooms.length - 1 };
    case "put-door":
      return floor === undefined ? null : { kind: "door", index: floor.doors.length - 1 };
    case "put-device":
      return { kind: "device", device: action.device };
    case "change-room":
    case "assign-room":
      return { kind: "room", index: action.index };
    case "change-door":
      return { kind: "door", index: action.index };
    case "rename-floor":
    case "move-floor":
      return before;
    default:
      return null;
  }
}
