import { describe, expect, it } from "vitest";
import {
  connected,
  deviceUpdate,
  lookoutUpdate,
  pong,
  runUpdate,
  screensUpdate,
  snapshot,
  statusUpdate,
} from "../../testing/fixtures";
import { readEvent } from "../types/guards";
import { UNWATCHED } from "../types/lookout";
import type { HouseEvent } from "../types/wire";
import {
  causeOf,
  EMPTY_HOUSE,
  inStep,
  reduce,
  shownForHouse,
  shownForZone,
  shownSince,
  zoneName,
  type House,
} from "./house";
import { HouseStore } from "./house-store";

const event = (name: string, payload: unknown): HouseEvent => {
  const read = readEvent(name, payload);
  if (read === null) throw new Error(`${name} did not pass the border check`);
  return read;
};
const after = (house: House, ...events: [string, unknown][]): House =>
  events.reduce((state, [name, payload]) => reduce(state, event(name, payload)), house);

const GREEN_SNAPSHOT = {
  ...snapshot,
  seq: 41,
  house: { ...snapshot.house, status: "GREEN_SAFE" },
};
const calm = after(EMPTY_HOUSE, ["connected", connected], ["snapshot", GREEN_SNAPSHOT]);
const status = (seq: number, zone: string, word: string, more = {}) =>
  ["status_update", { ...statusUpdate, seq, zone, status: word, ...more }] as [string, unknown];

it("takes how it is watched from the snapshot, and then as it changes", () => {
  expect(calm.lookout).toEqual(lookoutUpdate);
  const watch = { ...lookoutUpdate.watch, mode: "off" };
  const next = after(calm, ["lookout_update", { ...lookoutUpdate, watch, opinion: null }]);
  expect(next.lookout).toEqual({ ...lookoutUpdate, watch, opinion: null });
  expect(after(EMPTY_HOUSE, ["snapshot", { ...snapshot, lookout: 7 }]).lookout).toBe(UNWATCHED);
});

describe("the border check", () => {
  it.each([
    ["connected", connected],
    ["snapshot", snapshot],
    ["status_update", statusUpdate],
    ["run_update", runUpdate],
    ["device_update", deviceUpdate],
    ["screens_update", screensUpdate],
    ["pong", pong],
  ])("takes the recorded %s", (name, payload) => {
    expect(readEvent(name, payload)?.type).toBe(name);
  });

  it.each([
    ["status_update", { ...statusUpdate, status: "PURPLE" }],
    ["status_update", { ...statusUpdate, seq: "42" }],
    ["device_update", { ...deviceUpdate, kind: "camera" }],
    ["run_update", { ...runUpdate, steps: [{}] }],
    ["snapshot", null],
    ["snapshot", { ...snapshot, at: "yesterday" }],
    ["gossip", {}],
  ])("ignores a wrong %s", (name, payload) => {
    const store = new HouseStore();
    store.receive("snapshot", snapshot);
    const before = store.house;
    expect(store.receive(name, payload)).toBeNull();
    expect(store.house).toBe(before);
  });

  it("keeps a snapshot with a device of a kind it does not know, without that device", () => {
    const camera = { ...deviceUpdate, id: "cam", kind: "camera" };
    const read = event("snapshot", { ...snapshot, devices: [...snapshot.devices, camera] });
    expect(read.type === "snapshot" && read.data.devices).toHaveLength(3);
  });
});

describe("status", () => {
  it("shows for a zone the higher of its own and the house's", () => {
    const house = after(calm, status(42, "Foyer", "YELLOW_WARNING"));
    expect(house.zones.map((zone) => shownForZone(house, zone))).toEqual([
      "YELLOW_WARNING",
      "YELLOW_WARNING",
      "GREEN_SAFE",
    ]);
    expect(shownForHouse(house)).toBe("YELLOW_WARNING");
    expect(shownForHouse(after(house, status(43, "HOUSE", "RED_CRITICAL")))).toBe("RED_CRITICAL");
  });

  it("clears every zone with green on the house, and one zone with green on a zone", () => {
    const red = after(
      calm,
      status(42, "HOUSE", "RED_CRITICAL"),
      status(43, "Foyer", "RED_CRITICAL"),
    );
    const one = after(red, status(44, "Foyer", "GREEN_SAFE"));
    expect(one.zones.map((zone) => zone.status)).toEqual([
      "YELLOW_WARNING",
      "GREEN_SAFE",
      "GREEN_SAFE",
    ]);
    expect(one.status).toBe("RED_CRITICAL");
    expect(shownForHouse(after(one, status(45, "HOUSE", "GREEN_SAFE")))).toBe("GREEN_SAFE");
  });

  it("takes each event of an epoch once", () => {
    const house = after(calm, status(43, "HOUSE", "RED_CRITICAL"));
    expect(after(house, status(43, "HOUSE", "GREEN_SAFE"))).toBe(house);
    expect(after(house, status(42, "HOUSE", "GREEN_SAFE"))).toBe(house);
    const anew = after(house, status(1, "HOUSE", "GREEN_SAFE", { epoch: "new" }));
    expect(anew.status).toBe("GREEN_SAFE");
  });
});

describe("being in step", () => {
  it("is only reached with the snapshot", () => {
    const waiting = after(EMPTY_HOUSE, ["connected", connected]);
    expect(inStep(waiting)).toBe(false);
    expect(inStep(after(waiting, ["snapshot", snapshot]))).toBe(true);
  });

  it("is lost at a reconnect until the missed events are in", () => {
    const back = after(calm, ["connected", { ...connected, seq: 43 }]);
    expect(inStep(back)).toBe(false);
    const halfway = after(back, status(42, "HOUSE", "YELLOW_WARNING"));
    expect(inStep(halfway)).toBe(false);
    expect(inStep(after(halfway, status(43, "HOUSE", "RED_CRITICAL")))).toBe(true);
  });

  it("stays at a reconnect that missed nothing", () => {
    expect(inStep(after(calm, ["connected", connected]))).toBe(true);
  });
});

describe("runs, devices and screens", () => {
  it("lets a run go forward only", () => {
    const house = after(calm, ["run_update", runUpdate]);
    expect(after(house, ["run_update", { ...runUpdate, revision: 3 }])).toBe(house);
    const next = after(house, ["run_update", { ...runUpdate, revision: 5, finished: true }]);
    expect(next.run?.finished).toBe(true);
  });

  it("shows another run unless it is older", () => {
    const house = after(calm, ["run_update", runUpdate]);
    const older = { ...runUpdate, id: "older", started_at: "2026-11-22T02:00:00+00:00" };
    const newer = { ...runUpdate, id: "newer", started_at: "2026-11-22T03:00:00+00:00" };
    expect(after(house, ["run_update", older])).toBe(house);
    expect(after(house, ["run_update", newer]).run?.id).toBe("newer");
  });

  it("replaces a known device and adds a new one", () => {
    const off = { ...deviceUpdate, reachable: false };
    expect(after(calm, ["device_update", off]).devices[0]?.reachable).toBe(false);
    expect(after(calm, ["device_update", { ...off, id: "new" }]).devices).toHaveLength(4);
  });

  it("takes the list of screens as it comes", () => {
    expect(after(calm, ["screens_update", screensUpdate]).screens).toHaveLength(2);
  });
});

describe("what is said of a house", () => {
  it("has the cause of the change that was seen, else that of the run that belongs to it", () => {
    const seen = after(calm, status(42, "HOUSE", "RED_CRITICAL"), ["run_update", runUpdate]);
    expect(causeOf(seen)).toMatchObject({ name: "Anna" });
    const come = after(EMPTY_HOUSE, ["snapshot", snapshot]);
    expect(causeOf(come)).toBeNull();
    expect(causeOf(after(come, ["run_update", runUpdate]))).toMatchObject({ name: "Anna" });
    expect(causeOf(after(come, ["run_update", { ...runUpdate, drill: true }]))).toBeNull();
    expect(causeOf(after(calm, ["run_update", runUpdate]))).toBeNull();
  });

  it("is as old as the first room that shows it", () => {
    const zones = snapshot.zones.map((zone, index) => ({
      ...zone,
      status: "YELLOW_WARNING",
      since: index === 2 ? null : `2026-11-22T02:1${5 - index}:00+00:00`,
    }));
    const yellow = { ...GREEN_SNAPSHOT, zones };
    expect(shownSince(after(EMPTY_HOUSE, ["snapshot", yellow]))).toBeNull();
    const known = { ...yellow, zones: zones.slice(0, 2) };
    expect(shownSince(after(EMPTY_HOUSE, ["snapshot", known]))).toBe("2026-11-22T02:14:00+00:00");
    expect(shownSince(after(EMPTY_HOUSE, ["snapshot", { ...yellow, zones: [] }]))).toBe(
      GREEN_SNAPSHOT.house.since,
    );
  });

  it("calls a room by its name, or by what there is", () => {
    expect([zoneName(calm, "Foyer"), zoneName(calm, "Attic")]).toEqual(["Foyer", "Attic"]);
  });
});
