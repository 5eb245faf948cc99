/** Which floor is shown, and the worst that is on each. */
import { highest, shownForZone, type House } from "../house";
import { STATUSES, type Status } from "../../types/wire";
import type { DrawnFloor } from "./floors";

export const worstOn = (floor: DrawnFloor, house: House): Status =>
  highest(
    house.zones
      .filter(({ id }) => floor.zones.includes(id))
      .map((zone) => shownForZone(house, zone)),
  );

/** Of its zones alone, without what the whole house has. */
const ownWorst = (floor: DrawnFloor, house: House): Status =>
  highest(house.zones.filter(({ id }) => floor.zones.includes(id)).map(({ status }) => status));

/** The one that is asked for, else the one with the worst status, the lowest of several. */
export function floorToShow(
  floors: readonly DrawnFloor[],
  asked: string | null,
  house: House,
): DrawnFloor | undefined {
  const wanted = floors.find(({ id }) => id === asked);
  const rank = (floor: DrawnFloor): number => STATUSES.indexOf(ownWorst(floor, house));
  return wanted ?? floors.toSorted((a, b) => rank(b) - rank(a)).at(0);
}

export const floorOfZone = (floors: readonly DrawnFloor[], zone: string): string | null =>
  floors.find(({ zones }) => zones.includes(zone))?.id ?? null;
