import { expect, it } from "vitest";
import { runUpdate, snapshot } from "../../../testing/fixtures";
import { UNWATCHED } from "../../types/lookout";
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
    lookout: UNWATCHED,
  });
const say = (house: ReturnType<typeof houseOf>, trust: "live" | "stale" = "live") =>
  kioskSentence(house, trust, NOW, NOW, words);

it("has a clock without seconds", () => {
  expect(words.clock(new Date(2026, 0, 1, 7, 5, 33).getTime())).toBe("07:05");
});

it("says of a safe house since when it is", () => {
  const at = "2026-11-22T02:00:00Z";
  const said = say(calm(at));
  expect(said.mood).toBe("green");
  expect(said.more).toContain(words.clock(at));
  expect(said.more).toContain("20 min");
});

it("says the day, not the time, of what is older than one", () => {
  const at = "2026-11-19T02:00:00Z";
  expect(say(calm(at)).more).toContain(words.day(at));
});

it("says how far a run is while it is on its way back to safe", () => {
  const steps = runUpdate.steps.slice(0, 1);
  const run = { ...runUpdate, protocol: "green", status: "GREEN_SAFE", finished: false, steps };
  const house = { ...calm("2026-11-22T02:00:00Z"), run: houseOf({ run }).run };
  expect(say(house).more).toMatch(/\d of \d/);
});

it("says what a person has answered", () => {
  const answered = { answer: "acknowledged", by: "Anna", at: "2026-11-22T02:15:00Z" };
  const incident = { ...snapshot.incident, answered };
  expect(say(houseOf({ incident })).more).toContain("Anna");
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
