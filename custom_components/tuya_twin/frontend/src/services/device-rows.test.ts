import { describe, expect, it } from "vitest";
import { codes, runUpdate, snapshot } from "../../testing/fixtures";
import { atRest, drill, houseWith, runWith, sound, words } from "../../testing/houses";
import { deviceGroups, presentWords, stateWords } from "./device-rows";
import { runInTheNews } from "./run-progress";

const RED = { status: "RED_CRITICAL", since: null };
const STARTED = Date.parse(runUpdate.started_at);
const runRows = (parts: object) => deviceGroups(houseWith(parts), words, STARTED).run;

describe("the rows of a run", () => {
  it("come failures first, then what is awaited, with how long it took", () => {
    const groups = deviceGroups(houseWith({ run: runUpdate }), words, STARTED);
    expect(groups.run.map((row) => [row.result, row.tone, row.aside])).toEqual([
      ["failed", "bad", "5.0 s"],
      ["sent", "wait", ""],
      ["confirmed", "good", "18 ms"],
    ]);
    expect(groups.progress).toEqual({ done: 1, failed: 1, all: 3 });
    expect([groups.drill, groups.others]).toEqual([false, []]);
  });

  it.each(codes.results)("have words for the result %s", (result) => {
    const [row] = runRows({ run: runWith({ result }), devices: [] });
    expect(row?.detail).toMatch(/^[a-z]/);
    expect(row?.device).toBeNull();
  });

  it("say who stood in for a siren that failed, and still that it failed", () => {
    expect(runRows({ run: runUpdate })[0]).toMatchObject({
      result: "failed",
      detail: "did not answer. Kitchen siren stood in for it",
    });
  });

  it.each([
    ["lan", "red, 100 %"],
    ["cloud", "red, 100 %, by the cloud"],
    ["entity", "red, 100 %, by its entity"],
  ])("say by which way a device was reached: %s", (path, detail) => {
    expect(codes.paths).toContain(path);
    expect(runRows({ run: runWith({ result: "confirmed", path }) })[0]?.detail).toBe(detail);
  });

  it("say of a drill what was done, or what a look has shown", () => {
    const run = runWith({ result: "confirmed" }, { drill: true });
    const steps = (run as typeof drill).steps.map((step) => ({
      ...step,
      check: step.kind === "lock",
    }));
    const groups = deviceGroups(houseWith({ ...atRest, run: { ...run, steps } }), words, STARTED);
    expect(groups.drill).toBe(true);
    expect(groups.run.map((row) => row.detail)).toEqual([
      "did its part",
      "ready; unlocked",
      "did its part",
    ]);
  });
});

describe("a run is news", () => {
  const news = (parts: object, age: number) =>
    runInTheNews(houseWith(parts), STARTED + age) !== null;
  const done = runWith({ result: "confirmed" });

  it.each([
    ["while it runs", { ...atRest, run: runUpdate }, 3_600_000, true],
    ["while the house is not at rest", { ...atRest, house: RED, run: done }, 3_600_000, true],
    ["with a failure", { ...atRest, run: runWith({ result: "failed" }) }, 3_600_000, true],
    ["for a minute", { ...atRest, run: done }, 59_999, true],
    ["no longer than that", { ...atRest, run: done }, 60_000, false],
    ["not without steps", { ...atRest, run: { ...runUpdate, steps: [] } }, 0, false],
    ["not if there is none", { ...atRest, run: null }, 0, false],
    ["not as a drill from before an alarm", { ...atRest, house: RED, run: drill }, 0, false],
  ])("%s", (_when, parts, age, shown) => {
    expect(news(parts, age)).toBe(shown);
  });
});

describe("the other devices", () => {
  const others = (parts: object, live = true) =>
    deviceGroups(houseWith({ ...atRest, ...parts }), words, STARTED, live).others;

  it("come troubles first, then room by room", () => {
    const [bulb, siren, lock] = sound;
    const far = { ...bulb, id: "far", name: "Bedside lamp", zone: "MasterBedroom" };
    const lost = { ...bulb, id: "lost", name: "Lost lamp", zone: "nowhere" };
    const jammed = { ...lock, state: { bolt: "jammed" } };
    const rows = others({ devices: [lost, far, siren, bulb, jammed] });
    expect(rows.map((row) => [row.name, row.tone])).toEqual([
      ["Front door", "bad"],
      ["Living room lamp", "quiet"],
      ["Hall siren", "quiet"],
      ["Bedside lamp", "quiet"],
      ["Lost lamp", "quiet"],
    ]);
    expect(rows[0]?.cure).toBe("Go and look at the door.");
  });

  it.each([
    ["jammed", "fault.jammed_cure"],
    ["unknown", "fault.bolt_unknown_cure"],
  ] as const)("say what to do about a bolt that is %s", (bolt, cure) => {
    const [row] = others({ devices: [{ ...sound[2], state: { bolt } }] });
    expect([row?.tone, row?.cure]).toEqual(["bad", words.t(cure)]);
  });

  it("say how old their news are, or that there are none", () => {
    const rows = others({ devices: [sound[0], { ...sound[1], seen_at: null }] });
    expect(rows.map((row) => row.aside)).toEqual(["now", "not seen yet"]);
  });

  it.each([
    [null, "cannot be reached", "Check its power and Wi-Fi."],
    ["held", "is held by another app", "Close Smart Life on every phone"],
    ["asleep", "is asleep", "Press its button to wake it"],
  ])("with the trouble %s say what it is and what to do", (trouble, what, cure) => {
    const [row] = others({ devices: [{ ...sound[2], reachable: false, trouble }] });
    expect(row).toMatchObject({ tone: "bad", detail: `${what}, last: unlocked` });
    expect(row?.cure).toContain(cure);
  });

  it("are the last that was known of a house that is not live, and nothing is ticked off", () => {
    const house = houseWith({ ...atRest, house: RED, run: runUpdate, devices: snapshot.devices });
    const groups = deviceGroups(house, words, STARTED, false);
    expect(groups).toMatchObject({ run: [], progress: null, drill: false });
    expect(groups.others.map((row) => [row.tone, row.result, row.cure, row.detail])).toEqual([
      ["quiet", null, "", "last: red, 100 %"],
      ["quiet", null, "", "last: has not reported yet"],
      ["quiet", null, "", "last: unlocked"],
    ]);
  });
});

describe("a state in words", () => {
  const [bulb, siren, lock] = snapshot.devices;
  const state = (device: object | undefined, parts: object): string => {
    const [read] = houseWith({ devices: [{ ...device, state: parts }] }).devices;
    return read === undefined ? "" : stateWords(read, words);
  };

  it.each([
    ["a bulb that is off", bulb, { ...bulb?.state, on: false }, "off"],
    ["a bulb nobody has heard of", bulb, {}, "has not reported yet"],
    ["a bulb without a dimmer", bulb, { ...bulb?.state, brightness: null }, "red"],
    ["a siren", siren, { sounding: true }, "sounding"],
    ["a siren that is silent", siren, { sounding: false }, "silent"],
    ["a siren nobody has heard of", siren, {}, "has not reported yet"],
    ["a lock nobody has heard of", lock, {}, "bolt not known"],
  ])("of %s", (_what, device, parts, said) => {
    expect(state(device, parts)).toBe(said);
  });

  it.each(codes.bolts)("of a bolt that is %s", (bolt) => {
    expect(state(lock, { bolt })).not.toBe("");
  });

  it("has reachability in the same breath", () => {
    const said = (parts: object): string => {
      const [read] = houseWith({ devices: [{ ...sound[2], ...parts }] }).devices;
      return read === undefined ? "" : presentWords(read, words);
    };
    expect([
      said({}),
      said({ reachable: false }),
      said({ reachable: false, seen_at: null }),
    ]).toEqual(["unlocked", "cannot be reached, last: unlocked", "cannot be reached"]);
  });
});
