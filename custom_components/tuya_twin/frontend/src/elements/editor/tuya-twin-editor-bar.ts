/** The editor's title, with the way out, the way back, and saving. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { EditingSession } from "../../services/editor/session";
import type { Wording } from "../../services/wording";
import { element } from "../element";
import { base } from "../styles";
import { controls } from "./controls";
import { sign, type SignName } from "./signs";

/** What the bar shows of a session. */
export type Standing = Pick<EditingSession, "dirty" | "canUndo" | "canRedo" | "saving">;

/** Fires `leave`, `undo`, `redo` and `save`. */
@element("tuya-twin-editor-bar")
export class TuyaTwinEditorBar extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) standing!: Standing;

  protected override render() {
    const t = this.words;
    const { dirty, canUndo, canRedo, saving } = this.standing;
    const busy = saving.state === "busy";
    const idle = !dirty || busy;
    return html`<div class="bar">
      ${this._round("close", t.t("editor.close"), "leave")}
      <h1>${t.t("editor.title")}</h1>
      <span class="state">${this._state()}</span>
      ${this._round("undo", t.t("editor.undo"), "undo", !canUndo)}
      ${this._round("redo", t.t("editor.redo"), "redo", !canRedo)}
      <button
        class="button main"
        aria-disabled=${idle ? "true" : nothing}
        @click=${() => {
          if (!idle) this._tell("save");
        }}
      >
        ${t.t(busy ? "editor.saving" : "editor.save")}
      </button>
    </div>`;
  }

  private _round(name: SignName, label: string, event: string, off = false) {
    return html`<button
      class="button round"
      aria-label=${label}
      title=${label}
      aria-disabled=${off ? "true" : nothing}
      @click=${() => {
        this._tell(event);
      }}
    >
      ${sign(name)}
    </button>`;
  }

  private _state(): string {
    const { dirty, saving } = this.standing;
    if (saving.state === "busy") return "";
    if (dirty) return this.words.t("editor.unsaved");
    return saving.state === "saved" ? this.words.t("editor.saved") : "";
  }

  private _tell(event: string): void {
    this.dispatchEvent(new CustomEvent(event));
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        display: block;
        margin-bottom: 12px;
        container-type: inline-size;
      }

      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }

      h1 {
        flex: 1 1 auto;
        min-width: 0;
        margin: 0;
        font-size: clamp(18px, 4vw, 20px);
        font-weight: 600;
        line-height: 28px;
      }

      .state {
        font-size: 14px;
        color: var(--tt-dim);
      }

      .state:empty {
        display: none;
      }

      @container (max-width: 520px) {
        .state {
          flex: 1 1 100%;
          order: 1;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-bar": TuyaTwinEditorBar;
  }
}
