/** The plan being drawn: the floors as they would be saved, and what is wrong with them. */
import type { Plan, PlanFloor, PlanRoom } from "../../types/plan";
import type { House } from "../house";
import type { FloorDevice } from "../plan/floors";
import { overlapsOn, type Overlap } from "./overlaps";
import { tidied } from "./tidy";

export interface Draft {
  readonly floors: readonly PlanFloor[];
}

/** What the house has to be drawn. */
export interface Known {
  readonly zones: readonly string[];
  /** The zone of each device. */
  readonly homes: ReadonlyMap<string, string>;
  readonly devices: readonly FloorDevice[];
}

export const knownOf = ({ zones, devices }: Pick<House, "zones" | "devices">): Known => ({
  zones: zones.map(({ id }) => id),
  homes: new Map(devices.map(({ id, zone }) => [id, zone])),
  devices: devices.map(({ id, kind, zone }) => ({ id, kind, zone })),
});

export const emptyFloor = (id: string, name: string): PlanFloor => ({
  id,
  name,
  zones: [],
  rooms: [],
  doors: [],
  devices: [],
});

/** Every zone on a floor, nothing of zones that are gone. `ground` is for a house without floors. */
export function draftOf(plan: Plan, known: Known, ground: PlanFloor): Draft {
  const zones = new Set(known.zones);
  const floors = (plan.floors.length > 0 ? plan.floors : [ground]).map((floor): PlanFloor => {
    return {
      ...floor,
      zones: floor.zones.filter((zone) => zones.has(zone)),
      rooms: floor.rooms.filter(({ zone }) => zones.has(zone)),
      devices: floor.devices.filter(({ device }) => known.homes.has(device)),
    };
  });
  const placed = new Set(floors.flatMap((floor) => floor.zones));
  const lost = known.zones.filter((zone) => !placed.has(zone));
  return {
    floors: floors.map((floor, index) =>
      tidied(index === 0 ? { ...floor, zones: [...floor.zones, ...lost] } : floor, known),
    ),
  };
}

export const floorById = (draft: Draft, id: string): PlanFloor | undefined =>
  draft.floors.find((floor) => floor.id === id);

export const floorOfZone = (draft: Draft, zone: string): PlanFloor | undefined =>
  draft.floors.find((floor) => floor.zones.includes(zone));

export const roomsOf = (floor: PlanFloor, zone: string): readonly PlanRoom[] =>
  floor.rooms.filter((room) => room.zone === zone);

export const isDrawn = (draft: Draft, zone: string): boolean =>
  draft.floors.some((floor) => roomsOf(floor, zone).length > 0);

/** A zone may have rooms on one floor only. */
export const mayDraw = (draft: Draft, floor: string, zone: string): boolean => {
  const home = floorOfZone(draft, zone);
  return home !== undefined && (home.id === floor || roomsOf(home, zone).length === 0);
};

/** Whose rooms may be drawn on a floor. Those without any come first: they are what is left to do. */
export function drawableZones(
  draft: Draft,
  zones: readonly string[],
  floor: string,
): readonly string[] {
  const allowed = zones.filter((zone) => mayDraw(draft, floor, zone));
  return [
    ...allowed.filter((zone) => !isDrawn(draft, zone)),
    ...allowed.filter((zone) => isDrawn(draft, zone)),
  ];
}

export const placedDevices = (draft: Draft): ReadonlySet<string> =>
  new Set(draft.floors.flatMap((floor) => floor.devices.map(({ device }) => device)));

export const overlapsIn = (draft: Draft): readonly Overlap[] => draft.floors.flatMap(overlapsOn);

export const sameDraft = (a: Draft, b: Draft): boolean =>
  a === b || JSON.stringify(a.floors) === JSON.stringify(b.floors);
