/** What this browser keeps for itself: the draft until it is saved, and where pictures lie. */
import { isPlan } from "../../types/plan-guards";
import type { Plan } from "../../types/plan";
import { placed, type Placement } from "./backdrop";

/** The part of the browser's storage that is used; it may refuse. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const attempt = <T>(act: () => T): T | null => {
  try {
    return act();
  } catch {
    return null;
  }
};

const draftKey = (household: string): string => `tuya-twin-draft:${household}`;
const pictureKey = (household: string, floor: string): string =>
  `tuya-twin-backdrop:${household}:${floor}`;

const read = (shelf: Shelf, key: string): unknown =>
  attempt(() => JSON.parse(shelf.getItem(key) ?? "null") as unknown);

/** The revision it began from, and what was drawn since. */
export function keptDraft(shelf: Shelf, household: string): Plan | null {
  const kept = read(shelf, draftKey(household));
  return isPlan(kept) && kept.floors.length > 0 ? kept : null;
}

export const keepDraft = (shelf: Shelf, household: string, plan: Plan): void => {
  attempt(() => {
    shelf.setItem(draftKey(household), JSON.stringify(plan));
  });
};

export const dropDraft = (shelf: Shelf, household: string): void => {
  attempt(() => {
    shelf.removeItem(draftKey(household));
  });
};

export const keptPlacement = (shelf: Shelf, household: string, floor: string): Placement | null =>
  placed(read(shelf, pictureKey(household, floor)));

export const keepPlacement = (
  shelf: Shelf,
  household: string,
  floor: string,
  placement: Placement,
): void => {
  attempt(() => {
    shelf.setItem(pictureKey(household, floor), JSON.stringify(placement));
  });
};
