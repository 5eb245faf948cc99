import { expect, it } from "vitest";
import { codes, snapshot } from "../../testing/fixtures";
import { atRest, houseWith, runWith, sound, words } from "../../testing/houses";
import { faultsOf, reasonWords, troubleWords } from "./faults";
import type { Device } from "../types/wire";

const RED = { status: "RED_CRITICAL", since: null };
const named = (parts: object): readonly string[] =>
  faultsOf(houseWith({ ...atRest, ...parts }), words).map((fault) => fault.name);

it.each(codes.reasons)("has words and a cure for the reason %s", (reason) => {
  const other = reasonWords("gremlins", words);
  const { what, cure } = reasonWords(reason, words);
  expect(what).not.toBe(other.what);
  expect(cure).not.toBe("");
  expect([what, cure].join()).not.toMatch(/[{}]/);
});

it.each([null, "gremlins", "wrong_key_cure"])(
  "says of the reason %s what can be said",
  (reason) => {
    expect(reasonWords(reason, words).what).toBe("did not do what was asked");
  },
);

it("says why a device does not answer, as far as the house knows", () => {
  const [device] = houseWith(atRest).devices as [Device];
  const what = (trouble: string | null): string => troubleWords({ ...device, trouble }, words).what;
  expect([null, "unreachable", "held"].map(what)).toEqual([
    "cannot be reached",
    "cannot be reached",
    "is held by another app",
  ]);
});

it("names a device once, its part in the run first", () => {
  const devices = sound.map((device) => ({ ...device, reachable: false }));
  const run = { ...runWith({ result: "failed", reason: "unreachable" }) };
  expect(named({ devices, run })).toEqual(["Living room lamp", "Front door", "Hall siren"]);
});

it("holds against a siren only at rest that it sounds", () => {
  const devices = snapshot.devices.map((device) =>
    device.kind === "siren" ? { ...device, reachable: true, state: { sounding: true } } : device,
  );
  expect(named({ devices })).toEqual(["Hall siren"]);
  expect(named({ devices, house: RED })).toEqual([]);
});

it("forgives at rest who could not be reached and answers again, and nothing else", () => {
  const failed = (reason: string, more: object = {}) => runWith({ result: "failed", reason }, more);
  expect(named({ run: failed("unreachable") })).toEqual([]);
  expect(named({ run: failed("no_confirmation") })).toHaveLength(3);
  expect(named({ run: runWith({ result: "failed", reason: null }) })).toHaveLength(3);
  expect(named({ run: failed("unreachable"), house: RED })).toHaveLength(3);
  expect(named({ run: failed("unreachable", { finished: false }) })).toHaveLength(3);
  expect(named({ run: failed("unreachable"), devices: [] })).toHaveLength(3);
});
