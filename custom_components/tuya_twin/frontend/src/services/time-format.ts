/** How a user has the time told: the hours of a clock, and whose time zone. */
import type { HassLocale } from "../types/hass";

type TimeFormat = Pick<Intl.DateTimeFormatOptions, "hourCycle" | "timeZone">;

export const timeFormat = (locale?: HassLocale, serverTimeZone?: string): TimeFormat => ({
  ...hours(locale?.time_format),
  ...(locale?.time_zone === "server" && serverTimeZone ? { timeZone: serverTimeZone } : {}),
});

const hours = (format?: string): Pick<TimeFormat, "hourCycle"> => {
  if (format === "12") return { hourCycle: "h12" };
  if (format === "24") return { hourCycle: "h23" };
  return format === "system" ? { hourCycle: hoursHere() } : {};
};

const hoursHere = (): TimeFormat["hourCycle"] =>
  new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hourCycle;
