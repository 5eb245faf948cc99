/** One incident: in short, played again, and as a list. Fires `leave`. */
import { html, LitElement, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { householdNow } from "../../controllers/house-controller";
import type { House } from "../../services/house";
import type { Calendar } from "../../services/incidents/calendar";
import type { Names } from "../../services/incidents/said";
import { framesOf, type Frame } from "../../services/incidents/house-then";
import {
  factsOf,
  fileName,
  recordAsJson,
  reportPage,
  zonesOf,
} from "../../services/incidents/report";
import { placesWords } from "../../services/incidents/summary-words";
import {
  lastAt,
  spanOf,
  timelineOf,
  type Entry,
  type Span,
} from "../../services/incidents/timeline";
import type { Wording } from "../../services/wording";
import type { IncidentRecord } from "../../types/incident";
import { element } from "../element";
import { base, card } from "../styles";
import { incidentStyles } from "./incident-page-styles";
import { controls, tones } from "./incident-styles";
import { printPage, saveFile } from "./paper";
import { sign, statusIcon } from "./signs";
import "./tuya-twin-replay";
import type { TuyaTwinReplay } from "./tuya-twin-replay";
import "./tuya-twin-timeline";
import type { Focus, TuyaTwinTimeline } from "./tuya-twin-timeline";

@element("tuya-twin-incident")
export class TuyaTwinIncident extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) calendar!: Calendar;
  @property({ attribute: false }) names!: Names;
  @property({ attribute: false }) house!: House;
  @property({ attribute: false }) record!: IncidentRecord;

  @state() private _focused: Focus | null = null;
  @state() private _said = "";

  @query("tuya-twin-replay") private readonly _replay!: TuyaTwinReplay;
  @query("tuya-twin-timeline") private readonly _timeline!: TuyaTwinTimeline;

  private _entries: readonly Entry[] = [];
  private _frames: readonly Frame[] = [];
  private _span: Span = { from: 0, to: 1 };
  /** The house that the frames are made of; later ones of the same parts change nothing. */
  private _parts = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("record")) {
      this._entries = timelineOf(this.record);
      this._span = spanOf(this.record, this._entries);
      this._parts = "";
    }
    const { zones, devices, plan } = this.house;
    const parts = JSON.stringify([
      zones.map(({ id, name }) => [id, name]),
      devices.map(({ id, name, zone }) => [id, name, zone]),
      plan.revision,
    ]);
    if (parts === this._parts) return;
    this._parts = parts;
    this._frames = framesOf(this.record, this.house, this._entries);
  }

  protected override render() {
    const { words, calendar, names, record } = this;
    const start = Date.parse(record.start);
    const title = words.t("incidents.status_where", {
      status: words.t(`status.${record.status}`),
      where: placesWords(zonesOf(record), names, words),
    });
    return html`<section class="card head ${record.status}" aria-labelledby="title">
        <span class="badge">${statusIcon(record.status, 28)}</span>
        <div class="heading">
          <h2 id="title" tabindex="-1">${title}</h2>
          <dl>
            ${factsOf(record, { words, calendar, names, now: householdNow() })
              .slice(2)
              .map(
                ({ name, value }) =>
                  html`<div>
                    <dt>${name}</dt>
                    <dd>${value}</dd>
                  </div>`,
              )}
          </dl>
        </div>
        <div class="exports">
          <button class="button" @click=${this._save}>
            ${sign("save", 20)} ${words.t("incidents.save")}
          </button>
          <button class="button" @click=${this._print}>
            ${sign("print", 20)} ${words.t("incidents.print")}
          </button>
          <p class="hidden" role="status">${this._said}</p>
        </div>
      </section>
      <div class="columns">
        <tuya-twin-replay
          .words=${words}
          .calendar=${calendar}
          .names=${names}
          .house=${this.house}
          .entries=${this._entries}
          .frames=${this._frames}
          .span=${this._span}
          .start=${start}
          .focused=${this._focused}
          @moment=${this._onMoment}
          @focus-on=${this._onFocus}
          @leave=${this._leave}
        ></tuya-twin-replay>
        <tuya-twin-timeline
          .words=${words}
          .calendar=${calendar}
          .names=${names}
          .entries=${this._entries}
          .start=${start}
          .focused=${this._focused}
          @seek=${this._onSeek}
          @clear-focus=${this._onFocus}
        ></tuya-twin-timeline>
      </div>`;
  }

  focusTitle(): void {
    this.renderRoot.querySelector<HTMLElement>("#title")?.focus();
  }

  private _onMoment(event: CustomEvent<number>): void {
    const last = this._entries[lastAt(this._entries, event.detail)];
    this._timeline.mark(last?.key ?? null);
  }

  private _onSeek(event: CustomEvent<number>): void {
    this._replay.seek(event.detail);
  }

  private _onFocus(event: CustomEvent<Focus | null>): void {
    this._focused = event.detail;
  }

  private _leave(): void {
    this.dispatchEvent(new CustomEvent("leave"));
  }

  private _save(): void {
    const file = fileName(this.record, this.calendar, "json");
    saveFile(file, "application/json", recordAsJson(this.record));
    this._said = this.words.t("incidents.saved", { file });
  }

  private _print(): void {
    const { words, calendar, names, house } = this;
    const direction = this.matches(":dir(rtl)") ? "rtl" : "ltr";
    const now = householdNow();
    const context = { words, calendar, names, household: house.name, now, direction } as const;
    printPage(reportPage(this.record, context));
  }

  static override styles = [base, card, tones, controls, incidentStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-incident": TuyaTwinIncident;
  }
}
