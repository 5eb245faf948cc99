import { expect, it } from "vitest";
import { HouseholdClock } from "./household-clock";

const MINUTE = 60_000;
const TRUE = Date.parse("2026-11-22T02:14:07.120Z");

/** A tablet whose clock is wrong by so much, and the true time. */
function tablet(wrong: number) {
  const time = { now: TRUE };
  const clock = new HouseholdClock(() => time.now + wrong);
  return {
    time,
    clock,
    /** The household answers, and is heard after so long. */
    hear: (way = 0) => {
      const at = new Date(time.now).toISOString();
      time.now += way;
      clock.heard(at);
    },
  };
}

it("is this screen's own before the household was heard", () => {
  const { clock } = tablet(3 * MINUTE);
  expect(clock.now()).toBe(TRUE + 3 * MINUTE);
});

it.each([0, 3 * MINUTE, -7 * MINUTE])("is the household's on a screen %i ms off", (wrong) => {
  const { time, clock, hear } = tablet(wrong);
  hear();
  expect(clock.now()).toBe(TRUE);
  time.now += 20_000;
  expect(clock.now()).toBe(TRUE + 20_000);
});

it("believes the fastest of the newest answers", () => {
  const { time, clock, hear } = tablet(MINUTE);
  hear(900);
  expect(clock.now()).toBe(time.now - 900);
  hear(12);
  hear(400);
  expect(clock.now()).toBe(time.now - 12);
});

it("follows a screen's clock that was put right", () => {
  const time = { wrong: 10 * MINUTE };
  const clock = new HouseholdClock(() => TRUE + time.wrong);
  const say = () => {
    clock.heard(new Date(TRUE).toISOString());
  };
  say();
  time.wrong = 0;
  for (let count = 0; count < 5; count += 1) say();
  expect(clock.now()).toBe(TRUE);
});

it("tells what the household's showed when this screen's showed something else", () => {
  const { clock, hear } = tablet(MINUTE);
  hear();
  expect(clock.at(TRUE)).toBe(TRUE - MINUTE);
});

it("makes nothing of what is no time", () => {
  const { clock, hear } = tablet(MINUTE);
  hear();
  clock.heard("soon");
  expect(clock.now()).toBe(TRUE);
});
