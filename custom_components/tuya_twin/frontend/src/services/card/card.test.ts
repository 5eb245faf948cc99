import fc from "fast-check";
import { expect, it } from "vitest";
import { cardConfig, FLAG_DEFAULTS, withValue } from "./config";
import { Wording } from "../wording";
import { fieldLabel, formFields } from "./form";
import { chosenFrom } from "../households";

it("needs nothing to be written", () => {
  expect(cardConfig({ type: "custom:tuya-twin-card" })).toEqual({
    title: "",
    household: null,
    floor: null,
    showBanner: true,
    showDevices: false,
    showControls: false,
  });
});

it("takes what is written, and what a form leaves empty for nothing", () => {
  const written = { title: " Cellar ", household: "01K", floor: "", show_controls: true };
  expect(cardConfig(written)).toMatchObject({
    title: "Cellar",
    household: "01K",
    floor: null,
    showControls: true,
  });
});

it.each([
  [null, "mapping"],
  [["title"], "mapping"],
  [{ title: 5 }, '"title" has to be text'],
  [{ show_controls: "yes" }, '"show_controls" has to be true or false'],
])("says what is wrong with %j", (written, message) => {
  expect(() => cardConfig(written)).toThrow(message);
});

it("writes only what differs from nothing", () => {
  const written = { type: "custom:tuya-twin-card", title: "Cellar" };
  expect(withValue(written, "title", "")).toEqual({ type: "custom:tuya-twin-card" });
  expect(withValue(written, "household", undefined)).toEqual(written);
  expect(withValue(written, "show_banner", true)).toEqual(written);
  expect(withValue(written, "show_banner", false)).toEqual({ ...written, show_banner: false });
  expect(withValue(written, "floor", "attic")).toEqual({ ...written, floor: "attic" });
});

it("reads back what the editor has written, flag by flag", () => {
  const flags = fc.constantFrom(...(Object.keys(FLAG_DEFAULTS) as (keyof typeof FLAG_DEFAULTS)[]));
  fc.assert(
    fc.property(flags, fc.boolean(), (flag, value) => {
      const { showBanner, showDevices, showControls } = cardConfig(withValue({}, flag, value));
      const read = {
        show_banner: showBanner,
        show_devices: showDevices,
        show_controls: showControls,
      };
      expect(read).toEqual({ ...FLAG_DEFAULTS, [flag]: value });
    }),
  );
});

it("shows the chosen household, the first without a choice, and never another one", () => {
  const households = [
    { id: "01K", name: "Home", socketPath: "/socket" },
    { id: "02K", name: "Lake", socketPath: "/socket" },
  ];
  expect(chosenFrom(households, null)?.name).toBe("Home");
  expect(chosenFrom(households, "02K")?.name).toBe("Lake");
  expect(chosenFrom(households, "gone")).toBeUndefined();
  expect(chosenFrom([], null)).toBeUndefined();
});

const words = new Wording();
const FLOOR = { zones: [], rooms: [], doors: [], devices: [] };

it("asks in its editor nothing that has only one answer", () => {
  const names = formFields([], [{ ...FLOOR, id: "a", name: "A" }], words).map(({ name }) => name);
  expect(names).toEqual(["title", "show_banner", "show_devices", "show_controls"]);
});

it("offers households and floors by name, and has words for every field", () => {
  const households = ["Home", "Lake"].map((name) => ({ id: name, name, socketPath: "" }));
  const floors = ["Ground", "Attic"].map((name) => ({ ...FLOOR, id: name, name }));
  const fields = formFields(households, floors, words);
  const offered = fields.flatMap(({ selector }) =>
    "select" in selector ? [selector.select.options.map(({ label }) => label)] : [],
  );
  expect(offered).toEqual([
    ["Home", "Lake"],
    [words.t("card.editor_floor_auto"), "Ground", "Attic"],
  ]);
  expect(fields.map(({ name }) => fieldLabel(name, words))).not.toContain("");
});
