import { expect, it } from "vitest";
import { ENGLISH, loadStrings } from "./languages";

const spoken = Object.keys(import.meta.glob("../translations/*/index.ts")).map(
  (path) => path.split("/")[2] ?? "",
);

it.each(["en", "en-GB", "tlh", "", "xx-Yyyy-ZZ"])("speaks English to who speaks %o", async (to) => {
  expect(await loadStrings(to)).toBe(ENGLISH);
});

it.each(spoken)("speaks %s, and lacks no word in it", async (language) => {
  const strings = await loadStrings(language);
  expect(Object.keys(strings)).toEqual(Object.keys(ENGLISH));
  expect(await loadStrings(`${language}-XX`)).toEqual(strings);
});

it("takes Chinese without a word on its script for simplified", async () => {
  expect(await loadStrings("zh")).toEqual(await loadStrings("zh-Hans"));
  expect(await loadStrings("zh-CN")).toEqual(await loadStrings("zh-Hans"));
});
