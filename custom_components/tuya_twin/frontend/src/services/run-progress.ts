/** How far a run has come, and whether it is still worth a look. */
import type { Run } from "../types/wire";
import { shownForHouse, type House } from "./house";

export interface Progress {
  readonly done: number;
  readonly failed: number;
  /** Without what was skipped on purpose. */
  readonly all: number;
}

/** A finished, faultless run back to green, and a drill, are old news after this. */
const OLD_NEWS_MS = 60_000;

export function progressOf(run: Run): Progress {
  const count = (result: string): number =>
    run.steps.filter((step) => step.result === result).length;
  return {
    done: count("confirmed"),
    failed: count("failed"),
    all: run.steps.length - count("skipped"),
  };
}

/** The run, if it is news enough to stand in the list. */
export function runInTheNews(house: House, now: number): Run | null {
  const run = house.run;
  if (run === null || run.steps.length === 0) return null;
  const green = shownForHouse(house) === "GREEN_SAFE";
  // A drill that came before an alarm has nothing to say about it.
  if (run.drill && !green) return null;
  const young = now - Date.parse(run.started_at) < OLD_NEWS_MS;
  const faulty = run.steps.some((step) => step.result === "failed");
  return !run.finished || faulty || !green || young ? run : null;
}
