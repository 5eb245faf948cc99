import { describe, expect, it } from "vitest";
import { codes, lookoutUpdate, runUpdate, snapshot, statusUpdate } from "../../testing/fixtures";
import { atRest, drill, houseWith, runWith, sound, words } from "../../testing/houses";
import { bannerText } from "./banner-text";
import { EMPTY_HOUSE, type House } from "./house";

const RED = "RED_CRITICAL";
const YELLOW = "YELLOW_WARNING";
const AT = Date.parse("2026-11-22T02:14:20Z");
const banner = (house: House) => bannerText(house, "live", null, words);

describe("a house at rest", () => {
  it("is all safe only when everything is", () => {
    expect(banner(houseWith(atRest))).toEqual({
      mood: "green",
      title: "All safe",
      happened: "Everything is reachable and as it should be.",
      wrong: "",
      answered: "",
    });
  });

  it("without devices does not claim to be reachable", () => {
    expect(banner(houseWith({ ...atRest, devices: [] })).happened).toBe(
      "There are no devices yet.",
    );
  });

  it.each([
    ["siren", { reachable: false }, "cannot be reached"],
    ["siren", { state: { sounding: true } }, "is still sounding"],
    ["siren", { state: { sounding: null } }, "has not said whether it is silent"],
    ["lock", { state: { bolt: "jammed" } }, "is jammed"],
    ["lock", { state: { bolt: "unknown" } }, "has not said where its bolt is"],
  ])("is not all safe with a %s that has %o", (kind, parts, what) => {
    const devices = sound.map((device) =>
      device.kind === kind ? { ...device, ...parts } : device,
    );
    const text = banner(houseWith({ ...atRest, devices }));
    expect(text).toMatchObject({ mood: "fault", title: "Safe, but not all is as it should be" });
    expect(text.wrong).toContain(what);
  });

  it("tells how far a run back to it has come before it calls itself safe", () => {
    const run = { ...runUpdate, protocol: "green", status: "GREEN_SAFE", finished: false };
    const steps = run.steps.slice(0, 2);
    expect(banner(houseWith({ ...atRest, run: { ...run, steps } }))).toMatchObject({
      mood: "green",
      title: "Safe",
      happened: "1 of 2 devices confirmed.",
    });
  });
});

describe("a drill", () => {
  it("is called one while it runs, and is no alarm", () => {
    const run = { ...drill, steps: drill.steps.slice(0, 2) };
    expect(banner(houseWith({ ...atRest, run }))).toMatchObject({
      mood: "green",
      title: "Drill under way",
      happened:
        "A rehearsal: nobody is alarmed, and the status stays as it is. " +
        "1 of 2 devices confirmed.",
    });
  });

  it("is over when it is over", () => {
    const run = runWith({ result: "confirmed" }, { drill: true });
    expect(banner(houseWith({ ...atRest, run })).title).toBe("All safe");
  });

  it("that found a fault says so, and a fault of another kind is not its", () => {
    const run = runWith({ result: "failed", reason: "unknown_state" }, { drill: true });
    const text = banner(houseWith({ ...atRest, run }));
    expect(text.title).toBe("Safe, but the drill found a fault");
    expect(text.wrong).toBe(
      "Living room lamp answers, but does not tell how it is. " +
        "Go and look at it, and do not rely on it. And 2 more below.",
    );
    const jammed = sound.map((device) =>
      device.kind === "lock" ? { ...device, state: { bolt: "jammed" } } : device,
    );
    const passed = runWith({ result: "confirmed" }, { drill: true });
    expect(banner(houseWith({ ...atRest, devices: jammed, run: passed })).title).toBe(
      "Safe, but not all is as it should be",
    );
  });

  it("is neither the cause nor the progress of an alarm after it", () => {
    const status = { ...statusUpdate, seq: 43, cause: null };
    const house = houseWith({ ...atRest, run: { ...drill, finished: true } }, [
      "status_update",
      status,
    ]);
    expect(banner(house).happened).toBe("Since 02:14:07.");
  });
});

describe("an alarm", () => {
  it("names who, why, how far, and what failed with its cure", () => {
    const before = { seq: 41, devices: sound, incident: null };
    const house = houseWith(before, ["status_update", statusUpdate], ["run_update", runUpdate]);
    expect(banner(house)).toEqual({
      mood: "red",
      title: "Critical: whole house",
      happened: "Anna at 02:14:07: Glass broke in the living room. 1 of 3 devices confirmed.",
      wrong: "Hall siren did not answer. Check its power and Wi-Fi.",
      answered: "",
    });
  });

  it.each([
    [{ name: "Anna", reason: null }, "Anna called it at 02:14:07."],
    [{ name: null, reason: "Smoke. " }, "Smoke, at 02:14:07."],
    [{ name: null, reason: null, origin: "automation" }, "An automation called it at 02:14:07."],
    [{ name: null, reason: "", origin: "system" }, "The household itself called it at 02:14:07."],
    [{ name: null, reason: null, origin: "ghost" }, "Since 02:14:07."],
    [{ name: null, reason: null, origin: "rules" }, "The rules called it at 02:14:07."],
    [{ name: null, reason: "Motion. ", origin: "rules" }, "Motion, at 02:14:07."],
    [
      { name: "Bot", reason: null, origin: "ai" },
      "An AI called it at 02:14:07, within the bounds of the rules.",
    ],
    [
      { name: "Bot", reason: "All is well.", origin: "ai" },
      "An AI called it at 02:14:07, within the bounds of the rules: \u201cAll is well\u201d",
    ],
  ])("with the cause %o says: %s", (parts, sentence) => {
    const cause = { ...statusUpdate.cause, ...parts };
    const house = houseWith({ ...atRest, seq: 41 }, ["status_update", { ...statusUpdate, cause }]);
    expect(banner(house).happened).toBe(sentence);
  });

  it("tells what the rules found by its sensors", () => {
    const cause = { ...statusUpdate.cause, name: null, reason: "50 + 40", origin: "rules" };
    const house = houseWith({ seq: 41 }, ["status_update", { ...statusUpdate, cause }]);
    expect(banner(house).happened).toBe(
      "Hallway (motion) and Living room window (vibration), at 02:14:07.",
    );
  });

  it("does not call all safe while somebody came in who has not said who they are", () => {
    const { happened, title, mood } = banner(houseWith({ ...atRest, lookout: lookoutUpdate }));
    expect([happened, title, mood]).toEqual(["", "Safe", "green"]);
  });

  it("says nothing of a time it does not know", () => {
    const house = houseWith({ ...atRest, house: { status: RED, since: null } });
    expect(banner(house).happened).toBe("");
  });

  it("names its rooms, or counts them", () => {
    const room = (id: string) => ({ id, name: id, status: YELLOW, since: statusUpdate.at });
    const few = houseWith({ ...atRest, zones: ["Hall", "Study"].map(room) });
    expect(banner(few)).toMatchObject({ mood: "yellow", title: "Warning: Hall and Study" });
    const many = houseWith({ ...atRest, zones: ["A", "B", "C", "D"].map(room) });
    expect(banner(many).title).toBe("Warning: 4 rooms");
  });

  it("that has calmed down says what it was", () => {
    const zones = snapshot.zones.map((zone) => ({ ...zone, status: YELLOW }));
    const incident = { ...snapshot.incident, status: RED };
    expect(banner(houseWith({ ...atRest, zones, incident })).happened).toContain(
      "Before, it was critical.",
    );
  });

  it("counts no device of a run that skipped them all", () => {
    const house = { status: RED, since: null };
    const run = runWith({ result: "skipped", reason: "superseded" });
    expect(banner(houseWith({ ...atRest, house, run })).happened).not.toContain("confirmed");
  });

  it("speaks of one device in the singular", () => {
    const house = { status: RED, since: null };
    const run = { ...runUpdate, steps: runUpdate.steps.slice(0, 1) };
    expect(banner(houseWith({ ...atRest, house, run })).happened).toContain(
      "1 of 1 device confirmed.",
    );
  });

  it.each(codes.answers)("says who answered, when: %s", (answer) => {
    const answered = { answer, by: "Anna", at: "2026-11-22T02:15:03+00:00" };
    const said = (by: string | null): string => {
      const incident = { ...snapshot.incident, answered: { ...answered, by } };
      return banner(houseWith({ incident })).answered;
    };
    expect(said("Anna")).toMatch(/ by Anna at 02:15\.$/);
    expect(said(null)).toMatch(/^\w.* at 02:15\.$/);
  });

  it("says that a door was left unlocked on purpose", () => {
    const steps = runUpdate.steps.map((step) => ({
      ...step,
      stand_ins: [],
      ...(step.kind === "lock"
        ? { result: "skipped", reason: "hazard" }
        : { result: "confirmed", reason: null }),
    }));
    const house = { status: RED, since: null };
    const text = banner(houseWith({ ...atRest, house, run: { ...runUpdate, steps } }));
    expect(text.wrong).toBe(
      "Front door is left unlocked because of smoke or gas. " +
        "Nobody must be locked in. Lock it yourself once it is safe.",
    );
    expect(text.happened).toContain("2 of 2 devices confirmed.");
  });
});

describe("what is not live", () => {
  it("is never green", () => {
    const text = bannerText(houseWith(atRest), "stale", AT, words);
    expect(text).toMatchObject({ mood: "stale", title: "Not live since 02:14:20" });
    expect(bannerText(EMPTY_HOUSE, "stale", null, words).title).toBe("Not live");
  });

  it("says that the household is being set up anew", () => {
    const house = houseWith(atRest, ["goodbye", { reason: "household_closed" }]);
    expect(bannerText(house, "stale", AT, words).happened).toContain("set up anew");
  });

  it("says when nothing is known yet", () => {
    expect(bannerText(EMPTY_HOUSE, "connecting", null, words)).toMatchObject({
      mood: "stale",
      title: "Connecting to the house",
    });
  });

  it("says why it was not let in: never, or not any more", () => {
    const house = houseWith(atRest, ["goodbye", { reason: "revoked" }]);
    const titles = [EMPTY_HOUSE, house].map((one) => bannerText(one, "refused", AT, words).title);
    expect(titles).toEqual([
      "The house did not let this screen in",
      "This screen's access was taken back",
    ]);
  });
});
