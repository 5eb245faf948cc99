/** A day at a glance: what the house showed when, and where on the bar an incident is found. */
import type { IncidentSummary } from "../../types/incident";
import type { Status } from "../../types/wire";

export interface Day {
  readonly from: number;
  readonly to: number;
  /** Before it nothing is known: the list was cut there. */
  readonly knownFrom: number;
  /** After it nothing is known: the house gave no sign of life. */
  readonly knownTo: number;
}

export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly shown: Status | "unknown";
}

export const DAY_MS = 24 * 3600 * 1000;
/** Shorter ones would not be seen at all. */
const SHORTEST_MS = 4 * 60 * 1000;

/** The last 24 hours; elapsed ones, whatever the clocks were put to meanwhile. */
export const lastDay = (now: number, knownFrom = -Infinity, knownTo = Infinity): Day => {
  const from = now - DAY_MS;
  const known = Math.min(Math.max(knownTo, from), now);
  return { from, to: now, knownFrom: Math.min(Math.max(knownFrom, from), known), knownTo: known };
};

const startOf = (incident: IncidentSummary): number => Date.parse(incident.start);
const endOf = (incident: IncidentSummary): number =>
  incident.end === null ? Infinity : Date.parse(incident.end);

const touches = (incident: IncidentSummary, { knownFrom, knownTo }: Day): boolean =>
  startOf(incident) <= knownTo && endOf(incident) >= knownFrom;

/** Those of the day, the oldest first. */
export const incidentsOf = (
  incidents: readonly IncidentSummary[],
  day: Day,
): readonly IncidentSummary[] =>
  incidents.filter((incident) => touches(incident, day)).sort((a, b) => startOf(a) - startOf(b));

/** Covers the day without a gap, and nothing twice. */
export function daySegments(incidents: readonly IncidentSummary[], day: Day): readonly Segment[] {
  const segments: Segment[] = [{ from: day.from, to: day.knownFrom, shown: "unknown" }];
  let cursor = day.knownFrom;
  for (const incident of incidentsOf(incidents, day)) {
    const end = Math.min(Math.max(endOf(incident), startOf(incident) + SHORTEST_MS), day.knownTo);
    const from = Math.max(cursor, Math.min(startOf(incident), end - SHORTEST_MS));
    const to = Math.max(from, end);
    segments.push(
      { from: cursor, to: from, shown: "GREEN_SAFE" },
      { from, to, shown: incident.status },
    );
    cursor = to;
  }
  segments.push(
    { from: cursor, to: day.knownTo, shown: "GREEN_SAFE" },
    { from: day.knownTo, to: day.to, shown: "unknown" },
  );
  return segments.filter(({ from, to }) => to > from);
}

/** Incidents on the bar that are too close to be touched by themselves; all in pixels of it. */
export interface Hit {
  readonly left: number;
  readonly width: number;
  /** The middle of what the incidents themselves take up. */
  readonly middle: number;
  /** The oldest first; at least one. */
  readonly incidents: readonly IncidentSummary[];
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly incidents: readonly IncidentSummary[];
}

/** Where the bar is touched for an incident: each place at least `touch` pixels wide. */
export function dayHits(
  incidents: readonly IncidentSummary[],
  day: Day,
  width: number,
  touch: number,
): readonly Hit[] {
  const pixel = (at: number): number =>
    (Math.min(Math.max(at, day.from), day.to) - day.from) * (width / (day.to - day.from));
  const place = ({ from, to, ...group }: Group): Hit => {
    const middle = (from + to) / 2;
    const wide = Math.min(width, Math.max(touch, to - from));
    const left = Math.min(Math.max(0, middle - wide / 2), width - wide);
    return { left, width: wide, middle, incidents: group.incidents };
  };
  const groups: Group[] = [];
  for (const incident of incidentsOf(incidents, day)) {
    const to = pixel(Math.min(endOf(incident), day.knownTo));
    let group: Group = { from: pixel(startOf(incident)), to, incidents: [incident] };
    for (let last = groups.at(-1); last && overlap(place(last), place(group));) {
      groups.pop();
      group = together(last, group);
      last = groups.at(-1);
    }
    groups.push(group);
  }
  return groups.map(place);
}

const overlap = (a: Hit, b: Hit): boolean => a.left + a.width > b.left;

const together = (a: Group, b: Group): Group => ({
  from: Math.min(a.from, b.from),
  to: Math.max(a.to, b.to),
  incidents: [...a.incidents, ...b.incidents],
});

export interface ClockFace {
  readonly hour: number;
  readonly minute: number;
}

export interface Tick {
  readonly at: number;
  readonly midnight: boolean;
}

const QUARTER_MS = 15 * 60 * 1000;
/** A clock that was put back at midnight shows it twice. */
const APART_MS = 3 * 3600 * 1000;

/** The hours under the bar, every six by the clock on the wall, which may have been changed. */
export function dayTicks({ from, to }: Day, clock: (at: number) => ClockFace): readonly Tick[] {
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / QUARTER_MS) * QUARTER_MS; at <= to; at += QUARTER_MS) {
    const { hour, minute } = clock(at);
    if (minute !== 0 || hour % 6 !== 0) continue;
    if (at - (ticks.at(-1)?.at ?? -Infinity) > APART_MS) ticks.push({ at, midnight: hour === 0 });
  }
  return ticks;
}
