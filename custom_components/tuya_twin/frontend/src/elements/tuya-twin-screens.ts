/** Who is watching, and whether they have seen the last change. */
import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ScreenRow } from "../services/screen-rows";
import type { Wording } from "../services/wording";
import { element } from "./element";
import { icon } from "./icons";
import { base, card } from "./styles";

@element("tuya-twin-screens")
export class TuyaTwinScreens extends LitElement {
  @property({ attribute: false }) rows: readonly ScreenRow[] = [];
  @property({ attribute: false }) words!: Wording;
  @property({ type: Boolean, reflect: true }) live = false;

  protected override render() {
    return html`<section>
      <h2>${this.words.t("screens.title")}</h2>
      <ul>
        ${repeat(
          this.rows,
          (row) => row.id,
          (row) => this._row(row),
        )}
      </ul>
    </section>`;
  }

  private _row(row: ScreenRow) {
    const seen = row.seen && this.live;
    const word = !this.live ? "screens.unknown" : seen ? "screens.seen" : "screens.not_yet";
    return html`<li class=${seen ? "seen" : ""}>
      <span class="name">${row.name}</span>
      <span class="word">${seen ? icon("check", 15) : ""}${this.words.t(word)}</span>
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
        gap: 7px;
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
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .word {
        display: flex;
        align-items: center;
        gap: 2px;
        color: var(--tt-dim);
        white-space: nowrap;
      }

      .seen .word {
        color: var(--tt-green-ink);
      }

      .icon {
        stroke-width: 2.6;
      }
    `,
  ];
}
