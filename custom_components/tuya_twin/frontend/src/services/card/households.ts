/** The households Home Assistant knows, and the one a card is of. Pure. */
import { isRecord } from "../../types/guards";

export interface Household {
  readonly id: string;
  readonly name: string;
  readonly socketPath: string;
}

function household(value: unknown): Household | null {
  if (!isRecord(value)) return null;
  const { id, name, socket_path: socketPath } = value;
  return typeof id === "string" && typeof name === "string" && typeof socketPath === "string"
    ? { id, name, socketPath }
    : null;
}

/** The answer to `tuya_twin/households`; what is none is left out. */
export function householdsFrom(answer: unknown): readonly Household[] {
  const listed = isRecord(answer) && Array.isArray(answer.households) ? answer.households : [];
  return listed.map(household).filter((found) => found !== null);
}

/** The one that was chosen, which may be gone; without a choice the first. */
export const chosenFrom = (
  households: readonly Household[],
  id: string | null,
): Household | undefined => (id === null ? households[0] : households.find((one) => one.id === id));
