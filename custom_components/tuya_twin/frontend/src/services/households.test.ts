import { expect, it } from "vitest";
import { chosenHousehold, readHouseholds } from "./households";

const HOME = { id: "home", name: "Home", socketPath: "/socket" };
const CABIN = { id: "cabin", name: "Cabin", socketPath: "/socket" };
const wire = ({ id, name, socketPath }: typeof HOME) => ({ id, name, socket_path: socketPath });

it("reads the households, and leaves out what is none", () => {
  const households = [wire(HOME), null, { id: 1 }, { id: "a", name: "b" }, wire(CABIN)];
  expect(readHouseholds({ households })).toEqual([HOME, CABIN]);
});

it.each([null, "none", {}, { households: "home" }])("finds none in %o", (answer) => {
  expect(readHouseholds(answer)).toEqual([]);
});

it("shows the one that was chosen while it is there, else the one that is offered", () => {
  const offered = { ...HOME, name: "" };
  expect(chosenHousehold(offered, [HOME, CABIN], "cabin")).toBe(CABIN);
  expect(chosenHousehold(offered, [HOME, CABIN], "sold")).toBe(HOME);
  expect(chosenHousehold(offered, [], "cabin")).toBe(offered);
});
