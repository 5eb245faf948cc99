import fc from "fast-check";
import { expect, it } from "vitest";
import { BOUNCE_MS, CONFIRM_MS, guard, HOLD_MS, IDLE, type GuardInput } from "./guard";

const input = fc.constantFrom<GuardInput>("press", "release", "ask", "tick", "cancel");
const moves = fc.array(fc.tuple(input, fc.integer({ min: -50, max: 5000 })), { maxLength: 40 });

/** Every fire, with what was put in since the one before. */
function fires(sequence: readonly (readonly [GuardInput, number])[]) {
  const found: (readonly (readonly [GuardInput, number])[])[] = [];
  let since: (readonly [GuardInput, number])[] = [];
  let now = 0;
  let state = IDLE;
  for (const [what, wait] of sequence) {
    now += wait;
    since.push([what, now]);
    const step = guard(state, what, now);
    state = step.state;
    if (!step.fire) continue;
    expect(state).toEqual(IDLE);
    found.push(since);
    since = [];
  }
  return found;
}

it("never fires without two deliberate acts: a hold that lasted, or two asks apart", () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      for (const since of fires(sequence)) {
        const [last, end] = since[since.length - 1] ?? ["cancel", 0];
        const begun = last === "tick" ? "press" : "ask";
        const from = since.slice(0, -1).filter(([what]) => what === begun);
        const ages = from.map(([, at]) => end - at);
        if (last === "tick") expect(ages.some((age) => age >= HOLD_MS)).toBe(true);
        else {
          expect(last).toBe("ask");
          expect(ages.some((age) => age >= BOUNCE_MS && age < CONFIRM_MS)).toBe(true);
        }
      }
    }),
  );
});

it("never fires on what let go, waited or gave up, and never without a beginning", () => {
  const harmless = fc.constantFrom<GuardInput>("release", "tick", "cancel");
  fc.assert(
    fc.property(fc.array(fc.tuple(harmless, fc.nat(5000))), (sequence) => {
      expect(fires(sequence)).toEqual([]);
    }),
  );
});

it("forgets everything when it is called off", () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      let state = IDLE;
      let now = 0;
      for (const [what, wait] of sequence) state = guard(state, what, (now += wait)).state;
      expect(guard(state, "cancel", now)).toEqual({ state: IDLE, fire: false });
    }),
  );
});
