import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  connected,
  deviceUpdate,
  incidentUpdate,
  lookoutUpdate,
  planUpdate,
  pong,
  runUpdate,
  screensUpdate,
  snapshot,
  statusUpdate,
} from "../../testing/fixtures";
import { readEvent } from "./guards";
import { EVENT_NAMES, PARTINGS } from "./wire";

const AGREED: Readonly<Record<(typeof EVENT_NAMES)[number], object>> = {
  connected,
  snapshot,
  status_update: statusUpdate,
  run_update: runUpdate,
  device_update: deviceUpdate,
  screens_update: screensUpdate,
  incident_update: incidentUpdate,
  plan_update: planUpdate,
  lookout_update: lookoutUpdate,
  goodbye: { reason: "revoked" },
  pong,
};

/** What a snapshot is taken without, rather than not at all. */
const SPARED = ["devices", "screens", "run", "plan", "lookout"];

describe.each(EVENT_NAMES)("%s", (name) => {
  it("is taken as agreed", () => {
    expect(readEvent(name, AGREED[name])?.type).toBe(name);
  });

  it("is taken with more than agreed: a newer server may say it", () => {
    expect(readEvent(name, { ...AGREED[name], more: {} })?.type).toBe(name);
  });

  it("is not taken without any of what was agreed and is needed", () => {
    const needed = Object.keys(AGREED[name]).filter((key) => {
      const rest = Object.fromEntries(Object.entries(AGREED[name]).filter(([own]) => own !== key));
      return readEvent(name, rest) === null;
    });
    const whole = Object.entries(AGREED[name]).map(([key, value]) => [
      key,
      needed.includes(key) ? Symbol("junk") : (value as unknown),
    ]);
    expect(needed).not.toEqual([]);
    expect(readEvent(name, Object.fromEntries(whole))).toBeNull();
  });

  it("survives anything", () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        const read = readEvent(name, junk);
        expect(read === null || read.type === name).toBe(true);
      }),
    );
  });

  it("survives anything in the place of any part", () => {
    const key = fc.constantFrom(...Object.keys(AGREED[name]));
    fc.assert(
      fc.property(key, fc.anything(), (part, junk) => {
        const read = readEvent(name, { ...AGREED[name], [part]: junk });
        if (name === "snapshot" && SPARED.includes(part) && Array.isArray(junk)) return;
        expect(read === null || read.type === name).toBe(true);
      }),
    );
  });
});

it("takes no event of another name", () => {
  fc.assert(
    fc.property(fc.string(), fc.anything(), (name, junk) => {
      fc.pre(!EVENT_NAMES.some((known) => known === name));
      expect(readEvent(name, junk)).toBeNull();
    }),
  );
});

it.each(PARTINGS)("knows the farewell %s", (reason) => {
  expect(readEvent("goodbye", { reason })).toEqual({ type: "goodbye", data: { reason } });
});

describe("what a newer server may say", () => {
  const camera = { ...deviceUpdate, id: "cam", kind: "camera" };

  it.each([
    ["a device", { devices: [...snapshot.devices, camera] }, "devices", snapshot.devices.length],
    ["a screen", { screens: [{ client_id: 7 }] }, "screens", 0],
  ])("costs a snapshot no more than %s", (_what, parts, key, left) => {
    const read = readEvent("snapshot", { ...snapshot, ...parts });
    expect(read?.type === "snapshot" && read.data[key as "devices"]).toHaveLength(left);
  });

  it.each([
    ["run", { run: { ...runUpdate, status: "PURPLE" } }, null],
    ["plan", { plan: { revision: "new" } }, { revision: 0, floors: [] }],
  ])("costs a snapshot no more than its %s", (key, parts, left) => {
    const read = readEvent("snapshot", { ...snapshot, ...parts });
    expect(read?.type === "snapshot" && read.data[key as "run"]).toEqual(left);
  });

  it("costs a list of screens no more than the screen, and is counted where nobody counted", () => {
    const screens = [...screensUpdate.screens, { client_id: 7 }];
    const read = readEvent("screens_update", { screens });
    expect(read?.type === "screens_update" && read.data).toEqual({
      screens: screensUpdate.screens,
      count: 3,
    });
  });
});

it("knows of a device that was never heard of that nothing is known", () => {
  const states = ["bulb", "siren", "lock"].map((kind) => {
    const read = readEvent("device_update", { ...deviceUpdate, kind, state: {} });
    return read?.type === "device_update" && read.data.state;
  });
  expect(states).toMatchObject([
    { on: null, brightness: null },
    { sounding: null },
    { bolt: "unknown" },
  ]);
});

it("takes a snapshot with the run that it has", () => {
  const read = readEvent("snapshot", { ...snapshot, run: runUpdate });
  expect(read?.type === "snapshot" && read.data.run).toEqual(runUpdate);
});

it.each(["devices", "screens"])("takes no snapshot whose %s are no list", (part) => {
  expect(readEvent("snapshot", { ...snapshot, [part]: "none" })).toBeNull();
});

it.each([
  ["siren", { sounding: false, battery: 80 }, true],
  ["siren", { sounding: false, battery: null }, true],
  ["siren", { sounding: false, battery: "full" }, false],
  ["lock", { bolt: "locked", battery: 80, changed_by: "Anna" }, true],
  ["lock", { bolt: "locked", battery: 80, changed_by: 7 }, false],
])("takes of a %s what it may tell besides: %o", (kind, state, taken) => {
  expect(readEvent("device_update", { ...deviceUpdate, kind, state }) !== null).toBe(taken);
});
