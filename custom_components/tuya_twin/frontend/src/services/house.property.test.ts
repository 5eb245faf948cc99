import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connected, deviceUpdate, runUpdate, snapshot, statusUpdate } from "../../testing/fixtures";
import { readEvent } from "../types/guards";
import { STATUSES, type HouseEvent } from "../types/wire";
import { EMPTY_HOUSE, inStep, reduce, shownForHouse, shownForZone, type House } from "./house";

const EPOCHS = ["one", "two"] as const;
const ZONES = ["HOUSE", ...snapshot.zones.map((zone) => zone.id)];

const epoch = fc.constantFrom(...EPOCHS);
const seq = fc.integer({ min: 0, max: 60 });
const status = fc.constantFrom(...STATUSES);

const read = ([name, payload]: readonly [string, object]): HouseEvent => {
  const event = readEvent(name, payload);
  if (event === null) throw new Error(`${name} did not pass the border check`);
  return event;
};

const told = <T extends object>(name: string, payload: object, parts: fc.Arbitrary<T>) =>
  parts.map((more) => read([name, { ...payload, ...more }]));

const change = told(
  "status_update",
  statusUpdate,
  fc.record({ epoch, seq, status, zone: fc.constantFrom(...ZONES) }),
);
const arrival = told("connected", connected, fc.record({ epoch, seq }));
const whole = told("snapshot", snapshot, fc.record({ epoch, seq }));
const run = told(
  "run_update",
  runUpdate,
  fc.record({ id: fc.constantFrom("a", "b"), revision: fc.integer({ min: 0, max: 9 }) }),
);
const device = told("device_update", deviceUpdate, fc.record({ reachable: fc.boolean() }));
const others = fc.constantFrom(
  read(["screens_update", { screens: [], count: 0 }]),
  read(["incident_update", { incident: null }]),
  read(["plan_update", snapshot.plan]),
  read(["goodbye", { reason: "too_slow" }]),
  read(["pong", { at: "" }]),
);
const event = fc.oneof(change, arrival, whole, run, device, others);
const events = fc.array(event, { maxLength: 30 });

const after = (happened: readonly HouseEvent[], house: House = EMPTY_HOUSE): House =>
  happened.reduce(reduce, house);
const startsWhole = events.map((happened) =>
  after(happened, after([read(["snapshot", snapshot])])),
);

describe("whatever comes in whichever order", () => {
  it("a status never goes back within an epoch", () => {
    fc.assert(
      fc.property(events, fc.oneof(change, arrival, run, device, others), (happened, next) => {
        const before = after(happened);
        const now = reduce(before, next);
        if (before.place === null) expect(now.place).toBeNull();
        else if (now.place?.epoch === before.place.epoch) {
          expect(now.place.seq).toBeGreaterThanOrEqual(before.place.seq);
        }
      }),
    );
  });

  it("what comes twice changes nothing the second time", () => {
    fc.assert(
      fc.property(events, event, (happened, next) => {
        const once = reduce(after(happened), next);
        expect(reduce(once, next)).toEqual(once);
      }),
    );
  });

  it("what is shown is never calmer than any part of it", () => {
    fc.assert(
      fc.property(startsWhole, (house) => {
        const rank = STATUSES.indexOf(shownForHouse(house));
        for (const zone of house.zones) {
          const shown = STATUSES.indexOf(shownForZone(house, zone));
          expect(shown).toBeGreaterThanOrEqual(STATUSES.indexOf(zone.status));
          expect(shown).toBeGreaterThanOrEqual(STATUSES.indexOf(house.status));
          expect(rank).toBeGreaterThanOrEqual(shown);
        }
      }),
    );
  });

  it("a house is in step only once it has caught up with where the server stood", () => {
    fc.assert(
      fc.property(startsWhole, arrival, (house, welcome) => {
        const back = reduce(house, welcome);
        if (welcome.type !== "connected" || house.place === null) throw new Error("no welcome");
        const { epoch: there, seq: goal } = welcome.data;
        expect(inStep(back)).toBe(house.place.epoch === there && house.place.seq >= goal);
      }),
    );
  });

  it("devices and zones are never doubled or lost by news of them", () => {
    fc.assert(
      fc.property(startsWhole, (house) => {
        expect(house.zones.map(({ id }) => id)).toEqual(snapshot.zones.map(({ id }) => id));
        expect(new Set(house.devices.map(({ id }) => id)).size).toBe(snapshot.devices.length);
        expect(house.devices).toHaveLength(snapshot.devices.length);
      }),
    );
  });
});

describe("a snapshot", () => {
  /** What the server makes of the same changes. */
  const fold = (changes: readonly HouseEvent[]): HouseEvent => {
    const house = after(changes, after([read(["snapshot", snapshot])]));
    return read([
      "snapshot",
      {
        ...snapshot,
        ...house.place,
        house: { ...snapshot.house, status: house.status, since: house.since },
        zones: house.zones,
        devices: house.devices,
        incident: house.incident,
        run: house.run,
        screens: house.screens,
      },
    ]);
  };

  it("is the fold of the events that led to it, but for whose the last change was", () => {
    const steps = fc.array(fc.oneof(change, run, device), { maxLength: 20 });
    fc.assert(
      fc.property(steps, (happened) => {
        const lived = after(happened, after([read(["snapshot", snapshot])]));
        const shown = after([fold(happened)]);
        expect({ ...shown, lastChange: null }).toEqual({ ...lived, lastChange: null });
      }),
    );
  });
});
