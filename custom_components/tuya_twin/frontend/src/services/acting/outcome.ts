/** What came of an attempt, in words: a failure stands where the success would. */
import { reasonWords } from "../faults";
import type { Wording } from "../wording";
import type { Attempt } from "./attempt";
import type { Problem } from "./problem";

export interface Outcome {
  readonly tone: "good" | "bad" | "wait" | "none";
  readonly text: string;
}

export function problemWords(problem: Problem, words: Wording): string {
  if (problem.kind === "lost") return words.t("acting.lost");
  return problem.message || reasonWords(null, words).cure;
}

export function outcomeOf(attempt: Attempt, words: Wording): Outcome {
  switch (attempt.kind) {
    case "idle":
      return { tone: "none", text: "" };
    case "asked":
      return { tone: "wait", text: words.t(`acting.doing_${attempt.deed}`) };
    case "awaited":
      return { tone: "wait", text: words.t("acting.awaited") };
    case "confirmed": {
      const duration = words.duration(attempt.ms);
      return { tone: "good", text: words.t(`acting.done_${attempt.deed}`, { duration }) };
    }
    case "unreported":
      return { tone: "bad", text: words.t("acting.unreported") };
    case "failed":
      return { tone: "bad", text: problemWords(attempt.problem, words) };
  }
}
