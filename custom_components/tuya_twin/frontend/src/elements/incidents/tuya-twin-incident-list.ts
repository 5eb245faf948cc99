/** The incidents on record, the newest first. Fires `show-incident` with an id, and `more`. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { householdNow } from "../../controllers/house-controller";
import type { Calendar } from "../../services/incidents/calendar";
import { triggerWords } from "../../services/incidents/entry-words";
import type { Names } from "../../services/incidents/said";
import { lengthWords, placesWords, verdictWords } from "../../services/incidents/summary-words";
import type { Wording } from "../../services/wording";
import type { IncidentSummary } from "../../types/incident";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";
import { controls, tones } from "./incident-styles";
import { statusIcon } from "./signs";

@element("tuya-twin-incident-list")
export class TuyaTwinIncidentList extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) calendar!: Calendar;
  @property({ attribute: false }) names!: Names;
  @property({ attribute: false }) incidents: readonly IncidentSummary[] = [];
  /** Whether there may be older ones that can be asked for. */
  @property({ type: Boolean }) more = false;
  /** Whether there may be older ones that cannot. */
  @property({ type: Boolean }) cut = false;

  /** Gives the focus to an incident: that from which one has come back. */
  focusIncident(id: string): boolean {
    const row = this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    row?.focus();
    return row !== null;
  }

  protected override render() {
    const { words, incidents } = this;
    if (incidents.length === 0) {
      return html`<div class="card none">
        ${icon("shield", 40)}
        <p><b>${words.t("incidents.none")}</b></p>
        <p>${words.t("incidents.none_more")}</p>
      </div>`;
    }
    return html`<ol class="card">
        ${repeat(
          incidents,
          ({ id }) => id,
          (incident) => this._row(incident),
        )}
      </ol>
      ${
        this.more
          ? html`<button class="button" @click=${this._more}>${words.t("incidents.more")}</button>`
          : nothing
      }
      ${
        this.cut
          ? html`<p class="cut">${words.t("incidents.most", { count: incidents.length })}</p>`
          : nothing
      }`;
  }

  private _row(incident: IncidentSummary) {
    const { words, calendar, names } = this;
    const start = Date.parse(incident.start);
    const verdict = verdictWords(incident, words);
    const title = words.t("incidents.status_where", {
      status: words.t(`status.${incident.status}`),
      where: placesWords(incident.zones, names, words),
    });
    const times =
      incident.end === null
        ? calendar.moment(start)
        : calendar.range(start, Date.parse(incident.end));
    return html`<li>
      <button
        class="row ${incident.status}"
        data-id=${incident.id}
        @click=${() => {
          this.dispatchEvent(new CustomEvent("show-incident", { detail: incident.id }));
        }}
      >
        <span class="badge">${statusIcon(incident.status, 22)}</span>
        <span class="what">
          <span class="title">${title}</span>
          <span class="why">${triggerWords(incident.trigger, words)}</span>
        </span>
        <span class="when">
          <span>${times}</span>
          <span class="long">${lengthWords(incident, householdNow(), words, calendar)}</span>
        </span>
        <span class="verdict">
          ${verdict === "" ? nothing : html`<span class="chip">${verdict}</span>`}
        </span>
        <span class="go">${icon("forward", 20)}</span>
      </button>
    </li>`;
  }

  private _more(): void {
    this.dispatchEvent(new CustomEvent("more"));
  }

  static override styles = [
    base,
    card,
    tones,
    controls,
    css`
      :host {
        display: block;
      }

      .none {
        padding: 40px 24px;
        text-align: center;
        color: var(--tt-dim);
      }

      .none .icon {
        color: var(--tt-green-ink);
      }

      .none p {
        max-width: 52ch;
        margin: 8px auto 0;
      }

      .none b {
        color: var(--tt-ink);
      }

      ol {
        margin: 0 0 14px;
        padding: 0;
        overflow: hidden;
        list-style: none;
      }

      li + li {
        border-top: 1px solid var(--tt-line);
      }

      .row {
        display: grid;
        grid-template-columns: 44px minmax(0, 1fr) auto 150px 20px;
        align-items: center;
        gap: 4px 14px;
        width: 100%;
        min-height: 72px;
        padding: 10px 16px;
        border: 0;
        background: transparent;
        color: var(--tt-ink);
        font: inherit;
        text-align: start;
        cursor: pointer;
      }

      .row:hover {
        background: var(--tt-grey-floor);
      }

      .row:focus-visible {
        outline-offset: -3px;
      }

      .badge {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 14px;
        background: var(--floor);
        color: var(--mark);
      }

      .what,
      .when {
        display: flex;
        flex-direction: column;
        min-width: 0;
      }

      .title {
        font-weight: 600;
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
        text-align: start;
      }

      .why,
      .long {
        font-size: 13.5px;
        color: var(--tt-dim);
        overflow-wrap: anywhere;
      }

      .when {
        text-align: end;
        font-size: 14px;
        font-variant-numeric: tabular-nums;
      }

      .verdict {
        justify-self: end;
      }

      .go {
        color: var(--tt-dim);
      }

      .go .icon:dir(rtl) {
        transform: scaleX(-1);
      }

      .cut {
        margin: 0;
        color: var(--tt-dim);
        font-size: 14px;
      }

      @container (max-width: 760px) {
        .row {
          grid-template-columns: 44px minmax(0, 1fr) 20px;
          padding: 12px 14px;
        }

        .when {
          grid-column: 2;
          flex-flow: row wrap;
          gap: 0 10px;
          text-align: start;
          font-size: 13.5px;
        }

        .verdict {
          grid-column: 2;
          justify-self: start;
        }

        .verdict:empty {
          display: none;
        }

        .go {
          grid-column: 3;
          grid-row: 1;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-incident-list": TuyaTwinIncidentList;
  }
}
