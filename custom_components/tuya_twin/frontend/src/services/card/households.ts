/** The household a card is of. Pure. */
import type { HouseholdChoice } from "../households";

/** The one that was chosen, which may be gone; without a choice the first. */
export const chosenFrom = (
  households: readonly HouseholdChoice[],
  id: string | null,
): HouseholdChoice | undefined =>
  id === null ? households[0] : households.find((one) => one.id === id);
