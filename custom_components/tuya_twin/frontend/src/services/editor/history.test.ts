import fc from "fast-check";
import { expect, it } from "vitest";
import { anyAction, DRAWN, KNOWN } from "../../../testing/editor-kit";
import type { Draft } from "./draft";
import { begin, commit, MOST_STEPS, redo, undo, type History } from "./history";
import { reduce } from "./reduce";

const actions = fc.array(anyAction, { maxLength: 20 });
const done = (steps: readonly Parameters<typeof reduce>[1][]): History<Draft> =>
  steps.reduce(
    (history, action) => commit(history, reduce(history.present, action, KNOWN)),
    begin(DRAWN),
  );

it("undo takes back what was done", () => {
  fc.assert(
    fc.property(actions, anyAction, (steps, action) => {
      const before = done(steps);
      const next = reduce(before.present, action, KNOWN);
      fc.pre(next !== before.present);
      const back = undo(commit(before, next));
      expect(back.present).toBe(before.present);
      expect(back.past).toEqual(before.past);
    }),
  );
});

it("redo does again what was undone", () => {
  fc.assert(
    fc.property(actions, (steps) => {
      const before = done(steps);
      fc.pre(before.past.length > 0);
      expect(redo(undo(before))).toEqual(before);
    }),
  );
});

it("all of it can be undone, back to the beginning", () => {
  fc.assert(
    fc.property(actions, (steps) => {
      let history = done(steps);
      while (history.past.length > 0) history = undo(history);
      expect(history.present).toBe(DRAWN);
    }),
  );
});

it("what was undone is gone once something else is done", () => {
  const history = commit(undo(commit(begin(1), 2)), 3);
  expect(redo(history)).toBe(history);
});

it("nothing is undone or done again where there is nothing", () => {
  const history = begin(1);
  expect(undo(history)).toBe(history);
  expect(redo(history)).toBe(history);
  expect(commit(history, 1)).toBe(history);
});

it("keeps a thousand steps", () => {
  const long = Array.from({ length: MOST_STEPS + 5 }, (_, i) => i + 1).reduce(
    (history, value) => commit(history, value),
    begin(0),
  );
  expect(long.past).toHaveLength(MOST_STEPS);
  expect(long.past[0]).toBe(5);
});
