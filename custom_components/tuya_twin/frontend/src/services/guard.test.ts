import { describe, expect, it } from "vitest";
import {
  BOUNCE_MS,
  CONFIRM_MS,
  guard,
  HOLD_MS,
  IDLE,
  type GuardInput,
  type GuardState,
} from "./guard";

/** Plays inputs at their times; tells when it fired and where it ended. */
function play(...inputs: [GuardInput, number][]): { fired: number[]; state: GuardState } {
  const fired: number[] = [];
  let state = IDLE;
  for (const [input, now] of inputs) {
    const step = guard(state, input, now);
    state = step.state;
    if (step.fire) fired.push(now);
  }
  return { fired, state };
}

describe("holding", () => {
  it("fires once when held long enough", () => {
    const held = play(["press", 0], ["tick", HOLD_MS], ["tick", HOLD_MS + 1], ["release", 900]);
    expect(held.fired).toEqual([HOLD_MS]);
  });

  it("does not fire when released early, however often", () => {
    const taps = play(["press", 0], ["release", HOLD_MS - 1], ["tick", HOLD_MS], ["press", 810]);
    expect(taps.fired).toEqual([]);
    expect(taps.state).toEqual({ kind: "holding", since: 810 });
  });

  it("starts over at the first press, not at a key's repeats", () => {
    expect(play(["press", 0], ["press", 700], ["tick", HOLD_MS]).fired).toEqual([HOLD_MS]);
  });

  it("is let go by losing the focus", () => {
    expect(play(["press", 0], ["cancel", 100], ["tick", HOLD_MS]).fired).toEqual([]);
  });
});

describe("asking twice", () => {
  it("fires at the second tap", () => {
    expect(play(["ask", 0], ["ask", 1000]).fired).toEqual([1000]);
  });

  it("does not take a double tap for two decisions", () => {
    expect(play(["ask", 0], ["ask", BOUNCE_MS - 1]).fired).toEqual([]);
  });

  it("forgets the first tap after four seconds", () => {
    const late = play(["ask", 0], ["ask", CONFIRM_MS]);
    expect(late.fired).toEqual([]);
    expect(late.state.kind).toBe("armed");
    expect(play(["ask", 0], ["tick", CONFIRM_MS]).state).toEqual(IDLE);
  });
});
