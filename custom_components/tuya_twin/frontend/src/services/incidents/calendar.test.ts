import { describe, expect, it } from "vitest";
import type { Hass } from "../../types/hass";
import { Calendar, calendarFor } from "./calendar";

const AT = Date.parse("2026-11-22T02:14:07Z");
const calendar = (language: string, format: string, zone = "UTC") =>
  new Calendar({ language, time_format: format, time_zone: "server" }, zone);
const english = calendar("en-GB", "24");

describe("the calendar", () => {
  it("speaks the user's language and keeps their hours", () => {
    expect(english.clock(AT)).toBe("02:14");
    expect(calendar("en", "12").clock(AT)).toBe("02:14 AM");
    expect(calendar("de", "language").moment(AT)).toBe("22. Nov., 02:14:07");
    expect(english.date(AT)).toBe("Sun, 22 Nov 2026");
    expect(english.weekday(AT)).toBe("Sun");
    expect(english.range(AT, AT + 17 * 60_000)).toMatch(/^22 Nov, 02:14.+02:31$/);
    expect(english.language).toBe("en-GB");
  });

  it("keeps the server's time zone if the user wants that", () => {
    expect(calendar("en-GB", "24", "Asia/Kathmandu").face(AT)).toEqual({ hour: 7, minute: 59 });
    const local = new Calendar({ language: "en" }, "Asia/Kathmandu");
    expect(local.face(AT).hour).toBe(new Date(AT).getHours());
  });

  it("names a file in digits, in every language", () => {
    expect(calendar("ar-EG", "24").stamp(AT)).toBe("2026-11-22-0214");
    expect(english.stamp(AT)).toBe("2026-11-22-0214");
  });

  it.each([
    [0, "0 secs"],
    [41_400, "41 secs"],
    [17 * 60_000 + 2000, "17 mins 2 secs"],
    [3_600_000, "1 hr"],
    [2 * 86_400_000 + 3_600_000 + 5000, "2 days 1 hr"],
    [-5, "0 secs"],
  ])("says how long %i ms are", (ms, words) => {
    expect(english.duration(ms)).toBe(words);
  });

  it.each([
    [41, "+0.04s"],
    [5001, "+5s"],
    [41_500, "+41.5s"],
    [17 * 60_000 + 3000, "+17:03"],
    [3_723_000, "+1:02:03"],
    [-1000, "\u22121s"],
  ])("says how long after the start %i ms are", (ms, words) => {
    expect(english.offset(ms)).toBe(words);
  });

  it("is that of Home Assistant's user", () => {
    const hass = {
      locale: { language: "de", time_zone: "server" },
      config: { time_zone: "UTC" },
    } as Hass;
    expect(calendarFor(hass).clock(AT)).toBe("02:14");
    expect(calendarFor(undefined).language).toBe("en");
  });
});
