import fc from "fast-check";
import { expect, it } from "vitest";
import { LIVE_MS, Liveness } from "./liveness";

type Act = readonly ["sign" | "ping" | "pong" | "lost", number] | readonly ["wait", number];

const act = fc.oneof(
  fc.tuple(fc.constantFrom("sign", "ping", "pong", "lost"), fc.constant(0)),
  fc.tuple(fc.constant("wait"), fc.integer({ min: -2000, max: 3 * LIVE_MS })),
) as fc.Arbitrary<Act>;

function play(acts: readonly Act[]) {
  const clock = { now: 1_000_000 };
  const liveness = new Liveness(() => clock.now);
  let last: number | null = null;
  for (const [what, ms] of acts) {
    clock.now += ms;
    if (what === "sign") {
      liveness.sign();
      last = clock.now;
    }
    if (what === "ping") liveness.pingSent();
    if (what === "pong") liveness.pong();
    if (what === "lost") liveness.disconnected();
  }
  return { liveness, last, now: clock.now };
}

it("is live exactly while the last sign of life is young and not from the future", () => {
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const { liveness, last, now } = play(acts);
      const age = last === null ? -1 : now - last;
      expect(liveness.live).toBe(age >= 0 && age < LIVE_MS);
      expect(liveness.lastSign).toBe(last);
    }),
  );
});

it("measures no time below nothing, and none of a connection that is gone", () => {
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const { liveness } = play(acts);
      expect(liveness.latency ?? 0).toBeGreaterThanOrEqual(0);
      liveness.disconnected();
      liveness.pong();
      expect(liveness.latency).toBeNull();
    }),
  );
});
