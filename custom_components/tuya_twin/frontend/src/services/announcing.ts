/** What a screen reader is told: what is new, once. */
import type { BannerText } from "./banner-text";
import { withoutStop } from "./full-stop";

export interface Announcement {
  readonly text: string;
  /** It may interrupt. */
  readonly urgent: boolean;
}

/** The title, the fault and the answer, not the count of confirmations: that comes with each device. */
const spoken = (text: BannerText): readonly string[] => [text.title, text.wrong, text.answered];

/** Null if there is nothing new to say. */
export function announcement(before: BannerText | null, now: BannerText): Announcement | null {
  const said = before === null ? [] : spoken(before);
  const fresh = spoken(now).filter((part) => part !== "" && !said.includes(part));
  if (fresh.length === 0) return null;
  const urgent = now.mood === "red" && before?.title !== now.title;
  return { text: fresh.map(withoutStop).join(". "), urgent };
}
