/** What is on record: all incidents, or one. Fires `close-incidents`, and `show-incident` with an id or null. */
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { RecordList, WholeRecord, type Read } from "../../controllers/reading";
import { zoneName, type House } from "../../services/house";
import { calendarFor, type Calendar } from "../../services/incidents/calendar";
import type { Names } from "../../services/incidents/said";
import { entityName, MOST_INCIDENTS } from "../../services/incidents/requests";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";
import { controls } from "./incident-styles";
import "./tuya-twin-incident";
import type { TuyaTwinIncident } from "./tuya-twin-incident";
import "./tuya-twin-incident-list";
import type { TuyaTwinIncidentList } from "./tuya-twin-incident-list";

@element("tuya-twin-incidents")
export class TuyaTwinIncidents extends LitElement {
  /** Home Assistant replaces it on every state change; nothing of it is drawn. */
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) household = "";
  @property({ attribute: false }) house!: House;
  /** The one that is shown; null for the list. */
  @property({ attribute: false }) incident: string | null = null;

  @query("tuya-twin-incident") private readonly _one!: TuyaTwinIncident | null;
  @query("tuya-twin-incident-list") private readonly _all!: TuyaTwinIncidentList | null;

  private readonly _list = new RecordList(this);
  private readonly _record = new WholeRecord(this);
  private _calendar!: Calendar;
  private _wantsFocus = true;
  private _cameFrom: string | null = null;
  private readonly _names: Names = {
    zone: (id) => zoneName(this.house, id),
    entity: (id) => entityName(this.hass, id),
  };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("words")) this._calendar = calendarFor(this.hass);
    if (changed.has("incident")) {
      this._cameFrom = changed.get("incident") ?? null;
      this._wantsFocus = true;
    }
    const { hass, household, house } = this;
    if (hass === undefined || household === "") return;
    if (this.incident === null) this._list.follow(hass, household, house);
    else this._record.follow(hass, household, house, this.incident);
  }

  protected override updated(): void {
    if (this._wantsFocus) void this._moveFocus();
  }

  protected override render() {
    return this.incident === null ? this._allOfThem() : this._oneOfThem(this.incident);
  }

  private _allOfThem() {
    const { words } = this;
    const { limit } = this._list;
    return html`<div class="top">
        <button class="button back" @click=${this._close}>
          ${icon("back", 20)} ${words.t("incidents.back_to_house")}
        </button>
        <h2 tabindex="-1">${words.t("incidents.title")}</h2>
      </div>
      ${this._reading(
        this._list.read,
        (incidents) =>
          html`<tuya-twin-incident-list
              .words=${words}
              .calendar=${this._calendar}
              .names=${this._names}
              .incidents=${incidents}
              ?more=${incidents.length >= limit && limit < MOST_INCIDENTS}
              ?cut=${incidents.length >= MOST_INCIDENTS}
              @more=${this._more}
              @show-incident=${this._onShow}
            ></tuya-twin-incident-list>
            <p class="hidden" role="status">
              ${words.t("incidents.listed", { count: incidents.length })}
            </p>`,
      )}`;
  }

  private _oneOfThem(id: string) {
    const { words } = this;
    return html`<div class="top">
        <button class="button back" @click=${this._showAll}>
          ${icon("back", 20)} ${words.t("incidents.back_to_list")}
        </button>
      </div>
      ${this._reading(this._record.read, (record) =>
        record.id !== id
          ? nothing
          : html`<tuya-twin-incident
              .words=${words}
              .calendar=${this._calendar}
              .names=${this._names}
              .house=${this.house}
              .record=${record}
              @leave=${this._close}
            ></tuya-twin-incident>`,
      )}`;
  }

  private _reading<T>(read: Read<T>, ready: (value: T) => unknown) {
    const { words } = this;
    switch (read.state) {
      case "reading":
        return html`<p class="card note" role="status">${words.t("incidents.loading")}</p>`;
      case "ready":
        return ready(read.value);
      case "odd":
        return html`<p class="card note" role="alert">${words.t("incidents.unreadable")}</p>`;
      case "failed":
        return html`<div class="card note" role="alert">
          <p>${words.t("incidents.failed", { error: read.error })}</p>
          <button class="button" @click=${this._again}>${words.t("incidents.again")}</button>
        </div>`;
    }
  }

  /** Back in the list the focus is where one came from, else on what has come. */
  private async _moveFocus(): Promise<void> {
    const view = this.incident === null ? this._all : this._one;
    if (view === null) return;
    this._wantsFocus = false;
    await view.updateComplete;
    if (this._one !== null) this._one.focusTitle();
    else if (this._cameFrom === null || this._all?.focusIncident(this._cameFrom) !== true) {
      this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
    }
  }

  private _show(id: string | null): void {
    this.incident = id;
    this.dispatchEvent(new CustomEvent("show-incident", { detail: id }));
  }

  private _onShow(event: CustomEvent<string>): void {
    this._show(event.detail);
  }

  private _showAll(): void {
    this._show(null);
  }

  private _more(): void {
    this._list.more();
  }

  private _again(): void {
    this._list.again();
    this._record.again();
    this.requestUpdate();
  }

  private _close(): void {
    this.dispatchEvent(new CustomEvent("close-incidents"));
  }

  static override styles = [
    base,
    card,
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        margin-bottom: 10px;
      }

      h2 {
        color: var(--tt-ink);
        font-size: 22px;
        font-weight: 600;
        line-height: 28px;
        outline-offset: 4px;
        border-radius: 4px;
      }

      .note {
        margin: 0;
        padding: 24px;
        color: var(--tt-dim);
      }

      .note p {
        margin: 0 0 14px;
        color: var(--tt-ink);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-incidents": TuyaTwinIncidents;
  }
}
