/** The banner: one sentence that says what happened, one what is not as it should be. */
import type { Cause, Run, Status } from "../types/wire";
import { faultsOf, faultySteps, type Fault } from "./faults";
import { findingsOf } from "./lookout/findings";
import { signWords } from "./lookout/grounds";
import { withoutStop } from "./full-stop";
import { causeOf, shownForHouse, shownSince, type House } from "./house";
import { progressOf } from "./run-progress";
import type { Wording } from "./wording";

/** How far what is shown can be trusted. */
export type Trust = "connecting" | "live" | "stale" | "refused";

export type Mood = "green" | "fault" | "yellow" | "red" | "stale";

export interface BannerText {
  readonly mood: Mood;
  readonly title: string;
  readonly happened: string;
  readonly wrong: string;
  /** What a person has said to it. */
  readonly answered: string;
}

export function bannerText(
  house: House,
  trust: Trust,
  lastSign: number | null,
  words: Wording,
): BannerText {
  switch (trust) {
    case "refused":
      return house.parting === "revoked"
        ? plain(words.t("banner.revoked"), words.t("banner.revoked_more"))
        : plain(words.t("banner.refused"), words.t("banner.refused_more"));
    case "connecting":
      return plain(words.t("banner.connecting"), words.t("banner.connecting_more"));
    case "stale":
      return stale(house, lastSign, words);
    case "live":
      break;
  }
  const status = shownForHouse(house);
  const faults = faultsOf(house, words);
  return status === "GREEN_SAFE" ? safe(house, faults, words) : alarm(house, status, faults, words);
}

const plain = (title: string, happened: string): BannerText => ({
  mood: "stale",
  title,
  happened,
  wrong: "",
  answered: "",
});

function stale(house: House, lastSign: number | null, words: Wording): BannerText {
  const title =
    lastSign === null
      ? words.t("banner.not_live_never")
      : words.t("banner.not_live", { time: words.time(lastSign) });
  const closed = house.parting === "household_closed";
  return plain(title, words.t(closed ? "banner.closed_more" : "banner.not_live_more"));
}

function safe(house: House, faults: readonly Fault[], words: Wording): BannerText {
  const wrong = faultSentence(faults, words);
  return {
    mood: faults.length > 0 ? "fault" : "green",
    title: safeTitle(house, faults, words),
    happened: safeSentence(house, faults, words),
    wrong,
    answered: "",
  };
}

const isEntered = (house: House): boolean => house.lookout.watch.entry_until !== null;

const busyWith = (house: House): Run | null => (house.run?.finished === false ? house.run : null);

function safeTitle(house: House, faults: readonly Fault[], words: Wording): string {
  const busy = busyWith(house);
  if (busy?.drill) return words.t("banner.drill");
  if (faults.length > 0) {
    const found = house.run?.drill === true && faultySteps(house).length > 0;
    return words.t(found ? "banner.drill_failed" : "banner.safe_but");
  }
  // While the house is on its way to green, or somebody may be in it, not all of it is called safe.
  return words.t(busy === null && !isEntered(house) ? "banner.all_safe" : "status.GREEN_SAFE");
}

function safeSentence(house: House, faults: readonly Fault[], words: Wording): string {
  const busy = busyWith(house);
  if (busy?.drill) return `${words.t("banner.drill_more")} ${progress(busy, words)}`;
  if (faults.length > 0) return "";
  if (busy !== null) return progress(busy, words);
  // Who came in is told above it.
  if (isEntered(house)) return "";
  return words.t(house.devices.length > 0 ? "banner.all_safe_more" : "banner.no_devices");
}

function alarm(
  house: House,
  status: Exclude<Status, "GREEN_SAFE">,
  faults: readonly Fault[],
  words: Wording,
): BannerText {
  const run = house.run?.status === status && !house.run.drill ? house.run : null;
  const calmer = status === "YELLOW_WARNING" && house.incident?.status === "RED_CRITICAL";
  const sentences = [
    happenedSentence(house, words),
    calmer ? words.t("banner.was_red") : "",
    run === null ? "" : progress(run, words),
  ];
  return {
    mood: status === "RED_CRITICAL" ? "red" : "yellow",
    title: words.t(`banner.${status}`, { where: where(house, status, words) }),
    happened: sentences.filter(Boolean).join(" "),
    wrong: faultSentence(faults, words),
    answered: answeredSentence(house, words),
  };
}

function answeredSentence(house: House, words: Wording): string {
  const answered = house.incident?.answered ?? null;
  if (answered === null) return "";
  const time = words.clock(answered.at);
  return answered.by === null
    ? words.t(`banner.${answered.answer}_nobody`, { time })
    : words.t(`banner.${answered.answer}`, { name: answered.by, time });
}

function where(house: House, status: Status, words: Wording): string {
  if (house.status === status) return words.t("house.whole");
  const names = house.zones.filter((zone) => zone.status === status).map((zone) => zone.name);
  return names.length > 3 ? words.t("house.rooms", { count: names.length }) : words.list(names);
}

function happenedSentence(house: House, words: Wording): string {
  const at = shownSince(house);
  if (at === null) return "";
  const time = words.time(at);
  const cause = causeOf(house);
  if (cause === null) return words.t("banner.since", { time });
  if (cause.origin === "rules") return rulesSentence(house, cause, time, words);
  const reason = withoutStop(cause.reason ?? "");
  if (cause.origin === "ai") {
    // Never as the house's own voice.
    return reason === ""
      ? words.t("banner.cause_ai", { time })
      : words.t("banner.cause_ai_reason", { reason, time });
  }
  if (cause.name && reason) {
    return words.t("banner.cause_person_reason", { name: cause.name, time, reason });
  }
  if (reason) return words.t("banner.cause_reason", { reason, time });
  if (cause.name) return words.t("banner.cause_person", { name: cause.name, time });
  if (cause.origin === "automation") return words.t("banner.cause_automation", { time });
  return cause.origin === "system"
    ? words.t("banner.cause_system", { time })
    : words.t("banner.since", { time });
}

/** What the rules have found is told by its sensors: the whole sum has a place of its own. */
function rulesSentence(house: House, cause: Cause, time: string, words: Wording): string {
  const [gravest] = findingsOf(house);
  const signs = signWords(gravest?.grounds ?? [], words);
  if (signs !== "") return words.t("banner.cause_rules_signs", { signs, time });
  const reason = withoutStop(cause.reason ?? "");
  return reason === ""
    ? words.t("banner.cause_rules", { time })
    : words.t("banner.cause_reason", { reason, time });
}

function progress(run: Run, words: Wording): string {
  const { done, all } = progressOf(run);
  if (all === 0) return "";
  return words.t(all === 1 ? "banner.progress_one" : "banner.progress", { done, all });
}

function faultSentence(faults: readonly Fault[], words: Wording): string {
  const [first] = faults;
  if (first === undefined) return "";
  const sentence = words.t("banner.fault", {
    name: first.name,
    what: first.what,
    cure: first.cure,
  });
  const more = faults.length - 1;
  return more > 0 ? `${sentence} ${words.t("banner.faults_more", { count: more })}` : sentence;
}
