/** What an AI said, always as what an AI said, and what became of it. */
import type { Opinion } from "../../types/lookout";
import type { Wording } from "../wording";

export interface OpinionWords {
  /** What it takes it for, without a full stop. */
  readonly what: string;
  /** Its own words, in quotation marks; empty where it gave none. */
  readonly quote: string;
  readonly fate: string;
}

type Said = Pick<Opinion, "status" | "confidence" | "summary"> & {
  readonly fate: string | null;
  readonly seconds: number | null;
};

function what({ status, confidence }: Said, words: Wording): string {
  if (status === null) return words.t("lookout.opinion_none");
  const taken = words.t(`status.${status}`);
  return confidence === null
    ? words.t("lookout.opinion", { status: taken })
    : words.t("lookout.opinion_sure", {
        status: taken,
        percent: words.number(Math.round(confidence * 100)),
      });
}

function fate(said: Said, words: Wording): string {
  const key = `lookout.fate_${said.fate ?? ""}`;
  return words.has(key)
    ? words.t(key, { duration: words.duration(1000 * (said.seconds ?? 0)) })
    : "";
}

export const opinionWords = (said: Said, words: Wording): OpinionWords => ({
  what: what(said, words),
  quote:
    said.summary.trim() === "" ? "" : words.t("lookout.quote", { summary: said.summary.trim() }),
  fate: fate(said, words),
});
