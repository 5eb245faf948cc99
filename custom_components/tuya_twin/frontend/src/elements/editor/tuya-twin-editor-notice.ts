/** What stands between the draft and its being saved: somebody else, an overlap, the server's no. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { Saving } from "../../services/editor/session";
import type { Wording } from "../../services/wording";
import { element } from "../element";
import { base } from "../styles";
import { controls } from "./controls";
import { sign } from "./signs";

/** Fires `theirs` and `mine`. */
@element("tuya-twin-editor-notice")
export class TuyaTwinEditorNotice extends LitElement {
  @property({ attribute: false }) words!: Wording;
  /** Somebody has saved meanwhile: their plan is here, or still on its way. */
  @property({ attribute: false }) behind: "arrived" | "awaited" | null = null;
  /** Which rooms lie over each other, in words. */
  @property({ attribute: false }) overlaps = "";
  @property({ attribute: false }) saving: Saving = { state: "idle" };
  @property({ type: Boolean }) restored = false;

  protected override render() {
    return html`<div role="alert">${this._notice()}</div>`;
  }

  private _notice() {
    const t = this.words;
    if (this.behind !== null) return this._conflict(this.behind === "awaited");
    if (this.overlaps !== "") return this._bad(`${this.overlaps} ${t.t("editor.overlap_cure")}`);
    if (this.saving.state === "refused") {
      return this._bad(t.t("editor.refused", { error: this.saving.message }));
    }
    return this.restored
      ? html`<div class="notice"><p>${t.t("editor.restored")}</p></div>`
      : nothing;
  }

  private _bad(text: string) {
    return html`<div class="notice bad">
      ${sign("warn")}
      <p>${text}</p>
    </div>`;
  }

  private _conflict(waits: boolean) {
    const t = this.words;
    const choice = (event: string, text: string) =>
      html`<button
        class="button"
        ?disabled=${waits}
        @click=${() => {
          this.dispatchEvent(new CustomEvent(event));
        }}
      >
        ${text}
      </button>`;
    return html`<div class="notice warn">
      ${sign("warn")}
      <p>${t.t("editor.behind")} ${waits ? t.t("editor.behind_waits") : nothing}</p>
      ${choice("theirs", t.t("editor.show_theirs"))} ${choice("mine", t.t("editor.put_mine"))}
    </div>`;
  }

  static override styles = [
    base,
    controls,
    css`
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 14px;
        margin-bottom: 12px;
        padding: 10px 16px;
        border: 1px solid var(--tt-line);
        border-radius: var(--tt-radius);
        background: var(--tt-card);
      }

      .notice > .icon {
        flex: none;
      }

      p {
        flex: 1 1 280px;
        margin: 0;
        overflow-wrap: anywhere;
      }

      .bad {
        border-color: var(--tt-red);
        background: color-mix(in srgb, var(--tt-red) 10%, var(--tt-card));
      }

      .bad > .icon {
        color: var(--tt-red-ink);
      }

      .warn {
        border-color: var(--tt-yellow);
        background: color-mix(in srgb, var(--tt-yellow) 14%, var(--tt-card));
      }

      .warn > .icon {
        color: var(--tt-yellow-ink);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-notice": TuyaTwinEditorNotice;
  }
}
