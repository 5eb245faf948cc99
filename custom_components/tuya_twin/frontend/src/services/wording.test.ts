import { expect, it } from "vitest";
import type { Hass, HassLocale } from "../types/hass";
import { ENGLISH } from "./languages";
import { Wording, wordingFor } from "./wording";

const AT = "2026-11-22T22:14:07+00:00";
const NOW = Date.parse(AT);
const inUtc = (locale: Omit<HassLocale, "language">, language = "en"): Wording =>
  new Wording(ENGLISH, { language, time_zone: "server", ...locale }, "UTC");

it("fills in what a sentence leaves open, and leaves open what it does not know", () => {
  const words = new Wording();
  expect(words.t("plan.room", { name: "Foyer", status: "Safe" })).toBe("Foyer: Safe");
  expect(words.t("plan.room", { name: "Foyer" })).toBe("Foyer: {status}");
});

it("knows which words there are", () => {
  const words = new Wording();
  expect([words.has("reason.jammed"), words.has("reason.gremlins")]).toEqual([true, false]);
});

it.each([
  ["12", "10:14:07 PM", "10:14 PM"],
  ["24", "22:14:07", "22:14"],
  ["language", "10:14:07 PM", "10:14 PM"],
])("tells the time as the user wants it: %s", (format, time, clock) => {
  const words = inUtc({ time_format: format });
  const plain = (said: string): string => said.replace(/\s/gu, " ");
  expect([plain(words.time(NOW)), plain(words.clock(AT))]).toEqual([time, clock]);
});

it("tells the time in the browser's own zone, if that is wanted", () => {
  const local = new Wording(ENGLISH, { language: "en", time_zone: "local" }, "UTC");
  const here = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
  expect(local.day(AT)).toBe(here.format(NOW));
  expect(inUtc({}).day(AT)).toBe("Nov 22, 2026");
});

it.each([
  [-3, "now"],
  [4, "now"],
  [12, "12 sec. ago"],
  [60, "1 min. ago"],
  [3 * 3600, "3 hr. ago"],
  [50 * 3600, "2 days ago"],
])("calls what is %i seconds old %s", (seconds, said) => {
  expect(new Wording().age(AT, NOW + seconds * 1000)).toBe(said);
});

it.each([
  [18.4, "en", "18 ms"],
  [5001.2, "en", "5.0 s"],
  [5001.2, "de", "5,0 s"],
])("says of %i ms in %s: %s", (ms, language, said) => {
  expect(inUtc({}, language).duration(ms)).toBe(said);
});

it("lists as the language does", () => {
  expect(inUtc({}).list(["A", "B", "C"])).toBe("A, B, and C");
  expect(inUtc({}, "de").list(["A", "B"])).toBe("A und B");
});

it("takes all it needs to know from Home Assistant, or does without", () => {
  const hass = {
    locale: { language: "en", time_format: "24", time_zone: "server" },
    config: { time_zone: "Asia/Tokyo" },
  } as Hass;
  expect(wordingFor(hass).time(AT)).toBe("07:14:07");
  expect(wordingFor(undefined).t("title")).toBe(ENGLISH.title);
});
