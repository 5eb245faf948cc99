/** Having the house watched, by its entity in Home Assistant. */
import { isRecord } from "../../types/checks";
import type { Hass } from "../../types/hass";
import type { WatchMode } from "../../types/lookout";

/** The entity by which this user can; null if they cannot, or if there is nothing to watch for. */
export const readWatchEntity = (answer: unknown): string | null =>
  isRecord(answer) && typeof answer.watch_entity === "string" ? answer.watch_entity : null;

export async function askForWatchEntity(
  hass: Pick<Hass, "callWS">,
  household: string,
): Promise<string | null> {
  return readWatchEntity(await hass.callWS({ type: "tuya_twin/devices", household }));
}

/** Rejects with what Home Assistant says, such as what stands open. */
export async function askToWatch(
  hass: Pick<Hass, "callService">,
  entity: string,
  mode: WatchMode,
): Promise<void> {
  const chosen = { entity_id: entity, option: mode };
  await hass.callService("select", "select_option", chosen, undefined, false);
}
