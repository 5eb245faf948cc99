/** Which floor the kiosk shows: where the alarm is, else what its settings say. Pure. */
import type { PlanFloor } from "../../types/plan";
import type { Status } from "../../types/wire";
import { shownForHouse, shownForZone, type House } from "../house";
import { homeOf } from "../plan/floors";
import type { KioskSettings } from "./settings";

/** Seconds for each of several floors an alarm is on. */
const ALARM_TURN = 10;

const inTurn = (floors: readonly PlanFloor[], seconds: number, now: number): string | null =>
  floors[Math.floor(now / (seconds * 1000)) % floors.length]?.id ?? null;

/** The floors on which something is, or of that what is shown with a status. */
function floorsWith(house: House, status?: Status): readonly PlanFloor[] {
  const { floors } = house.plan;
  const struck = house.zones.filter(
    (zone) => status === undefined || shownForZone(house, zone) === status,
  );
  const there = new Set(struck.map(({ id }) => homeOf(id, floors)));
  return floors.filter((floor) => there.has(floor));
}

/** The floor's id, or null for a house without floors. */
export function floorShown(house: House, settings: KioskSettings, now: number): string | null {
  const status = shownForHouse(house);
  const { floor, cycle } = settings;
  const alarm = status !== "GREEN_SAFE";
  const floors = floorsWith(house, alarm ? status : undefined);
  const picked = floors.find(({ id }) => id === floor);
  if (cycle === 0 && picked !== undefined) return picked.id;
  // An alarm that is on several floors is shown on all of them, as it has to be seen.
  if (cycle > 0 || alarm) return inTurn(floors, cycle || ALARM_TURN, now);
  return floors[0]?.id ?? null;
}
