/**
 * The floors to draw: what was drawn by a person, and beside it, or in place of it, what lays itself
 * out. Together with `wallsOf` this is all there is to know of a floor's shape.
 */
import type { Plan, PlanDoor, PlanFloor, PlanRoom } from "../../types/plan";
import type { DeviceKind } from "../../types/wire";
import { entranceOf, innerDoors, type LockDoor } from "./doors";
import { edgesOf } from "./edges";
import { cellsOf, gridOf } from "./grid";
import type { Point } from "./iso";
import { layOut } from "./layout";
import { markLocks } from "./lock-doors";

export interface FloorDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly zone: string;
}

/** One floor as it is drawn: every room has its place, every door lies where its wall is. */
export interface DrawnFloor {
  readonly id: string;
  readonly name: string;
  /** From a person's hand first, then those that laid themselves out. */
  readonly rooms: readonly PlanRoom[];
  /** The zones of this floor, each once. */
  readonly zones: readonly string[];
  readonly doors: readonly LockDoor[];
  /** The feet of devices that somebody put somewhere. */
  readonly placed: ReadonlyMap<string, Point>;
}

/** Between what was drawn and what lays itself out beside it. */
const APART = 3;

const NOWHERE: PlanFloor = { id: "", name: "", zones: [], rooms: [], doors: [], devices: [] };

/** A zone stands where it has rooms, else where it is listed, else on the first floor. */
export const homeOf = (zone: string, floors: readonly PlanFloor[]): PlanFloor | undefined =>
  floors.find(({ rooms }) => rooms.some((room) => room.zone === zone)) ??
  floors.find(({ zones }) => zones.includes(zone)) ??
  floors[0];

const moved = <T extends { readonly x: number; readonly y: number }>(
  things: readonly T[],
  x: number,
  y: number,
): T[] => things.map((thing) => ({ ...thing, x: thing.x + x, y: thing.y + y }));

function beside(drawn: readonly PlanRoom[], missing: readonly PlanRoom[]): PlanRoom[] {
  const right = Math.max(...drawn.map(({ x, w }) => x + w));
  return moved(missing, right + APART, Math.min(...drawn.map(({ y }) => y)));
}

function layOutMissing(
  drawn: readonly PlanRoom[],
  missing: readonly string[],
  devices: readonly FloorDevice[],
): PlanRoom[] {
  const specs = missing.map((id) => ({
    id,
    devices: devices.filter(({ zone }) => zone === id).length,
  }));
  return drawn.length === 0 ? layOut(specs) : beside(drawn, layOut(specs, true));
}

/** Doors of rooms that laid themselves out: between neighbours, and out where there is a lock. */
function ownDoors(rooms: readonly PlanRoom[], devices: readonly FloorDevice[]): PlanDoor[] {
  const edges = edgesOf(gridOf(rooms));
  const locked = new Set(devices.filter(({ kind }) => kind === "lock").map(({ zone }) => zone));
  const entrances = [...locked].flatMap((zone) => entranceOf(edges, zone) ?? []);
  return [...innerDoors(edges), ...entrances];
}

function drawnFloor(
  floor: PlanFloor,
  zones: readonly string[],
  devices: readonly FloorDevice[],
): DrawnFloor {
  const ground = new Set(
    cellsOf(gridOf(floor.rooms.filter(({ zone }) => zones.includes(zone)))).map(({ zone }) => zone),
  );
  const drawn = floor.rooms.filter(({ zone }) => ground.has(zone));
  const missing = zones.filter((id) => !ground.has(id));
  const automatic = layOutMissing(drawn, missing, devices);
  const placed = new Map(floor.devices.map(({ device, x, y }) => [device, { x, y }]));
  const rooms = [...drawn, ...automatic];
  const doors = [...floor.doors, ...ownDoors(automatic, devices)];
  const locks = devices.filter(({ kind, zone }) => kind === "lock" && zones.includes(zone));
  return {
    id: floor.id,
    name: floor.name,
    rooms,
    zones,
    doors: markLocks(rooms, doors, locks, placed),
    placed,
  };
}

/** From the lowest up; a floor without zones has nothing to show and is left out. */
export function floorsOf(
  plan: Plan,
  zones: readonly string[],
  devices: readonly FloorDevice[],
): DrawnFloor[] {
  const floors = plan.floors.length === 0 ? [NOWHERE] : plan.floors;
  const homes = new Map(zones.map((zone) => [zone, homeOf(zone, floors)]));
  return floors.flatMap((floor) => {
    const here = zones.filter((zone) => homes.get(zone) === floor);
    return here.length === 0 ? [] : [drawnFloor(floor, here, devices)];
  });
}
