/** The tool in hand, and whose room it draws. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { Tool } from "../../controllers/editing";
import { isDrawn, type Draft } from "../../services/editor/draft";
import type { Teller } from "../../services/editor/telling";
import type { Wording } from "../../services/wording";
import { element } from "../element";
import { base } from "../styles";
import { controls } from "./controls";
import { sign } from "./signs";

const TOOLS = ["choose", "room", "door"] as const satisfies readonly Tool[];

/** Fires `take` with a tool, and `draw-zone` with a zone. */
@element("tuya-twin-editor-tools")
export class TuyaTwinEditorTools extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) teller!: Teller;
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) tool: Tool = "choose";
  @property({ attribute: false }) zone: string | null = null;
  /** Whose rooms can be drawn on this floor. */
  @property({ attribute: false }) zones: readonly string[] = [];

  protected override render() {
    const t = this.words;
    return html`<div class="tools" role="group" aria-label=${t.t("editor.tools")}>
      ${TOOLS.map((tool) => this._tool(tool))} ${this.tool === "room" ? this._zone() : nothing}
      <span class="hint">${t.t(`editor.hint_${this.tool}`)}</span>
    </div>`;
  }

  private _tool(tool: Tool) {
    return html`<button
      class="button tool"
      aria-pressed=${this.tool === tool ? "true" : "false"}
      @click=${() => {
        this.dispatchEvent(new CustomEvent("take", { detail: tool }));
      }}
    >
      ${sign(tool, 18)}${this.words.t(`editor.tool_${tool}`)}
    </button>`;
  }

  private _zone() {
    const name = (zone: string): string =>
      isDrawn(this.draft, zone)
        ? this.words.t("editor.zone_more", { name: this.teller.zone(zone) })
        : this.teller.zone(zone);
    return html`<select
      aria-label=${this.words.t("editor.zone")}
      @change=${(event: Event & { target: HTMLSelectElement }) => {
        this.dispatchEvent(new CustomEvent("draw-zone", { detail: event.target.value }));
      }}
    >
      ${this.zones.map(
        (zone) =>
          html`<option value=${zone} ?selected=${zone === this.zone}>${name(zone)}</option>`,
      )}
    </select>`;
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
      }

      .tool[aria-pressed="true"] {
        border-color: var(--tt-accent-ink);
        background: color-mix(in srgb, var(--tt-accent) 16%, var(--tt-card));
      }

      select {
        width: auto;
        max-width: 240px;
      }

      .hint {
        flex: 1 1 180px;
        font-size: 13px;
        color: var(--tt-dim);
      }

      @container (max-width: 520px) {
        .tool {
          padding: 6px 11px;
        }

        select {
          flex: 1 1 140px;
          max-width: none;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-tools": TuyaTwinEditorTools;
  }
}
