/** Which floor the kiosk shows: where the alarm is, else what its settings say. Pure. */
import type { PlanFloor } from "../../types/plan";
import type { Status } from "../../types/wire";
import { shownForHouse, shownForZone, type House } from "../house";
import type { KioskSettings } from "./settings";

/** Seconds for each of several floors an alarm is on. */
const ALARM_TURN = 10;

const inTurn = (floors: readonly PlanFloor[], seconds: number, now: number): string | null =>
  floors[Math.floor(now / (seconds * 1000)) % floors.length]?.id ?? null;

/** A zone stands where it has rooms, else where it is listed, else on the first floor. */
function floorOf(zone: string, floors: readonly PlanFloor[]): PlanFloor | undefined {
  return (
    floors.find(({ rooms }) => rooms.some((room) => room.zone === zone)) ??
    floors.find(({ zones }) => zones.includes(zone)) ??
    floors[0]
  );
}

function floorsWith(house: House, status: Status): readonly PlanFloor[] {
  const { floors } = house.plan;
  const struck = house.zones.filter((zone) => shownForZone(house, zone) === status);
  const there = new Set(struck.map(({ id }) => floorOf(id, floors)));
  return floors.filter((floor) => there.has(floor));
}

/** The floor's id, or null where the plan is to choose by itself. */
export function floorShown(house: House, settings: KioskSettings, now: number): string | null {
  const { floors } = house.plan;
  const status = shownForHouse(house);
  const alarmed = status === "GREEN_SAFE" ? [] : floorsWith(house, status);
  if (alarmed.length > 0) {
    const picked = settings.cycle === 0 && alarmed.some(({ id }) => id === settings.floor);
    return picked ? settings.floor : inTurn(alarmed, settings.cycle || ALARM_TURN, now);
  }
  if (settings.cycle > 0) return inTurn(floors, settings.cycle, now);
  return floors.some(({ id }) => id === settings.floor) ? settings.floor : null;
}
