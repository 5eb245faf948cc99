/** Devices of each kind, as a house would hold them. */
import fc from "fast-check";
import { BOLTS, type Bulb, type Device, type Lock, type Siren } from "../src/types/wire";

const base = {
  id: "one",
  name: "Thing",
  zone: "Foyer",
  reachable: true,
  seen_at: "2026-11-22T02:14:07.000+00:00",
  trouble: null,
};

export const bulb = (on: boolean | null, more: Partial<Bulb> = {}): Bulb => ({
  ...base,
  kind: "bulb",
  state: { on, mode: "white", brightness: 50, hue: null, saturation: null, kelvin: 2700 },
  ...more,
});

export const siren = (state: Siren["state"], more: Partial<Siren> = {}): Siren => ({
  ...base,
  kind: "siren",
  state,
  ...more,
});

export const lock = (state: Lock["state"], more: Partial<Lock> = {}): Lock => ({
  ...base,
  kind: "lock",
  state,
  ...more,
});

const known = fc.constantFrom(true, false, null);

export const anyDevice: fc.Arbitrary<Device> = fc.oneof(
  known.map((on) => bulb(on)),
  known.map((sounding) => siren({ sounding })),
  fc.constantFrom(...BOLTS).map((bolt) => lock({ bolt })),
);
