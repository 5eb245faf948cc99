/** Has a protocol run, for one zone or for the whole house. */
import type { Hass } from "../../types/hass";
import { HOUSE, type Protocol } from "../../types/wire";

/** Rejects with what Home Assistant says; with a response, one device that fails is no error. */
export async function callProtocol(
  hass: Pick<Hass, "callService">,
  protocol: Protocol,
  household: string,
  zone: string | null,
): Promise<void> {
  const data = { zone: zone ?? HOUSE, config_entry_id: household };
  await hass.callService("tuya_twin", `execute_${protocol}_protocol`, data, undefined, false, true);
}
