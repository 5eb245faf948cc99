/** Houses to tell of, made from the agreed payloads. */
import type { House } from "../src/services/house";
import { HouseStore } from "../src/services/house-store";
import { Wording } from "../src/services/wording";
import { UNWATCHED } from "../src/types/lookout";
import { runUpdate, snapshot } from "./fixtures";

export const words = new Wording(
  undefined,
  { language: "en", time_format: "24", time_zone: "server" },
  "UTC",
);

export type Said = readonly [name: string, payload: unknown];

/** The agreed house with some parts changed, and what it was told since. */
export function houseWith(parts: object, ...said: Said[]): House {
  const store = new HouseStore();
  store.receive("snapshot", { ...snapshot, ...parts });
  for (const [name, payload] of said) {
    if (store.receive(name, payload) === null) throw new Error(`${name} is no such event`);
  }
  return store.house;
}

const GREEN = "GREEN_SAFE";

/** Every device as it should be at rest. */
export const sound = snapshot.devices.map((device) =>
  device.kind === "siren"
    ? { ...device, reachable: true, trouble: null, state: { sounding: false } }
    : device,
);

/** The parts of a house at rest, whose last run is long over. */
export const atRest = {
  house: { status: GREEN, since: null },
  zones: snapshot.zones.map((zone) => ({ ...zone, status: GREEN })),
  devices: sound,
  incident: null,
  run: null,
  lookout: UNWATCHED,
};

export const drill = { ...runUpdate, drill: true };

/** A run of which every step has come to the same result. */
export const runWith = (step: object, run: object = {}): object => ({
  ...runUpdate,
  finished: true,
  ...run,
  steps: runUpdate.steps.map((one) => ({ ...one, reason: null, stand_ins: [], ...step })),
});
