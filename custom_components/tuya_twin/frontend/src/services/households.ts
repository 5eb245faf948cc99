/** Which household a page shows, where there are several. */
import { isRecord } from "../types/checks";

export interface HouseholdChoice {
  readonly id: string;
  readonly name: string;
  readonly socketPath: string;
}

function choice(value: unknown): HouseholdChoice | null {
  if (!isRecord(value)) return null;
  const { id, name, socket_path: socketPath } = value;
  const whole =
    typeof id === "string" && typeof name === "string" && typeof socketPath === "string";
  return whole ? { id, name, socketPath } : null;
}

/** The households in what Home Assistant answered; none if it says nothing of the kind. */
export function readHouseholds(answer: unknown): readonly HouseholdChoice[] {
  if (!isRecord(answer) || !Array.isArray(answer.households)) return [];
  return answer.households.map(choice).filter((found) => found !== null);
}

/** The one that was chosen here before, if it is still there; else the one that is offered. */
export const chosenHousehold = (
  offered: HouseholdChoice,
  all: readonly HouseholdChoice[],
  remembered: string | null,
): HouseholdChoice =>
  all.find((one) => one.id === remembered) ?? all.find((one) => one.id === offered.id) ?? offered;

/** The one a card was set up for, which may be gone; without a choice the first. */
export const chosenFrom = (
  households: readonly HouseholdChoice[],
  id: string | null,
): HouseholdChoice | undefined =>
  id === null ? households[0] : households.find((one) => one.id === id);
