import { expect, it } from "vitest";
import { snapshot } from "../../../testing/fixtures";
import { HouseStore } from "../house-store";
import { Wording } from "../wording";
import { kioskSentence } from "./sentence";

const words = new Wording(undefined, { language: "en", time_format: "24" });
const NOW = Date.parse("2026-11-22T02:20:00Z");

const houseOf = (changes: object) => {
  const store = new HouseStore();
  store.receive("snapshot", { ...snapshot, ...changes });
  return store.house;
};
const calm = (since: string | null) =>
  houseOf({
    house: { status: "GREEN_SAFE", since },
    zones: [],
    devices: snapshot.devices.filter(({ kind }) => kind === "bulb"),
  });
const say = (house: ReturnType<typeof houseOf>, trust: "live" | "stale" = "live") =>
  kioskSentence(house, trust, NOW, NOW, words);

it("says of a safe house since when it is", () => {
  const at = "2026-11-22T02:00:00Z";
  const said = say(calm(at));
  expect(said.mood).toBe("green");
  expect(said.more).toContain(words.time(at));
  expect(said.more).toContain("20 min");
});

it("says the day, not the time, of what is older than one", () => {
  const at = "2026-11-19T02:00:00Z";
  expect(say(calm(at)).more).toContain(words.day(at));
});

it("finds other words where nothing ever changed", () => {
  expect(say(calm(null)).more).toBe(words.t("banner.all_safe_more"));
});

it("names faults, worst first, and counts those it has no room for", () => {
  const siren = snapshot.devices.find(({ kind }) => kind === "siren");
  const devices = ["A", "B", "C", "D", "E"].map((id) => ({ ...siren, id, name: `Siren ${id}` }));
  const said = say(houseOf({ devices }));
  expect(said.mood).toBe("red");
  expect(said.faults.map(({ name }) => name)).toEqual(["Siren A", "Siren B", "Siren C"]);
  expect(said.others).toBe(2);
});

it("names no faults of a house that it cannot see", () => {
  const said = say(houseOf({}), "stale");
  expect(said.title).toBe(words.t("banner.not_live", { time: words.time(NOW) }));
  expect(said.faults).toEqual([]);
});
