/** The picture that a floor is drawn over: chosen, moved, faded and taken away. */
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { BOUNDS, placed, type Placement } from "../../services/editor/backdrop";
import type { Key } from "../../services/languages";
import type { Wording } from "../../services/wording";
import { element } from "../element";
import { base, card } from "../styles";
import { controls } from "./controls";
import { folding } from "./folding";
import { lengthField } from "./fields";
import { shrunk } from "./picture-file";
import { sign } from "./signs";

@element("tuya-twin-editor-picture")
export class TuyaTwinEditorPicture extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) picture: string | null = null;
  @property({ attribute: false }) placement: Placement | null = null;
  /** What the server said against it. */
  @property({ attribute: false }) refused = "";

  @state() private _unfit = false;

  protected override render() {
    const t = this.words;
    return html`<details>
      <summary><h2>${t.t("editor.picture")}</h2></summary>
      <div class="body">
        <p class="note">${t.t("editor.picture_hint")}</p>
        ${this.placement === null || this.picture === null ? nothing : this._place(this.placement)}
        <div class="row">
          <label class="button file"
            >${sign("picture", 18)}${t.t(
              this.picture === null ? "editor.picture_choose" : "editor.picture_other",
            )}
            <input
              class="hidden"
              type="file"
              accept="image/png,image/jpeg,image/webp"
              @change=${this._onFile}
            />
          </label>
          ${
            this.picture === null
              ? nothing
              : html`<button class="button bad" @click=${this._onRemove}>
                  ${sign("trash", 18)}${t.t("editor.picture_remove")}
                </button>`
          }
        </div>
        <p class="problem" role="alert">
          ${this._unfit ? t.t("editor.picture_unfit") : this.refused}
        </p>
      </div>
    </details>`;
  }

  private _place(placement: Placement) {
    const metres = (label: Key, key: "x" | "y" | "width", least: number) =>
      lengthField({
        label: this.words.t(label),
        steps: placement[key],
        least,
        most: BOUNDS.place.most,
        by: 0.05,
        set: (steps) => {
          this._set({ ...placement, [key]: steps });
        },
      });
    return html`<div class="pair">
      ${metres("editor.from_left", "x", BOUNDS.place.least)}
      ${metres("editor.from_top", "y", BOUNDS.place.least)}
      ${metres("editor.width", "width", BOUNDS.width.least)}
      <label
        >${this.words.t("editor.picture_opacity")}
        <input
          type="range"
          min=${BOUNDS.opacity.least}
          max=${BOUNDS.opacity.most}
          step="5"
          .value=${live(String(placement.opacity))}
          @input=${(event: Event & { target: HTMLInputElement }) => {
            this._set({ ...placement, opacity: event.target.valueAsNumber });
          }}
        />
      </label>
    </div>`;
  }

  private _set(value: unknown): void {
    const placement = placed(value);
    if (placement === null) this.requestUpdate();
    else this.dispatchEvent(new CustomEvent("place-picture", { detail: placement }));
  }

  private async _onFile(event: Event & { target: HTMLInputElement }): Promise<void> {
    const input = event.target;
    const file = input.files?.[0];
    if (file === undefined) return;
    const picture = await shrunk(file);
    // The same file may be chosen again.
    input.value = "";
    this._unfit = picture === null;
    if (picture !== null) this._tell(picture);
  }

  private _onRemove(): void {
    this._unfit = false;
    this._tell(null);
  }

  private _tell(picture: string | null): void {
    this.dispatchEvent(new CustomEvent("set-picture", { detail: picture }));
  }

  static override styles = [
    base,
    card,
    controls,
    folding,
    css`
      :host {
        display: block;
      }

      .body {
        display: grid;
        gap: 10px;
        padding: 0 16px 16px;
      }

      .file {
        display: inline-flex;
        color: var(--tt-ink);
      }

      .file:focus-within {
        outline: 3px solid var(--tt-accent-ink);
        outline-offset: 2px;
      }

      .problem {
        margin: 0;
        font-size: 14px;
        color: var(--tt-red-ink);
      }

      .problem:empty {
        display: none;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-picture": TuyaTwinEditorPicture;
  }
}
