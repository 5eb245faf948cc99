/** Why the house is above green: the sum of every zone's reasons, and what an AI thinks of it. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { House } from "../../services/house";
import { findingsOf, opinionOf } from "../../services/lookout/findings";
import { reasonsOf } from "../../services/lookout/grounds";
import { opinionWords } from "../../services/lookout/opinion-words";
import { placeWords } from "../../services/lookout/watch-words";
import type { Wording } from "../../services/wording";
import type { Assessment, IncidentOpinion } from "../../types/lookout";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";

/** More are only counted. */
const MOST = 3;

@element("tuya-twin-why")
export class TuyaTwinWhy extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) house!: House;

  private _findings: readonly Assessment[] = [];
  private _opinion: IncidentOpinion | null = null;

  protected override willUpdate(): void {
    this._findings = findingsOf(this.house);
    this._opinion = opinionOf(this.house);
    this.toggleAttribute("open", this._findings.length > 0 || this._opinion !== null);
  }

  protected override render() {
    const { words } = this;
    const more = this._findings.length - MOST;
    return html`${
      this._findings.length === 0
        ? nothing
        : html`<section aria-labelledby="why">
            <h2 id="why">${words.t("lookout.why")}</h2>
            ${this._findings.slice(0, MOST).map((found) => this._finding(found))}
            ${more > 0 ? html`<p>${words.t("lookout.more", { count: more })}</p>` : nothing}
          </section>`
    }${this._opinion === null ? nothing : this._second(this._opinion)}`;
  }

  private _finding(found: Assessment): TemplateResult {
    const { words } = this;
    const { sum, total, notes } = reasonsOf(found, words);
    return html`<div class="finding">
      <p class="result ${found.status}">
        <b>${placeWords(this.house, found.zone, words)}</b>
        <span>${words.t(`status.${found.status}`)}</span>
      </p>
      ${
        sum.length === 0
          ? nothing
          : html`<ul>
              ${sum.map((part) => html`<li>${part}</li>`)}
              <li class="total">${total}</li>
            </ul>`
      }
      ${notes.map((note) => html`<p>${note}</p>`)}
    </div>`;
  }

  /** Plain text, in quotation marks: what an AI says may have been said to it by anybody. */
  private _second(opinion: IncidentOpinion): TemplateResult {
    const { words } = this;
    const { what, quote, fate } = opinionWords(opinion, words);
    return html`<section class="opinion" aria-labelledby="opinion">
      <h2 id="opinion">${icon("opinion", 18)}${words.t("lookout.opinion_title")}</h2>
      <p><b>${what}</b></p>
      ${quote === "" ? nothing : html`<p dir="auto">${quote}</p>`}
      ${fate === "" ? nothing : html`<p class="fate">${fate}</p>`}
    </section>`;
  }

  static override styles = [
    base,
    card,
    css`
      :host {
        display: block;
        padding: 10px 18px 14px;
        border: 1px solid var(--tt-line);
        border-radius: var(--tt-radius);
        background: var(--tt-card);
        font-size: 14px;
        line-height: 20px;
      }

      :host(:not([open])) {
        display: none;
      }

      .finding {
        margin-top: 6px;
      }

      p {
        margin: 2px 0 0;
        overflow-wrap: anywhere;
      }

      .result {
        --tone: var(--tt-yellow);
        --tone-ink: var(--tt-yellow-ink);
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 12px;
      }

      .result.RED_CRITICAL {
        --tone: var(--tt-red);
        --tone-ink: var(--tt-red-ink);
      }

      .result span {
        flex: none;
        padding: 0 10px;
        border: 1.5px solid var(--tone);
        border-radius: 11px;
        color: var(--tone-ink);
        font-weight: 600;
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 6px;
        margin: 6px 0 0;
        padding: 0;
        list-style: none;
      }

      li {
        padding: 2px 9px;
        border-radius: 8px;
        background: var(--tt-grey-floor);
        overflow-wrap: anywhere;
      }

      li.total {
        padding-inline: 2px;
        background: none;
        font-weight: 600;
      }

      .opinion:not(:first-child) {
        margin-top: 12px;
        padding-top: 10px;
        border-top: 1px solid var(--tt-line);
      }

      .opinion h2 {
        display: flex;
        align-items: center;
        gap: 6px;
      }

      .fate {
        color: var(--tt-dim);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-why": TuyaTwinWhy;
  }
}
