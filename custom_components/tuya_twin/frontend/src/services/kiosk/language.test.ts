import { expect, it } from "vitest";
import { ENGLISH, loadStrings, type Strings } from "../languages";
import { speechFor } from "./language";

const GERMAN: Strings = { ...ENGLISH, title: "Zwilling" };
const load = (language: string): Promise<Strings> =>
  Promise.resolve(language.startsWith("de") || language.startsWith("ar") ? GERMAN : ENGLISH);

it("speaks the first language of the browser that it knows", async () => {
  const speech = await speechFor(["sw", "de-AT", "en"], load);
  expect(speech).toEqual({ language: "de-AT", strings: GERMAN, direction: "ltr" });
});

it("takes English from who asked for it before another", async () => {
  expect((await speechFor(["en-GB", "de"], load)).language).toBe("en-GB");
});

it("speaks English where it knows none, or nothing is asked for", async () => {
  expect(await speechFor(["sw"])).toMatchObject({
    language: "en",
    strings: await loadStrings("en"),
  });
  expect((await speechFor([])).language).toBe("en");
});

it("writes from the right what is read from there", async () => {
  expect((await speechFor(["ar-EG"], load)).direction).toBe("rtl");
});
