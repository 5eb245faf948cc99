/** What of Home Assistant's properties is drawn: it replaces `hass` on every state change. */
import type { Route } from "./page-path";
import type { Hass } from "../types/hass";

const drawnParts = (hass: Hass | undefined): readonly unknown[] => [
  hass === undefined,
  hass?.themes?.darkMode,
  hass?.locale,
  hass?.config?.time_zone,
  hass?.user?.is_admin,
];

export const hassChanged = (now: Hass | undefined, before: Hass | undefined): boolean => {
  const old = drawnParts(before);
  return drawnParts(now).some((part, index) => part !== old[index]);
};

export const routeChanged = (now: Route | undefined, before: Route | undefined): boolean =>
  now?.path !== before?.path || now?.prefix !== before?.prefix;
