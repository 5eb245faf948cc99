import { expect, it } from "vitest";
import { connected, screensUpdate } from "../../testing/fixtures";
import { houseWith, words, type Said } from "../../testing/houses";
import { EMPTY_HOUSE } from "./house";
import { foremost, otherScreens, screenRows, screensSentence } from "./screen-rows";

const LET_IN: Said = ["connected", connected];
const rowsOf = (own: number | null, ...said: Said[]) =>
  screenRows(houseWith({}, ...said), own, words);

it("has this screen first, and counts one as having seen the last status from its seq on", () => {
  const rows = rowsOf(42, LET_IN, ["screens_update", screensUpdate]);
  expect(rows.map(({ name, seen, kiosk, detail }) => [name, seen, kiosk, detail])).toEqual([
    ["This screen", true, false, "seen"],
    ["Kitchen tablet", false, true, "not yet"],
  ]);
});

it("says how far a screen is that is behind", () => {
  expect(rowsOf(41)[0]).toMatchObject({ seen: false, detail: "not yet, still at change 41" });
});

it("knows of itself whether it has to show every red", () => {
  const screens = screensUpdate.screens.map((screen) => ({ ...screen, kiosk: true }));
  expect(rowsOf(42, LET_IN, ["screens_update", { screens, count: 2 }])[0]?.kiosk).toBe(true);
});

it("counts who has seen the last change", () => {
  const house = houseWith({}, LET_IN, ["screens_update", screensUpdate]);
  expect(screensSentence(house, screenRows(house, 42, words), words)).toBe(
    "Change 42: seen by 1 of 2.",
  );
});

it("counts nothing before there is a change to see", () => {
  expect(screensSentence(EMPTY_HOUSE, [], words)).toBe("");
  expect(screensSentence(houseWith({ seq: 0 }), [], words)).toBe("");
  expect(screenRows(EMPTY_HOUSE, null, words)).toMatchObject([{ id: "", seen: false }]);
});

it("shows at a glance who has not seen it, kiosks before others, and counts the rest", () => {
  const screens = Array.from({ length: 10 }, (_, index) => ({
    client_id: `screen ${index}`,
    name: `Screen ${index}`,
    seen: index < 7 ? 42 : 41,
    kiosk: index === 6 || index === 9,
  }));
  const house = houseWith({}, LET_IN, ["screens_update", { screens, count: 130 }]);
  const rows = screenRows(house, 42, words);
  const shown = foremost(rows);
  expect(shown.map(({ name }) => name)).toEqual([
    "This screen",
    "Screen 9",
    "Screen 7",
    "Screen 8",
    "Screen 6",
    "Screen 0",
    "Screen 1",
    "Screen 2",
  ]);
  expect(otherScreens(house, rows, shown)).toBe(122);
});

it("counts no others where there are none", () => {
  const rows = screenRows(EMPTY_HOUSE, null, words);
  expect(otherScreens(EMPTY_HOUSE, rows, foremost(rows))).toBe(0);
  expect(foremost([])).toEqual([]);
});
