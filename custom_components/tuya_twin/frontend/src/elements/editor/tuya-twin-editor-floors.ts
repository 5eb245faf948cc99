/** The floors as tabs, the lowest first, and what can be done to the one that is shown. */
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import type { Action } from "../../services/editor/actions";
import { LIMITS } from "../../services/editor/rect";
import type { Wording } from "../../services/wording";
import type { PlanFloor } from "../../types/plan";
import { element } from "../element";
import { base } from "../styles";
import { controls } from "./controls";
import { sign, type SignName } from "./signs";

@element("tuya-twin-editor-floors")
export class TuyaTwinEditorFloors extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) floors: readonly PlanFloor[] = [];
  @property({ attribute: false }) floor = "";

  @state() private _renaming = false;
  private _focusNext: string | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("floor")) this._renaming = false;
  }

  protected override updated(): void {
    if (this._focusNext === null) return;
    const found = this.renderRoot.querySelector<HTMLElement>(this._focusNext);
    this._focusNext = null;
    found?.focus();
    if (found instanceof HTMLInputElement) found.select();
  }

  /** Begins to give the shown floor another name. */
  rename(): void {
    this._renaming = true;
    this._focusNext = "input";
  }

  protected override render() {
    const t = this.words;
    const at = this.floors.findIndex(({ id }) => id === this.floor);
    return html`<div class="floors">
      <div class="tabs" role="tablist" aria-label=${t.t("editor.floors")}>
        ${this.floors.map((floor) => this._tab(floor))}
      </div>
      ${
        this.floors.length < LIMITS.floors
          ? this._button("plus", t.t("editor.add_floor"), () => {
              this._tell("add-floor", null);
            })
          : nothing
      }
      <span class="gap"></span>
      ${
        this._renaming
          ? this._name(this.floors[at]?.name ?? "")
          : this._button("pencil", t.t("editor.rename_floor"), () => {
              this.rename();
            })
      }
      ${
        this.floors.length > 1
          ? html`${this._button(
              "down",
              t.t("editor.floor_down"),
              () => {
                this._do({ type: "move-floor", floor: this.floor, by: -1 });
              },
              at === 0,
            )}
            ${this._button(
              "up",
              t.t("editor.floor_up"),
              () => {
                this._do({ type: "move-floor", floor: this.floor, by: 1 });
              },
              at === this.floors.length - 1,
            )}
            ${this._button("trash", t.t("editor.remove_floor"), () => {
              this._tell("remove-floor", this.floor);
            })}`
          : nothing
      }
    </div>`;
  }

  private _tab({ id, name }: PlanFloor) {
    const chosen = id === this.floor;
    return html`<button
      class="tab"
      role="tab"
      aria-selected=${chosen ? "true" : "false"}
      tabindex=${chosen ? 0 : -1}
      data-floor=${id}
      @click=${() => {
        this._tell("choose-floor", id);
      }}
      @keydown=${this._onTabKey}
    >
      ${name}
    </button>`;
  }

  private _name(name: string) {
    return html`<input
      class="name"
      maxlength=${LIMITS.name}
      aria-label=${this.words.t("editor.floor_name")}
      .value=${name}
      @keydown=${this._onNameKey}
      @blur=${this._onNameBlur}
    />`;
  }

  private _button(name: SignName, label: string, act: () => void, off = false) {
    return html`<button
      class="button round"
      aria-label=${label}
      title=${label}
      aria-disabled=${off ? "true" : nothing}
      @click=${() => {
        if (!off) act();
      }}
    >
      ${sign(name, 18)}
    </button>`;
  }

  private _onTabKey(event: KeyboardEvent): void {
    const rtl = getComputedStyle(this).direction === "rtl";
    const by = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    const at = this.floors.findIndex(({ id }) => id === this.floor);
    const next = by === undefined ? undefined : this.floors[at + by];
    if (next === undefined) return;
    event.preventDefault();
    this._focusNext = `[data-floor="${CSS.escape(next.id)}"]`;
    this._tell("choose-floor", next.id);
  }

  private _onNameKey(event: KeyboardEvent & { currentTarget: HTMLInputElement }): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") this._takeName(event.currentTarget.value);
    this._renaming = false;
    this._focusNext = '[aria-selected="true"]';
  }

  private _onNameBlur(event: Event & { currentTarget: HTMLInputElement }): void {
    if (!this._renaming) return;
    this._renaming = false;
    this._takeName(event.currentTarget.value);
  }

  private _takeName(name: string): void {
    this._do({ type: "rename-floor", floor: this.floor, name });
  }

  private _do(action: Action): void {
    this._tell("do", action);
  }

  private _tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        container-type: inline-size;
        display: block;
      }

      .floors {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
      }

      .tabs {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        min-width: 0;
        padding: 3px;
        border-radius: 24px;
        background: var(--tt-grey-floor);
      }

      .tab {
        max-width: 220px;
        min-height: 34px;
        padding: 4px 16px;
        overflow: hidden;
        border: 0;
        border-radius: 20px;
        background: transparent;
        color: var(--tt-ink);
        font: inherit;
        font-size: 14px;
        text-overflow: ellipsis;
        white-space: nowrap;
        unicode-bidi: plaintext;
        cursor: pointer;
      }

      .tab[aria-selected="true"] {
        background: var(--tt-card);
        box-shadow: 0 1px 4px var(--tt-shadow);
        font-weight: 600;
      }

      .gap {
        flex: 1;
      }

      .name {
        width: 190px;
      }

      @container (max-width: 460px) {
        .tabs {
          flex: 1 1 100%;
        }
      }

      @media (pointer: coarse) {
        .tab {
          min-height: 44px;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-floors": TuyaTwinEditorFloors;
  }
}
