/** What an administrator fills in for a new screen. */
import type { Key } from "../languages";

/** How long its permission lasts, in days; none lasts for ever. */
export const LIVES = [30, 365, 3650] as const;
export type Life = (typeof LIVES)[number];

/** More than this is not shown on other screens. */
export const LONGEST_NAME = 40;

export interface Draft {
  readonly name: string;
  readonly kiosk: boolean;
  readonly days: Life;
  /** All of them, or only those chosen. */
  readonly all: boolean;
  readonly chosen: ReadonlySet<string>;
}

export const NEW_DRAFT: Draft = {
  name: "",
  kiosk: false,
  days: 365,
  all: true,
  chosen: new Set(),
};

export interface LinkRequest {
  readonly type: "tuya_twin/viewer_link";
  readonly household: string;
  readonly name: string;
  readonly kiosk: boolean;
  readonly days: Life;
  readonly zones?: readonly string[];
  readonly [key: string]: unknown;
}

export function withZone(draft: Draft, zone: string, on: boolean): Draft {
  const chosen = new Set(draft.chosen);
  if (on) chosen.add(zone);
  else chosen.delete(zone);
  return { ...draft, chosen };
}

/** What is still missing, worst first; null if a link can be asked for. */
export function missing(
  draft: Draft,
): { readonly field: "name" | "zones"; readonly key: Key } | null {
  if (draft.name.trim() === "") return { field: "name", key: "viewers.name_missing" };
  if (!draft.all && draft.chosen.size === 0)
    return { field: "zones", key: "viewers.zones_missing" };
  return null;
}

export const requestOf = (draft: Draft, household: string): LinkRequest => ({
  type: "tuya_twin/viewer_link",
  household,
  name: draft.name.trim().slice(0, LONGEST_NAME).trim(),
  kiosk: draft.kiosk,
  days: draft.days,
  ...(draft.all ? {} : { zones: [...draft.chosen] }),
});
