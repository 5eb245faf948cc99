import { expect, it } from "vitest";
import { LIVE_MS, Liveness } from "./liveness";

const at = () => {
  const clock = { now: 1_000_000 };
  return { clock, liveness: new Liveness(() => clock.now) };
};

it("is not live before the first sign of life", () => {
  expect(at().liveness.live).toBe(false);
});

it("is live for five seconds after a sign, and heals with the next", () => {
  const { clock, liveness } = at();
  liveness.sign();
  clock.now += LIVE_MS - 1;
  expect(liveness.live).toBe(true);
  clock.now += 1;
  expect(liveness.live).toBe(false);
  liveness.sign();
  expect(liveness.live).toBe(true);
});

it("trusts nothing when the clock was put back", () => {
  const { clock, liveness } = at();
  liveness.sign();
  clock.now -= 1;
  expect(liveness.live).toBe(false);
});

it("measures an answer from the oldest ping that still waits", () => {
  const { clock, liveness } = at();
  liveness.pingSent();
  clock.now += 2000;
  liveness.pingSent();
  clock.now += 12;
  liveness.pong();
  expect(liveness.latency).toBe(2012);
  liveness.disconnected();
  expect(liveness.latency).toBeNull();
});
