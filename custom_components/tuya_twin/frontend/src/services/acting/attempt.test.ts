import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDevice, bulb, lock } from "../../../testing/devices";
import { AT_REST, attempt, REPORT_MS, underWay, type Attempt, type AttemptInput } from "./attempt";
import { achieved, DEEDS } from "./deeds";

const play = (...inputs: [AttemptInput, number][]): Attempt =>
  inputs.reduce((state, [input, now]) => attempt(state, input, now), AT_REST);

const ON: AttemptInput = { kind: "ask", deed: "on" };
const SHINES: AttemptInput = { kind: "report", device: bulb(true) };
const DARK: AttemptInput = { kind: "report", device: bulb(false) };
const TICK: AttemptInput = { kind: "tick" };
const answered = (on: boolean): AttemptInput => ({ kind: "answered", device: bulb(on) });

describe("an attempt", () => {
  it("is confirmed by the report, at the time of the report", () => {
    const state = play([ON, 100], [DARK, 150], [SHINES, 284], [SHINES, 290], [answered(true), 300]);
    expect(state).toEqual({ kind: "confirmed", deed: "on", ms: 184 });
  });

  it("is not confirmed before Home Assistant has answered", () => {
    expect(play([ON, 100], [SHINES, 284], [TICK, 99_000]).kind).toBe("asked");
  });

  it("is confirmed by the answer where all was so already", () => {
    expect(play([ON, 0], [answered(true), 250])).toEqual({
      kind: "confirmed",
      deed: "on",
      ms: 250,
    });
  });

  it("stays confirmed when a lock that releases for a moment has locked again", () => {
    const state = play(
      [{ kind: "ask", deed: "unlock" }, 0],
      [{ kind: "report", device: lock({ bolt: "unlocked" }) }, 300],
      [{ kind: "report", device: lock({ bolt: "locked" }) }, 900],
      [{ kind: "answered", device: lock({ bolt: "locked" }) }, 950],
    );
    expect(state).toEqual({ kind: "confirmed", deed: "unlock", ms: 300 });
  });

  it("waits a while for the report, then says that there is none", () => {
    const waiting = play([ON, 0], [answered(false), 100], [DARK, 200], [TICK, 99 + REPORT_MS]);
    expect(waiting.kind).toBe("awaited");
    expect(attempt(waiting, SHINES, 400)).toEqual({ kind: "confirmed", deed: "on", ms: 400 });
    expect(attempt(waiting, TICK, 100 + REPORT_MS)).toEqual({ kind: "unreported", deed: "on" });
  });

  it("waits for a device that left the house meanwhile, too", () => {
    expect(play([ON, 0], [{ kind: "answered", device: null }, 100]).kind).toBe("awaited");
  });

  it("fails with what Home Assistant said", () => {
    const problem = { kind: "told", message: "No." } as const;
    expect(play([ON, 0], [{ kind: "refused", problem }, 100])).toEqual({
      kind: "failed",
      deed: "on",
      problem,
    });
  });

  it("is not begun again while it is under way, but is after it has ended", () => {
    const off: AttemptInput = { kind: "ask", deed: "off" };
    expect(play([ON, 0], [off, 10])).toMatchObject({ kind: "asked", deed: "on" });
    expect(play([ON, 0], [answered(true), 10], [off, 20])).toMatchObject({ deed: "off" });
  });
});

const anyInput: fc.Arbitrary<AttemptInput> = fc.oneof(
  fc.constantFrom(...DEEDS).map((deed) => ({ kind: "ask", deed }) as const),
  anyDevice.map((device) => ({ kind: "report", device }) as const),
  fc.option(anyDevice).map((device) => ({ kind: "answered", device }) as const),
  fc.constant({ kind: "refused", problem: { kind: "lost" } } as const),
  fc.constant(TICK),
);

it("is never called confirmed without a report of what was asked since it was asked or as answered", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyInput, fc.nat(6000))), (inputs) => {
      let state = AT_REST;
      let now = 0;
      let shown = false;
      for (const [input, pause] of inputs) {
        now += pause;
        const before = state;
        if (input.kind === "ask" && !underWay(before)) shown = false;
        state = attempt(before, input, now);
        const device = "device" in input ? input.device : null;
        const deed = before.kind === "idle" ? null : before.deed;
        shown ||= device !== null && deed !== null && achieved(deed, device);
        if (state.kind === "confirmed" && before.kind !== "confirmed") {
          expect(shown).toBe(true);
          expect(state.ms).toBeGreaterThanOrEqual(0);
        }
      }
    }),
  );
});
