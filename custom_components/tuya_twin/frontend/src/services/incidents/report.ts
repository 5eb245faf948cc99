/** An incident on paper: a page that stands by itself, and the names of the files. */
import type { IncidentRecord } from "../../types/incident";
import type { Wording } from "../wording";
import type { Calendar } from "./calendar";
import { entryWords, triggerWords } from "./entry-words";
import type { Names } from "./said";
import { placesWords, verdictName } from "./summary-words";
import { timelineOf, type Entry } from "./timeline";

export interface ReportContext {
  readonly names: Names;
  readonly words: Wording;
  readonly calendar: Calendar;
  readonly household: string;
  /** When it is made. */
  readonly now: number;
  readonly direction: "ltr" | "rtl";
}

export const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

export const fileName = (record: IncidentRecord, calendar: Calendar, ending: string): string =>
  `incident-${calendar.stamp(Date.parse(record.start))}.${ending}`;

/** The record as it is, to be read by people too. */
export const recordAsJson = (record: IncidentRecord): string =>
  `${JSON.stringify(record, null, 2)}\n`;

/** The zones that were above green, in the order in which they became so. */
export const zonesOf = (record: IncidentRecord): readonly string[] => [
  ...new Set(
    record.statuses.filter(({ status }) => status !== "GREEN_SAFE").map(({ zone }) => zone),
  ),
];

export interface Fact {
  readonly name: string;
  readonly value: string;
}

type FactsContext = Pick<ReportContext, "names" | "words" | "calendar" | "now">;

/** What, when, where, how long, why and how it ended. */
export function factsOf(record: IncidentRecord, context: FactsContext): readonly Fact[] {
  const { words, calendar, names, now } = context;
  const start = Date.parse(record.start);
  const end = record.end === null ? null : Date.parse(record.end);
  const verdict = record.verdict === null ? null : verdictName(record.verdict, words);
  return [
    [words.t("incidents.fact_highest"), words.t(`status.${record.status}`)],
    [words.t("incidents.fact_where"), placesWords(zonesOf(record), names, words)],
    [words.t("incidents.fact_trigger"), triggerWords(record.trigger, words)],
    [words.t("incidents.fact_began"), dated(start, words, calendar)],
    [
      words.t("incidents.fact_ended"),
      end === null ? words.t("incidents.not_ended") : dated(end, words, calendar),
    ],
    [words.t("incidents.fact_lasted"), calendar.duration((end ?? now) - start)],
    [words.t("incidents.fact_verdict"), verdict ?? words.t("incidents.no_verdict")],
  ].map(([name = "", value = ""]) => ({ name, value }));
}

const dated = (at: number, words: Wording, calendar: Calendar): string =>
  `${calendar.date(at)}, ${words.time(at)}`;

/** Nothing in it is fetched from anywhere; it is the same on paper and on a screen. */
export function reportPage(record: IncidentRecord, context: ReportContext): string {
  const { words, calendar, household, now, direction } = context;
  const start = Date.parse(record.start);
  const t = (text: string): string => escaped(text);
  const title = t(words.t("incidents.report_title", { date: dated(start, words, calendar) }));
  const made = words.t("incidents.report_made", { date: dated(now, words, calendar), household });
  const facts = factsOf(record, context)
    .map(({ name, value }) => `<tr><th scope="row">${t(name)}</th><td>${t(value)}</td></tr>`)
    .join("\n");
  const head = ["time", "offset", "what", "more"] as const;
  const columns = head.map(
    (key) => `<th scope="col">${t(words.t(`incidents.report_${key}`))}</th>`,
  );
  const rows = timelineOf(record).map((entry) => row(entry, start, context));
  return `<!doctype html>
<html lang="${t(calendar.language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<table class="facts">
${facts}
</table>
<h2>${t(words.t("incidents.timeline"))}</h2>
<table class="events">
<thead><tr>${columns.join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
<p>${t(made)}</p>
</body>
</html>
`;
}

function row(entry: Entry, start: number, { names, words, calendar }: ReportContext): string {
  const { what, more, cure } = entryWords(entry, names, words);
  const failure = entry.bad
    ? `<strong>${escaped(words.t("incidents.report_failure"))}</strong> `
    : "";
  const rest = [...more, cure].filter((sentence) => sentence !== "").map(escaped);
  return `<tr class="${entry.kind}${entry.bad ? " bad" : ""}"><td>${escaped(words.time(entry.at))}</td><td>${escaped(calendar.offset(entry.at - start))}</td><td>${failure}${escaped(what)}</td><td>${rest.join("<br>")}</td></tr>`;
}

const STYLE = `
@page { margin: 18mm 15mm; }
body { max-width: 60em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff; font: 10.5pt/1.4 system-ui, sans-serif; }
h1 { font-size: 16pt; margin: 0 0 .6em; }
h2 { font-size: 12pt; margin: 1.6em 0 .5em; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .3em .7em .3em 0; border-bottom: .5pt solid #bbb; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
.facts th { width: 9em; font-weight: 600; }
.events thead { display: table-header-group; }
.events tr { break-inside: avoid; }
.events td:nth-child(-n+2) { white-space: nowrap; font-variant-numeric: tabular-nums; }
.events td:nth-child(3) { width: 45%; }
.status td:nth-child(3) { font-weight: 700; }
.bad td { background: #f3f3f3; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
p { margin-top: 2em; color: #444; font-size: 9pt; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
`;
