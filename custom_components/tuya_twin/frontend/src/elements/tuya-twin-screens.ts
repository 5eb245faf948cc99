/** Who is watching, and whether they have seen the last change. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import {
  foremost,
  screenRows,
  screensSentence,
  otherScreens,
  type ScreenRow,
} from "../services/screen-rows";
import type { House } from "../services/house";
import type { Wording } from "../services/wording";
import { element } from "./element";
import { icon } from "./icons";
import { base, card } from "./styles";

@element("tuya-twin-screens")
export class TuyaTwinScreens extends LitElement {
  @property({ attribute: false }) house!: House;
  /** The last change that this screen has painted. */
  @property({ attribute: false }) seen: number | null = null;
  @property({ attribute: false }) words!: Wording;
  @property({ type: Boolean, reflect: true }) live = false;

  protected override render() {
    const { house, words } = this;
    const rows = screenRows(house, this.seen, words);
    const shown = foremost(rows);
    const others = otherScreens(house, rows, shown);
    const sentence = this.live ? screensSentence(house, rows, words) : "";
    return html`<section>
      <h2>${words.t("screens.title")}</h2>
      ${sentence ? html`<p>${sentence}</p>` : nothing}
      <ul>
        ${repeat(
          shown,
          (row) => row.id,
          (row) => this._row(row),
        )}
        ${others > 0 ? html`<li>${words.t("screens.more", { count: others })}</li>` : nothing}
      </ul>
    </section>`;
  }

  private _row(row: ScreenRow) {
    const seen = row.seen && this.live;
    const detail = this.live ? row.detail : this.words.t("screens.unknown");
    return html`<li class=${seen ? "seen" : ""}>
      ${
        row.kiosk
          ? html`<span class="kiosk">${icon("screen", 16)}${this.words.t("screens.kiosk")}</span>`
          : nothing
      }
      <span class="name">${row.name}</span>
      <span class="word">${seen ? icon("check", 15) : nothing}${detail}</span>
    </li>`;
  }

  static override styles = [
    base,
    card,
    css`
      :host {
        display: block;
      }

      section {
        padding: 0 18px;
      }

      p {
        margin: 2px 0 0;
        font-size: 13px;
        line-height: 18px;
        color: var(--tt-dim);
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 7px;
        align-items: center;
        max-width: 100%;
        padding: 5px 12px;
        border: 1px solid var(--tt-line);
        border-radius: 16px;
        font-size: 13px;
        line-height: 18px;
      }

      .name {
        unicode-bidi: plaintext;
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .kiosk,
      .word {
        display: flex;
        align-items: center;
        gap: 3px;
        color: var(--tt-dim);
      }

      .kiosk {
        gap: 4px;
      }

      .seen .word {
        color: var(--tt-green-ink);
      }

      .word .icon {
        flex: none;
        stroke-width: 2.6;
      }
    `,
  ];
}
