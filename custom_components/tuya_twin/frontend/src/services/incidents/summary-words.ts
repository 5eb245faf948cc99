/** An incident in short, in words. */
import type { IncidentSummary, Verdict } from "../../types/incident";
import type { Status } from "../../types/wire";
import { highest } from "../house";
import type { Wording } from "../wording";
import type { Calendar } from "./calendar";
import { whereWords, type Names } from "./said";

/** Shorter, and it is told from when to when by the second. */
const BY_THE_SECOND_MS = 60_000;
/** More places than this are only counted. */
const NAMED = 3;

export function verdictWords(
  { verdict, end }: Pick<IncidentSummary, "verdict" | "end">,
  words: Wording,
): string {
  if (verdict !== null) return verdictName(verdict, words);
  return end === null ? words.t("incidents.verdict_open") : "";
}

export const verdictName = (verdict: Verdict, words: Wording): string =>
  words.t(`incidents.verdict_${verdict}`);

/** `Critical, 02:14 to 02:31, false alarm`. */
export function shortWords(incident: IncidentSummary, words: Wording, calendar: Calendar): string {
  const status = words.t(`status.${incident.status}`);
  const times = timesWords(incident, words, calendar);
  const verdict = verdictWords(incident, words);
  return verdict === ""
    ? words.t("incidents.in_short", { status, times })
    : words.t("incidents.in_short_verdict", { status, times, verdict });
}

function timesWords({ start, end }: IncidentSummary, words: Wording, calendar: Calendar): string {
  if (end === null) return words.t("incidents.since", { time: calendar.clock(Date.parse(start)) });
  const [from, to] = [Date.parse(start), Date.parse(end)];
  return to - from < BY_THE_SECOND_MS
    ? words.t("incidents.from_to", { from: words.time(from), to: words.time(to) })
    : words.t("incidents.from_to", { from: calendar.clock(from), to: calendar.clock(to) });
}

/** One, or several that lie too close together. */
export function hitWords(
  incidents: readonly IncidentSummary[],
  words: Wording,
  calendar: Calendar,
): string {
  const [first, ...others] = incidents;
  if (first !== undefined && others.length === 0) return shortWords(first, words, calendar);
  const worst = worstOf(incidents);
  const status = words.t(`status.${worst}`);
  return words.t("incidents.several", { count: incidents.length, status });
}

export const worstOf = (incidents: readonly IncidentSummary[]): Status =>
  highest(incidents.map(({ status }) => status));

/** Where it was, as far as it was not everywhere. */
export function placesWords(zones: readonly string[], names: Names, words: Wording): string {
  const places = zones.map((zone) => whereWords(zone, names, words));
  return places.length > NAMED
    ? words.t("house.rooms", { count: places.length })
    : words.list(places);
}

/** `for 17 min so far`, or `lasted 17 min`. */
export function lengthWords(
  { start, end }: Pick<IncidentSummary, "start" | "end">,
  now: number,
  words: Wording,
  calendar: Calendar,
): string {
  const from = Date.parse(start);
  return end === null
    ? words.t("incidents.lasts", { duration: calendar.duration(now - from) })
    : words.t("incidents.lasted", { duration: calendar.duration(Date.parse(end) - from) });
}
