import { expect, it } from "vitest";
import { connected, screensUpdate } from "../../testing/fixtures";
import { houseWith, words, type Said } from "../../testing/houses";
import { EMPTY_HOUSE } from "./house";
import { screenRows, screensSentence, unnamedScreens } from "./screen-rows";

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
    "1 of 2 screens have seen change 42.",
  );
});

it("counts nothing before there is a change to see", () => {
  expect(screensSentence(EMPTY_HOUSE, [], words)).toBe("");
  expect(screensSentence(houseWith({ seq: 0 }), [], words)).toBe("");
  expect(screenRows(EMPTY_HOUSE, null, words)).toMatchObject([{ id: "", seen: false }]);
});

it("counts those that a long list does not name", () => {
  const house = houseWith({}, LET_IN, ["screens_update", { ...screensUpdate, count: 130 }]);
  expect(unnamedScreens(house, screenRows(house, 42, words))).toBe(128);
  expect(unnamedScreens(EMPTY_HOUSE, screenRows(EMPTY_HOUSE, null, words))).toBe(0);
});
