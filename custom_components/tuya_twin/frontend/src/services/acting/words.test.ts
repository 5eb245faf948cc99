import { describe, expect, it } from "vitest";
import { bulb, lock, siren } from "../../../testing/devices";
import { runUpdate, snapshot } from "../../../testing/fixtures";
import { readEvent } from "../../types/guards";
import type { Device, Step } from "../../types/wire";
import { EMPTY_HOUSE, reduce, type House } from "../house";
import { Wording } from "../wording";
import { answeredWords } from "./answer-words";
import { AT_REST, type Attempt } from "./attempt";
import { outcomeOf } from "./outcome";
import { sheetOf, type Fact } from "./sheet-facts";

const words = new Wording(
  undefined,
  { language: "en", time_format: "24", time_zone: "server" },
  "UTC",
);
const NOW = Date.parse("2026-11-22T02:14:37.000Z");

function house(device: Device, step: Partial<Step> | null = null, drill = false): House {
  const event = readEvent("snapshot", snapshot);
  if (event === null) throw new Error("The snapshot did not pass the border check");
  const [first] = runUpdate.steps;
  const steps = step === null ? [] : [{ ...first, ...step, device: device.id }];
  const run = readEvent("run_update", { ...runUpdate, id: "later", drill, steps, revision: 99 });
  if (run?.type !== "run_update") throw new Error("The run did not pass the border check");
  return { ...reduce(EMPTY_HOUSE, event), devices: [device], run: run.data };
}

function facts(device: Device, step: Partial<Step> | null = null, live = true, drill = false) {
  const sheet = sheetOf(house(device, step, drill), device, live, words, NOW);
  return Object.fromEntries(sheet.facts.map((fact): [string, Fact] => [fact.id, fact]));
}

describe("a sheet", () => {
  it("names device and zone", () => {
    const device = bulb(true);
    const sheet = sheetOf(house(device), device, true, words, NOW);
    expect(sheet).toMatchObject({ name: "Thing", zone: "Foyer" });
    expect(sheet.facts.map((fact) => fact.id)).toEqual(["state", "reach", "news"]);
  });

  it("says how the device is and how old that is", () => {
    const { state, reach, news } = facts(bulb(true));
    expect(state).toMatchObject({ label: "State", value: "warm white, 50 %", tone: "quiet" });
    expect(reach).toMatchObject({ value: "answers", tone: "good" });
    expect(news?.value).toBe("30 sec. ago");
    expect(facts(bulb(true, { seen_at: null })).news?.value).toBe("not seen yet");
  });

  it("says why a device does not answer, with the cure", () => {
    const { state, reach } = facts(
      siren({ sounding: true }, { reachable: false, trouble: "held" }),
    );
    expect(state?.label).toBe("Last known state");
    expect(reach).toMatchObject({ value: "is held by another app", tone: "bad" });
    expect(reach?.cure).toContain("Smart Life");
  });

  it("sends somebody to a door that is not as it should be", () => {
    expect(facts(lock({ bolt: "jammed" })).state).toMatchObject({
      tone: "bad",
      cure: "Go and look at the door.",
    });
    expect(facts(lock({ bolt: "unknown" })).state?.tone).toBe("bad");
    expect(facts(lock({ bolt: "unlocked" })).state?.tone).toBe("quiet");
  });

  it("has a battery only where one is known, and says when it is low", () => {
    expect(facts(lock({ bolt: "locked", battery: 80 })).battery).toMatchObject({
      value: "80 %",
      tone: "quiet",
    });
    expect(facts(siren({ sounding: false, battery: 10 })).battery).toMatchObject({
      tone: "bad",
      cure: "Change the battery soon.",
    });
    expect(facts(siren({ sounding: false, battery: null })).battery).toBeUndefined();
    expect(facts(siren({ sounding: false })).battery).toBeUndefined();
  });

  it("says with what a lock was opened", () => {
    expect(facts(lock({ bolt: "unlocked", changed_by: "fingerprint 3" })).opened?.value).toBe(
      "fingerprint 3",
    );
    expect(facts(lock({ bolt: "unlocked" })).opened).toBeUndefined();
  });

  it.each([
    [{ result: "confirmed", ms: 184, path: "lan" }, "confirmed in 184 ms, over the local network"],
    [{ result: "confirmed", ms: 1840, path: "cloud" }, "confirmed in 1.8 s, by Tuya's cloud"],
    [{ result: "confirmed", ms: 184, path: "post" }, "confirmed, after 184 ms"],
    [
      { result: "failed", ms: 5000, path: null, reason: "held" },
      "is held by another app, after 5.0 s",
    ],
    [{ result: "sent", ms: null, path: null }, "sent, not yet confirmed"],
    [
      { result: "failed", ms: null, path: null, reason: "held", stand_ins: ["Bell"] },
      "is held by another app. Bell stood in for it",
    ],
  ] as const)("says what became of its step: %o", (step, said) => {
    const { run } = facts(bulb(true), step);
    expect(run).toMatchObject({ label: "In the last run", value: said });
  });

  it("has the cure of a step that failed, and a drill's own name", () => {
    const step = { result: "failed", reason: "held", ms: null } as const;
    const { run } = facts(bulb(true), step, true, true);
    expect(run).toMatchObject({ label: "In the last drill", tone: "bad" });
    expect(run?.cure).toContain("Smart Life");
    expect(facts(bulb(true), { result: "skipped", reason: null }).run?.tone).toBe("quiet");
  });

  it("ticks nothing off while it is not live", () => {
    const shown = facts(lock({ bolt: "jammed" }), { result: "confirmed", ms: 1 }, false);
    expect(shown.state?.label).toBe("Last known state");
    expect(shown.reach?.value).toBe("not known now");
    expect(Object.values(shown).map((fact) => fact.tone)).toEqual([
      "quiet",
      "quiet",
      "quiet",
      "quiet",
    ]);
  });

  it("does without a run", () => {
    const device = bulb(true);
    const quiet = { ...house(device), run: null };
    expect(sheetOf(quiet, device, true, words, NOW).facts).toHaveLength(3);
  });
});

describe("an outcome", () => {
  const told = (message: string): Attempt => ({
    kind: "failed",
    deed: "unlock",
    problem: { kind: "told", message },
  });

  it.each<[Attempt, string, string]>([
    [AT_REST, "none", ""],
    [{ kind: "asked", deed: "lock", since: 0, proven: null }, "wait", "Locking it."],
    [{ kind: "awaited", deed: "on", since: 0, answered: 1 }, "wait", "own report"],
    [{ kind: "confirmed", deed: "unlock", ms: 412 }, "good", "It unlocked, confirmed in 412 ms."],
    [{ kind: "unreported", deed: "off" }, "bad", "Go and look"],
    [told("Wrong code."), "bad", "Wrong code."],
    [told(""), "bad", "Home Assistant's log"],
    [{ kind: "failed", deed: "on", problem: { kind: "lost" } }, "bad", "broke off"],
  ])("of %o", (attempt, tone, text) => {
    const outcome = outcomeOf(attempt, words);
    expect(outcome.tone).toBe(tone);
    expect(outcome.text).toContain(text);
  });
});

describe("an answer to an alarm", () => {
  const at = "2026-11-22T02:14:30.000Z";

  it("says who gave it and when", () => {
    expect(answeredWords({ answer: "acknowledged", by: "Anna", at }, words)).toBe(
      "Anna acknowledged it at 02:14:30.",
    );
    expect(answeredWords({ answer: "false_alarm", by: null, at }, words)).toBe(
      "It was called a false alarm at 02:14:30.",
    );
  });
});
