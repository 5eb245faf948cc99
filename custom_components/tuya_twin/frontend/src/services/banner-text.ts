/** The banner: one sentence that says what happened, one what is not as it should be. */
import type { Status } from "../types/wire";
import { faultsOf, type Fault } from "./faults";
import { causeOf, shownForHouse, shownSince, type House } from "./house";
import type { Wording } from "./wording";

/** How far what is shown can be trusted. */
export type Trust = "connecting" | "live" | "stale" | "refused";

export type Mood = "green" | "fault" | "yellow" | "red" | "stale";

export interface BannerText {
  readonly mood: Mood;
  readonly title: string;
  readonly happened: string;
  readonly wrong: string;
}

export function bannerText(
  house: House,
  trust: Trust,
  lastSign: number | null,
  words: Wording,
): BannerText {
  const plain = (title: string, happened: string): BannerText => ({
    mood: "stale",
    title,
    happened,
    wrong: "",
  });
  if (trust === "refused") return plain(words.t("banner.refused"), words.t("banner.refused_more"));
  if (trust === "connecting") {
    return plain(words.t("banner.connecting"), words.t("banner.connecting_more"));
  }
  if (trust === "stale") {
    const title =
      lastSign === null
        ? words.t("banner.not_live_never")
        : words.t("banner.not_live", { time: words.time(lastSign) });
    return plain(title, words.t("banner.not_live_more"));
  }
  const status = shownForHouse(house);
  const faults = faultsOf(house, words);
  return status === "GREEN_SAFE" ? safe(house, faults, words) : alarm(house, status, faults, words);
}

function safe(house: House, faults: readonly Fault[], words: Wording): BannerText {
  if (faults.length > 0) {
    const title = words.t("banner.safe_but");
    return { mood: "fault", title, happened: "", wrong: faultSentence(faults, words) };
  }
  const run = house.run;
  const busy = run !== null && !run.finished;
  const happened = busy
    ? progress(house, words)
    : words.t(house.devices.length > 0 ? "banner.all_safe_more" : "banner.no_devices");
  // While the house is still on its way to green it is not called safe.
  const title = busy ? words.t("status.GREEN_SAFE") : words.t("banner.all_safe");
  return { mood: "green", title, happened, wrong: "" };
}

function alarm(
  house: House,
  status: Exclude<Status, "GREEN_SAFE">,
  faults: readonly Fault[],
  words: Wording,
): BannerText {
  return {
    mood: status === "RED_CRITICAL" ? "red" : "yellow",
    title: words.t(`banner.${status}`, { where: where(house, status, words) }),
    happened: [happenedSentence(house, words), progress(house, words)].filter(Boolean).join(" "),
    wrong: faultSentence(faults, words),
  };
}

function where(house: House, status: Status, words: Wording): string {
  if (house.status === status) return words.t("house.whole");
  const names = house.zones.filter((zone) => zone.status === status).map((zone) => zone.name);
  return names.length > 3 ? words.t("house.rooms", { count: names.length }) : words.list(names);
}

const withoutStop = (text: string): string => text.trim().replace(/[.!。]+$/u, "");

function happenedSentence(house: House, words: Wording): string {
  const at = shownSince(house);
  if (at === null) return "";
  const time = words.time(at);
  const cause = causeOf(house);
  if (cause === null) return words.t("banner.since", { time });
  const reason = withoutStop(cause.reason ?? "");
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

function progress(house: House, words: Wording): string {
  const run = house.run;
  if (run?.status !== shownForHouse(house) || run.steps.length === 0) return "";
  const done = run.steps.filter((step) => step.result === "confirmed").length;
  const all = run.steps.length;
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
