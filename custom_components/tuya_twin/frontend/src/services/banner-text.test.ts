import { expect, it } from "vitest";
import { runUpdate, snapshot, statusUpdate } from "../../testing/fixtures";
import { bannerText } from "./banner-text";
import { deviceGroups } from "./device-rows";
import type { House } from "./house";
import { HouseStore } from "./house-store";
import { screenRows } from "./screen-rows";
import { Wording } from "./wording";

const words = new Wording(
  undefined,
  { language: "en", time_format: "24", time_zone: "server" },
  "UTC",
);

function houseWith(parts: object, ...events: [string, unknown][]): House {
  const store = new HouseStore();
  store.receive("snapshot", { ...snapshot, ...parts });
  events.forEach(([name, payload]) => store.receive(name, payload));
  return store.house;
}

const GREEN = "GREEN_SAFE";
const zones = snapshot.zones.map((zone) => ({ ...zone, status: GREEN }));
const sound = snapshot.devices.map((device) =>
  device.kind === "siren" ? { ...device, reachable: true, state: { sounding: false } } : device,
);
const green = { house: { status: GREEN, since: null }, zones, devices: sound };
const banner = (house: House) => bannerText(house, "live", null, words);

it("says all safe only when everything is", () => {
  expect(banner(houseWith(green)).title).toBe("All safe");
});

it.each([
  ["siren", { reachable: false }, "cannot be reached"],
  ["siren", { state: { sounding: true } }, "is still sounding"],
  ["siren", { state: { sounding: null } }, "has not said whether it is silent"],
  ["lock", { state: { bolt: "jammed" } }, "is jammed"],
  ["lock", { state: { bolt: "unknown" } }, "has not said where its bolt is"],
])("does not say all safe with a %s that has %o", (kind, parts, what) => {
  const devices = sound.map((device) => (device.kind === kind ? { ...device, ...parts } : device));
  const text = banner(houseWith({ ...green, devices }));
  expect(text.title).toBe("Safe, but not all is as it should be");
  expect(text.wrong).toContain(what);
});

it("is never green when it is not live", () => {
  const text = bannerText(houseWith(green), "stale", Date.parse("2026-11-22T02:14:20Z"), words);
  expect(text).toMatchObject({ mood: "stale", title: "Not live since 02:14:20" });
});

it("names who, why, how far, and what failed with its cure", () => {
  const before = { seq: 41, devices: sound };
  const house = houseWith(before, ["status_update", statusUpdate], ["run_update", runUpdate]);
  expect(banner(house)).toEqual({
    mood: "red",
    title: "Critical: whole house",
    happened: "Anna at 02:14:07: Glass broke in the living room. 1 of 3 devices confirmed.",
    wrong: "Hall siren did not answer. Check its power and Wi-Fi.",
  });
});

it("lists failures first, then what is awaited", () => {
  const { run } = deviceGroups(houseWith({ run: runUpdate }), words, 0);
  expect(run.map((row) => row.result)).toEqual(["failed", "sent", "confirmed"]);
});

it.each([
  ["handshake_failed", "answers, but the keys do not fit"],
  ["gremlins", "did not do what was asked"],
  ["wrong_key_cure", "did not do what was asked"],
])("explains the reason %s, known or not", (reason, what) => {
  const steps = runUpdate.steps.map((step) => ({
    ...step,
    reason: step.reason && reason,
    stand_ins: [],
  }));
  const { run } = deviceGroups(houseWith({ run: { ...runUpdate, steps } }), words, 0);
  expect(run[0]?.detail).toBe(what);
  expect(run[0]?.cure).not.toBe("");
});

it("says who stood in for a siren that failed, and still that it failed", () => {
  const { run } = deviceGroups(houseWith({ run: runUpdate }), words, 0);
  expect(run[0]).toMatchObject({
    result: "failed",
    detail: "did not answer. Kitchen siren stood in for it",
  });
});

it("says when a device was reached only by the cloud", () => {
  const steps = runUpdate.steps.map((step) => ({ ...step, path: step.path && "cloud" }));
  const { run } = deviceGroups(houseWith({ run: { ...runUpdate, steps } }), words, 0);
  expect(run[2]?.detail).toBe("red, 100 %, by the cloud");
});

it.each([
  [null, "cannot be reached", "Check its power and Wi-Fi."],
  ["held", "is held by another app", "Close Smart Life on every phone"],
  ["wedged", "takes connections but says nothing", "Cut its mains for ten seconds."],
  ["asleep", "is asleep", "Press its button to wake it"],
])("says of a device with the trouble %s what it is and what to do", (trouble, what, cure) => {
  const devices = sound.map((device) =>
    device.kind === "lock" ? { ...device, reachable: false, trouble } : device,
  );
  const house = houseWith({ ...green, devices, run: null });
  expect(banner(house).wrong).toContain(`Front door ${what}. ${cure}`);
  expect(deviceGroups(house, words, 0).others[0]).toMatchObject({ tone: "bad" });
  expect(deviceGroups(house, words, 0).others[0]?.detail).toContain(what);
});

it("counts a screen as having seen the last status only from its seq on", () => {
  const rows = screenRows(houseWith({}), 42, words);
  expect(rows.map(({ name, seen }) => [name, seen])).toEqual([
    ["This screen", true],
    ["Kitchen tablet", false],
  ]);
});
