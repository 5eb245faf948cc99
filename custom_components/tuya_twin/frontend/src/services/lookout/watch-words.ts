/** How the house is watched, in words; and what is waited for, by the second. */
import type { Bypassed, Watch, WatchMode } from "../../types/lookout";
import { HOUSE } from "../../types/wire";
import { shownForHouse, zoneName, type House } from "../house";
import type { Wording } from "../wording";

/** A household that has no use for it was never watched, and is not told that it is not. */
export const isUsed = ({ since }: Watch): boolean => since !== null;

export const modeWords = (mode: WatchMode, words: Wording): string =>
  words.t(`lookout.mode_${mode}`);

/** Whether turning the watch off would end more than the watch. */
export const isGoingOn = (house: House): boolean =>
  house.lookout.watch.entry_until !== null || shownForHouse(house) !== "GREEN_SAFE";

const DAY_MS = 86_400_000;

export function sinceWords({ since }: Watch, now: number, words: Wording): string {
  if (since === null) return "";
  const time = words.clock(since);
  return now - Date.parse(since) < DAY_MS
    ? words.t("lookout.since", { time })
    : words.t("lookout.since_day", { day: words.day(since), time });
}

export function bypassedWords(bypassed: readonly Bypassed[], words: Wording): string {
  if (bypassed.length === 0) return "";
  return words.t("lookout.bypassed", { names: words.list(bypassed.map(({ name }) => name)) });
}

const secondsTo = (moment: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000));

/** Seconds that people still have to leave; null if nobody is leaving. */
export function leavingSeconds({ mode, counts_from: from }: Watch, now: number): number | null {
  const left = mode === "off" || from === null ? 0 : secondsTo(from, now);
  return left > 0 ? left : null;
}

export interface EntryWords {
  readonly title: string;
  readonly left: string;
  /** Both at once, for who hears it once. */
  readonly spoken: string;
}

/** A zone by its name, or the whole house. */
export const placeWords = (house: House, zone: string, words: Wording): string =>
  zone === HOUSE ? words.t("house.whole") : zoneName(house, zone);

/** Somebody came in who has not said yet that they live here; null if nobody did. */
export function entryWords(house: House, now: number, words: Wording): EntryWords | null {
  const { entry_until: until, entry_zone: zone } = house.lookout.watch;
  if (until === null) return null;
  const title =
    zone === null || zone === HOUSE
      ? words.t("lookout.entry")
      : words.t("lookout.entry_where", { where: zoneName(house, zone) });
  const seconds = secondsTo(until, now);
  const left =
    seconds > 0 ? words.t("lookout.entry_left", { seconds }) : words.t("lookout.entry_up");
  return { title, left, spoken: `${title}. ${left}` };
}
