/** Has Home Assistant keep what was drawn. */
import { isRecord } from "../../types/checks";
import type { Hass } from "../../types/hass";
import type { PlanFloor } from "../../types/plan";

/** The new revision; null for an answer that tells none. Rejects with what Home Assistant says. */
export async function savePlan(
  hass: Pick<Hass, "callWS">,
  household: string,
  revision: number,
  floors: readonly PlanFloor[],
): Promise<number | null> {
  const answer = await hass.callWS({ type: "tuya_twin/plan/save", household, revision, floors });
  return isRecord(answer) && typeof answer.revision === "number" ? answer.revision : null;
}
