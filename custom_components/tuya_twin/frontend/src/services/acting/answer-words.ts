/** Who said what to the alarm, in one sentence. */
import type { Answered } from "../../types/wire";
import type { Wording } from "../wording";

export function answeredWords(answered: Answered, words: Wording): string {
  const time = words.time(answered.at);
  return answered.by === null
    ? words.t(`acting.said_${answered.answer}_nobody`, { time })
    : words.t(`acting.said_${answered.answer}`, { name: answered.by, time });
}

/** The actions of this integration that answer an alarm. */
export type Reply = "acknowledge" | "report_false_alarm" | "stand_down";
