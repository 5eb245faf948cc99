/** Everything on this floor as a list, for who does not point at it. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { sameChoice, type Choice } from "../../services/editor/hit";
import type { Teller } from "../../services/editor/telling";
import type { Wording } from "../../services/wording";
import type { PlanFloor } from "../../types/plan";
import { element } from "../element";
import { base, card } from "../styles";
import { controls } from "./controls";
import { folding } from "./folding";

@element("tuya-twin-editor-list")
export class TuyaTwinEditorList extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) teller!: Teller;
  @property({ attribute: false }) floor!: PlanFloor;
  @property({ attribute: false }) choice: Choice | null = null;

  protected override render() {
    const { rooms, doors, devices } = this.floor;
    const all: readonly Choice[] = [
      ...rooms.map((_, index): Choice => ({ kind: "room", index })),
      ...doors.map((_, index): Choice => ({ kind: "door", index })),
      ...devices.map(({ device }): Choice => ({ kind: "device", device })),
    ];
    if (all.length === 0) return nothing;
    return html`<details>
      <summary><h2>${this.words.t("editor.on_floor", { floor: this.floor.name })}</h2></summary>
      <ul>
        ${all.map((choice) => this._item(choice))}
      </ul>
    </details>`;
  }

  private _item(choice: Choice) {
    return html`<li>
      <button
        class="item"
        aria-pressed=${sameChoice(choice, this.choice) ? "true" : "false"}
        @click=${() => {
          this.dispatchEvent(new CustomEvent("choose", { detail: choice }));
        }}
      >
        ${this.teller.chosen(this.floor, choice)}
      </button>
    </li>`;
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

      ul {
        margin: 0;
        padding: 0 8px 10px;
        list-style: none;
      }

      .item {
        width: 100%;
        min-height: 36px;
        padding: 4px 8px;
        border: 0;
        border-radius: 8px;
        background: transparent;
        color: var(--tt-ink);
        font: inherit;
        font-size: 14px;
        text-align: start;
        unicode-bidi: plaintext;
        cursor: pointer;
      }

      .item:hover {
        background: var(--tt-grey-floor);
      }

      .item[aria-pressed="true"] {
        background: color-mix(in srgb, var(--tt-accent) 18%, var(--tt-card));
        font-weight: 600;
      }

      @media (pointer: coarse) {
        .item {
          min-height: 44px;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-list": TuyaTwinEditorList;
  }
}
