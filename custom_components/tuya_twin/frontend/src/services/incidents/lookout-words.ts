/** What was watched for, what was found and what an AI said of it, in words. */
import type { RecordedAssessment, RecordedOpinion, RecordedWatch } from "../../types/incident";
import { reasonSentences } from "../lookout/grounds";
import { opinionWords } from "../lookout/opinion-words";
import { bypassedWords, modeWords } from "../lookout/watch-words";
import type { Wording } from "../wording";
import { said, whereWords, whoWords, type EntryWords, type Names } from "./said";

export function assessmentWords(
  found: RecordedAssessment,
  names: Names,
  words: Wording,
): EntryWords {
  const where = whereWords(found.zone, names, words);
  const reasons = reasonSentences(found, words);
  if (!found.counts) return said(words.t("incidents.found_not", { where }), ...reasons);
  const status = words.t(`status.${found.status}`);
  return said(words.t("incidents.found", { where, status }), ...reasons);
}

export function opinionEntryWords(
  opinion: RecordedOpinion,
  names: Names,
  words: Wording,
): EntryWords {
  if (opinion.event === "asked") {
    const where = whereWords(opinion.zone, names, words);
    return said(words.t("incidents.opinion_asked", { where }));
  }
  const { what, quote, fate } = opinionWords(opinion, words);
  const cited = opinion.cited.map(names.entity);
  return said(
    what,
    quote,
    fate,
    cited.length === 0 ? "" : words.t("incidents.opinion_cited", { names: words.list(cited) }),
  );
}

export function watchEntryWords(watch: RecordedWatch, names: Names, words: Wording): EntryWords {
  switch (watch.event) {
    case "changed":
      return changedWords(watch, words);
    case "entry_began":
      return entryBeganWords(watch, names, words);
    case "entry_ended":
      return said(words.t("incidents.entry_ended"));
  }
}

function changedWords(watch: RecordedWatch, words: Wording): EntryWords {
  const { mode, cause, counts_from: from, bypassed } = watch;
  const who = cause === null ? "" : whoWords(cause, words);
  if (mode === null || mode === "off") return said(words.t("incidents.watch_off", { who }));
  return said(
    words.t("incidents.watch_on", { mode: modeWords(mode, words), who }),
    from === null ? "" : words.t("incidents.watch_counts", { time: words.time(from) }),
    bypassedWords(bypassed, words),
  );
}

function entryBeganWords(watch: RecordedWatch, names: Names, words: Wording): EntryWords {
  const { until, assessment } = watch;
  const where = assessment === null ? "" : whereWords(assessment.zone, names, words);
  return said(
    words.t("incidents.entry_began", { where }),
    until === null ? "" : words.t("incidents.entry_until", { time: words.time(until) }),
    ...(assessment === null ? [] : reasonSentences(assessment, words)),
  );
}
