/** What happened, in words: one sentence each, and what else is to be said of it. */
import type { RecordedCause, RecordedRun, RecordedStep } from "../../types/incident";
import { stateWords } from "../device-rows";
import { reasonWords } from "../faults";
import type { Wording } from "../wording";
import { obeying, unknownDevice } from "./devices-then";
import { assessmentWords, opinionEntryWords, watchEntryWords } from "./lookout-words";
import { said, whereWords, whoWords, whyWords, type EntryWords, type Names } from "./said";
import type { Entry } from "./timeline";

/** Who or what set it off, and why. */
export function triggerWords(trigger: RecordedCause | null, words: Wording): string {
  if (trigger === null) return words.t("incidents.trigger_none");
  const who = whoWords(trigger, words);
  const why = whyWords(trigger, words);
  return why === ""
    ? words.t("incidents.trigger_who", { who })
    : words.t("incidents.trigger_who_why", { why, who });
}

export function entryWords(entry: Entry, names: Names, words: Wording): EntryWords {
  switch (entry.kind) {
    case "evidence": {
      const { name, state, since } = entry.evidence;
      const time = words.time(since);
      return said(
        words.t("incidents.evidence", { name, state }),
        words.t("incidents.evidence_since", { time }),
      );
    }
    case "status":
      return statusWords(entry, names, words);
    case "run":
      return runWords(entry.run, names, words);
    case "resumed":
      return said(words.t("incidents.resumed"));
    case "step":
      return stepWords(entry.step, words);
    case "siren":
      return sirenWords(entry, words);
    case "light":
      return said(
        words.t(`incidents.light_${entry.light.event}`, { name: nameOf(entry.light, words) }),
      );
    case "hazards": {
      const active = entry.hazards.active.map(names.entity);
      return active.length === 0
        ? said(words.t("incidents.hazards_over"), words.t("incidents.hazards_over_more"))
        : said(
            words.t("incidents.hazards", { names: words.list(active) }),
            words.t("incidents.hazards_more"),
          );
    }
    case "answer": {
      const { answer, cause } = entry.answer;
      const who = whoWords(cause, words);
      return said(words.t(`incidents.answer_${answer}`, { who }), cause.reason ?? "");
    }
    case "told":
      return toldWords(entry, names, words);
    case "code":
      return codeWords(entry, words);
    case "assessment":
      return assessmentWords(entry.assessment, names, words);
    case "opinion":
      return opinionEntryWords(entry.opinion, names, words);
    case "watch":
      return watchEntryWords(entry.watch, names, words);
    case "weight": {
      const { name, weight, cause } = entry.weight;
      const percent = words.number(weight);
      return said(words.t("incidents.weight", { name, percent, who: whoWords(cause, words) }));
    }
  }
}

const nameOf = ({ name }: { readonly name: string | null }, words: Wording): string =>
  name ?? words.t("incidents.a_device");

function statusWords(
  { status }: Entry & { kind: "status" },
  names: Names,
  words: Wording,
): EntryWords {
  const what = words.t("incidents.status_where", {
    status: words.t(`status.${status.status}`),
    where: whereWords(status.zone, names, words),
  });
  if (status.shown === status.status) return said(what);
  const shown = words.t(`status.${status.shown}`);
  return said(what, words.t("incidents.shown_then", { status: shown }));
}

function runWords(run: RecordedRun, names: Names, words: Wording): EntryWords {
  const where = whereWords(run.zone, names, words);
  const who = whoWords(run.cause, words);
  const why = whyWords(run.cause, words);
  const count = run.steps.length;
  return said(
    words.t(`incidents.run_${run.protocol}`, { where, who }),
    why === ""
      ? words.t("incidents.run_devices", { count })
      : words.t("incidents.run_devices_why", { why, count }),
  );
}

function stepWords(step: RecordedStep, words: Wording): EntryWords {
  const { name } = step;
  switch (step.result) {
    case "confirmed":
      return said(
        words.t("incidents.step", { name, state: provenWords(step, words) }),
        confirmationWords(step, words),
      );
    case "failed":
      return failureWords(step, words);
    case "skipped":
      return said(skippedWords(step, words));
    case "pending":
    case "sent":
      return said(words.t("incidents.step_pending", { name }));
  }
}

/** The state that a step has proven. */
function provenWords(step: RecordedStep, words: Wording): string {
  if (step.command.type === "put_back") return words.t("incidents.step_put_back");
  if (step.command.type === "check") return words.t("incidents.step_check");
  const device = unknownDevice({ ...step, id: step.device });
  return stateWords(obeying(device, step.command, 0), words);
}

function confirmationWords({ ms, path }: RecordedStep, words: Wording): string {
  if (ms === null) return words.t("incidents.step_confirmed_plain");
  const duration = words.duration(ms);
  if (path === "cloud") return words.t("incidents.step_confirmed_cloud", { duration });
  return path === "entity"
    ? words.t("incidents.step_confirmed_entity", { duration })
    : words.t("incidents.step_confirmed", { duration });
}

function failureWords(step: RecordedStep, words: Wording): EntryWords {
  const { what, cure } = reasonWords(step.reason, words);
  const standIns =
    step.stand_ins.length === 0
      ? ""
      : words.t("incidents.step_stand_ins", { names: words.list(step.stand_ins) });
  return {
    ...said(words.t("incidents.step_failed", { name: step.name, what }), standIns),
    cure,
  };
}

function skippedWords({ name, reason }: RecordedStep, words: Wording): string {
  const key = `incidents.step_skipped_${reason ?? ""}`;
  if (words.has(key)) return words.t(key, { name });
  return words.t("incidents.step_skipped", { name, what: reasonWords(reason, words).what });
}

function sirenWords({ siren }: Entry & { kind: "siren" }, words: Wording): EntryWords {
  const name = nameOf(siren, words);
  const who = siren.cause === null ? "" : whoWords(siren.cause, words);
  const until =
    siren.until === null ? "" : words.t("incidents.siren_until", { time: words.time(siren.until) });
  return said(words.t(`incidents.siren_${siren.event}`, { name, who }), until);
}

function toldWords({ told }: Entry & { kind: "told" }, names: Names, words: Wording): EntryWords {
  const reached = told.targets.filter((target) => !told.failed.includes(target));
  const failed =
    told.failed.length === 0
      ? ""
      : words.t("incidents.told_failed", { names: words.list(told.failed.map(names.entity)) });
  if (told.targets.length === 0) return said(words.t("incidents.told_none"));
  return reached.length === 0
    ? said(words.t("incidents.told_nobody"), failed)
    : said(words.t("incidents.told", { names: words.list(reached.map(names.entity)) }), failed);
}

function codeWords({ code }: Entry & { kind: "code" }, words: Wording): EntryWords {
  const who = whoWords(code.cause, words);
  const what = words.t(code.accepted ? "incidents.code_accepted" : "incidents.code_refused", {
    who,
    name: nameOf(code, words),
  });
  const until = code.locked_out_until;
  return said(
    what,
    until === null ? "" : words.t("incidents.code_locked_out", { time: words.time(until) }),
  );
}
