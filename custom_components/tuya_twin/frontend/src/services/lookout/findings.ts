/** What the analyzer has found that is going on now, and what an AI thinks of it. */
import type { Assessment, IncidentOpinion } from "../../types/lookout";
import { STATUSES, type ZoneStatus } from "../../types/wire";
import { shownForHouse, shownForZone, type House } from "../house";

/** So long before an incident its first sign may have been: people had time to say who came. */
const BEFORE_MS = 600_000;

/** The newest of each zone that is above green, the gravest first. */
export function findingsOf(house: House): readonly Assessment[] {
  const { incident, lookout, zones } = house;
  if (incident === null || shownForHouse(house) === "GREEN_SAFE") return [];
  const from = Date.parse(incident.since) - BEFORE_MS;
  const shown = new Map(zones.map((zone) => [zone.id, shownForZone(house, zone)]));
  const own = new Map(zones.map((zone) => [zone.id, zone]));
  const grave = ({ status }: Assessment): number => STATUSES.indexOf(status);
  return lookout.assessments
    .filter(
      ({ zone, status, at }) =>
        status !== "GREEN_SAFE" &&
        (shown.get(zone) ?? house.status) !== "GREEN_SAFE" &&
        Date.parse(at) >= from &&
        !wasEnded(house, at) &&
        !wasEnded(own.get(zone) ?? house, at),
    )
    .toSorted((a, b) => grave(b) - grave(a) || Date.parse(b.at) - Date.parse(a.at));
}

/** Whether somebody has said since then that all is well, and nothing else was said later. */
const wasEnded = ({ status, since }: Pick<ZoneStatus, "status" | "since">, at: string): boolean =>
  status === "GREEN_SAFE" && since !== null && Date.parse(since) > Date.parse(at);

/** The second opinion on what is going on; not one on what is over. */
export function opinionOf({ incident, lookout }: House): IncidentOpinion | null {
  const { opinion } = lookout;
  return incident !== null && opinion?.incident_id === incident.id ? opinion : null;
}
