/** Asks the server for what is on record. */
import type { Hass } from "../../types/hass";
import { isRecord } from "../../types/checks";
import type { IncidentRecord, IncidentSummary } from "../../types/incident";
import { readIncidentList, readIncidentRecord } from "../../types/incident-guards";

/** As many as the server gives. */
export const MOST_INCIDENTS = 100;

async function ask(
  hass: Hass,
  household: string,
  which: Record<string, unknown>,
): Promise<unknown> {
  const data = { ...which, config_entry_id: household };
  return hass.callService("tuya_twin", "get_incidents", data, undefined, false, true);
}

/** The newest incidents in short, the newest first; null if this panel cannot read the answer. */
export const askForIncidents = async (
  hass: Hass,
  household: string,
  limit: number,
): Promise<readonly IncidentSummary[] | null> =>
  readIncidentList(await ask(hass, household, { limit }));

/** The whole record of one; null if this panel cannot read it. */
export const askForRecord = async (
  hass: Hass,
  household: string,
  id: string,
): Promise<IncidentRecord | null> =>
  readIncidentRecord(await ask(hass, household, { incident_id: id }));

/** What an entity is called in Home Assistant; its id if that is not known. */
export function entityName(hass: unknown, id: string): string {
  const states = isRecord(hass) ? hass.states : undefined;
  const state = isRecord(states) ? states[id] : undefined;
  const attributes = isRecord(state) ? state.attributes : undefined;
  const name = isRecord(attributes) ? attributes.friendly_name : undefined;
  return typeof name === "string" && name !== "" ? name : id;
}
