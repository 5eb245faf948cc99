/** The bar on top: the way to the menu, the title, and whether what is shown is true now. */
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import type { Trust } from "../services/banner-text";
import type { Wording } from "../services/wording";
import type { Hass } from "../types/hass";
import { element } from "./element";
import { icon } from "./icons";
import { base } from "./styles";

const HA_MENU = "ha-menu-button";

@element("tuya-twin-header")
export class TuyaTwinHeader extends LitElement {
  @property({ attribute: false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ type: Boolean, reflect: true }) narrow = false;
  @property({ attribute: false }) household = "";
  @property({ reflect: true }) trust: Trust = "connecting";
  @property({ attribute: false }) connected = false;
  @property({ attribute: false }) latency: number | null = null;

  @state() private _haMenu = customElements.get(HA_MENU) !== undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void customElements.whenDefined(HA_MENU).then(() => {
      this._haMenu = true;
    });
  }

  protected override render() {
    return html`<header>
      ${
        this._haMenu
          ? html`<ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>`
          : this.narrow
            ? html`<button
                class="menu"
                aria-label=${this.words.t("header.menu")}
                @click=${this._toggleMenu}
              >
                ${icon("menu", 24)}
              </button>`
            : html`<span class="mark">${icon("shield", 26)}</span>`
      }
      <h1>
        ${this.words.t("title")}
        ${this.household ? html`<small>${this.household}</small>` : nothing}
      </h1>
      <div class="live"><span class="dot"></span><span>${this._connection()}</span></div>
    </header>`;
  }

  private _connection(): string {
    const { words, trust, connected, latency } = this;
    if (trust === "refused") return words.t("header.refused");
    if (trust === "connecting") return words.t("header.connecting");
    if (trust === "stale") return words.t("header.not_live");
    if (!connected) return words.t("header.reconnecting");
    return latency === null
      ? words.t("header.live")
      : words.t("header.live_ms", { ms: Math.max(1, Math.round(latency)) });
  }

  private _toggleMenu(): void {
    this.dispatchEvent(new CustomEvent("hass-toggle-menu", { bubbles: true, composed: true }));
  }

  static override styles = [
    base,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: var(--header-height, 56px);
        padding-block: var(--safe-area-inset-top, 0px) 0;
        padding-inline: 16px 20px;
        background: var(--app-header-background-color, var(--tt-card));
        color: var(--app-header-text-color, var(--tt-ink));
        border-bottom: var(--app-header-border-bottom, 1px solid var(--tt-line));
      }

      .mark {
        display: flex;
        padding: 0 4px;
      }

      .menu {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        margin-inline-start: -10px;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        color: inherit;
        cursor: pointer;
      }

      h1 {
        display: flex;
        align-items: baseline;
        gap: 14px;
        margin: 0;
        min-width: 0;
        white-space: nowrap;
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: 400;
      }

      small {
        overflow: hidden;
        text-overflow: ellipsis;
        unicode-bidi: plaintext;
        font-size: 14px;
        opacity: 0.8;
      }

      .live {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-inline-start: auto;
        font-size: 13px;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      .dot {
        width: 10px;
        height: 10px;
        border-radius: 50%;
        border: 2px solid currentColor;
      }

      :host([trust="live"]) .dot {
        border-color: var(--tt-green);
        background: var(--tt-green);
      }
    `,
  ];
}
