/** What is seldom needed, behind one button. */
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import type { Wording } from "../../services/wording";
import { buttons } from "../buttons";
import { element } from "../element";
import { icon, type IconName } from "../icons";
import { base } from "../styles";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
}

/** Fires `choose` with the id of an item. */
@element("tuya-twin-menu")
export class TuyaTwinMenu extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) items: readonly MenuItem[] = [];

  @state() private _open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this._onKey);
    this.addEventListener("focusout", this._onFocusOut);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this._onKey);
    this.removeEventListener("focusout", this._onFocusOut);
    this._open = false;
  }

  protected override render() {
    return html`<button
        class="bare opener"
        aria-label=${this.words.t("header.more")}
        aria-expanded=${this._open ? "true" : "false"}
        aria-controls="items"
        @click=${this._toggle}
      >
        ${icon("more", 24)}
      </button>
      <ul id="items" ?hidden=${!this._open}>
        ${
          this._open
            ? this.items.map(
                (item) =>
                  html`<li>
                    <button
                      @click=${() => {
                        this._choose(item.id);
                      }}
                    >
                      ${icon(item.icon, 22)}<span>${item.label}</span>
                    </button>
                  </li>`,
              )
            : nothing
        }
      </ul>`;
  }

  private _toggle(): void {
    this._open = !this._open;
  }

  private _choose(id: string): void {
    this._close();
    this.dispatchEvent(new CustomEvent("choose", { detail: id }));
  }

  /** What a dialog closes to has to be there: the focus goes back before anything opens. */
  private _close(): void {
    this._open = false;
    this.renderRoot.querySelector<HTMLElement>(".opener")?.focus();
  }

  private readonly _onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this._open) return;
    event.stopPropagation();
    this._close();
  };

  private readonly _onFocusOut = (event: FocusEvent): void => {
    // A tap on the bare page takes the focus nowhere, which is away as well.
    const within = event.relatedTarget instanceof Node && this.contains(event.relatedTarget);
    if (!within && this.shadowRoot?.activeElement == null) this._open = false;
  };

  static override styles = [
    base,
    buttons,
    css`
      :host {
        position: relative;
        display: block;
        margin-inline-end: -10px;
      }

      .opener .icon {
        stroke-width: 3;
      }

      ul {
        position: absolute;
        inset-block-start: 100%;
        inset-inline-end: 0;
        z-index: 3;
        min-width: 220px;
        margin: 4px 0 0;
        padding: 6px 0;
        list-style: none;
        border: 1px solid var(--tt-line);
        border-radius: 12px;
        background: var(--tt-card);
        color: var(--tt-ink);
        box-shadow: 0 6px 24px var(--tt-shadow);
      }

      ul[hidden] {
        display: none;
      }

      li button {
        display: flex;
        gap: 14px;
        align-items: center;
        width: 100%;
        min-height: 48px;
        padding: 6px 18px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        font-size: 15px;
        text-align: start;
        white-space: nowrap;
        cursor: pointer;
      }

      li button:hover {
        background: color-mix(in srgb, var(--tt-ink) 7%, transparent);
      }

      li button:focus-visible {
        outline-offset: -3px;
      }

      li .icon {
        flex: none;
        color: var(--tt-dim);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-menu": TuyaTwinMenu;
  }
}
