import { expect, it } from "vitest";
import { words } from "../../../testing/houses";
import { night } from "../../../testing/incident-fixtures";
import { learnedWords } from "./learned";

it("says which sensors count for less, and how much they still do", () => {
  expect(learnedWords(night.weights, words)).toBe("Counts for less from now on: Glass (50 %).");
});

it("says of each sensor only what it counts now", () => {
  const [first] = night.weights;
  if (first === undefined) throw new Error("Nothing was learned that night.");
  const door = { ...first, sensor: "door", name: "Door", weight: 80 };
  expect(learnedWords([first, door, { ...first, weight: 40 }], words)).toBe(
    "Counts for less from now on: Glass (40 %) and Door (80 %).",
  );
});

it("says nothing where nothing was learned", () => {
  expect(learnedWords([], words)).toBe("");
});
