import { afterEach, expect, it, vi } from "vitest";
import { timeFormat } from "./time-format";

const AT = Date.parse("2026-11-22T22:14:07Z");
const told = (timeOf: ReturnType<typeof timeFormat>, language = "en"): string =>
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", ...timeOf })
    .format(AT)
    .replace(/\s/gu, " ");
const inUtc = (format = "language") =>
  timeFormat({ language: "en", time_zone: "server", time_format: format }, "UTC");

/** A browser in a country whose people write the time in this language. */
function browserOf(country: string): void {
  const Own = Intl.DateTimeFormat;
  vi.stubGlobal("Intl", {
    ...Intl,
    DateTimeFormat: class extends Own {
      constructor(language?: string, options?: Intl.DateTimeFormatOptions) {
        super(language ?? country, options);
      }
    },
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  ["12", "de", "10:14 PM"],
  ["24", "en", "22:14"],
  ["language", "en", "10:14 PM"],
  ["language", "de", "22:14"],
])("has %s hours in %s", (format, language, clock) => {
  expect(told(inUtc(format), language)).toBe(clock);
});

it.each([
  ["de", "en", "22:14"],
  ["en-US", "de", "10:14 PM"],
])("has the hours of the browser's country, %s, in the user's language, %s", (...row) => {
  const [country, language, clock] = row;
  browserOf(country);
  expect(told(inUtc("system"), language)).toBe(clock);
});

it("has the server's time zone only if that is wanted and known", () => {
  const language = "en";
  expect(timeFormat({ language, time_zone: "server" }, "Asia/Tokyo").timeZone).toBe("Asia/Tokyo");
  expect(timeFormat({ language, time_zone: "server" }).timeZone).toBeUndefined();
  expect(timeFormat({ language, time_zone: "local" }, "Asia/Tokyo").timeZone).toBeUndefined();
  expect(timeFormat(undefined, "Asia/Tokyo")).toEqual({});
});
