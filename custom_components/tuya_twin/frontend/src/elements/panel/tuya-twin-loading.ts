/** Stands where a part will be while it is loaded, and says so if that does not work. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { PartState } from "../../controllers/lazy-parts";
import type { Wording } from "../../services/wording";
import { buttons } from "../buttons";
import { element } from "../element";
import { base, card } from "../styles";

/** Fires `retry` and `leave`. */
@element("tuya-twin-loading")
export class TuyaTwinLoading extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) progress: PartState = "loading";

  protected override render() {
    const t = this.words;
    const failed = this.progress === "failed";
    return html`<div class="card">
      <p role=${failed ? "alert" : "status"}>
        ${t.t(failed ? "panel.part_failed" : "panel.part_loading")}
      </p>
      ${
        failed
          ? html`<div class="buttons">
              <button class="button" @click=${this._retry}>${t.t("panel.part_retry")}</button>
              <button class="button" @click=${this._leave}>${t.t("panel.part_leave")}</button>
            </div>`
          : nothing
      }
    </div>`;
  }

  private _retry(): void {
    this.dispatchEvent(new CustomEvent("retry"));
  }

  private _leave(): void {
    this.dispatchEvent(new CustomEvent("leave"));
  }

  static override styles = [
    base,
    buttons,
    card,
    css`
      :host {
        display: block;
      }

      .card {
        padding: 32px 20px;
        text-align: center;
      }

      p {
        margin: 0;
        color: var(--tt-dim);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        justify-content: center;
        margin-top: 16px;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-loading": TuyaTwinLoading;
  }
}
