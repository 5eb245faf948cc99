/** The bar on top: the way to the menu, the title, and whether what is shown is true now. */
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import type { Trust } from "../services/banner-text";
import type { HouseholdChoice } from "../services/households";
import type { Wording } from "../services/wording";
import type { Hass } from "../types/hass";
import { buttons } from "./buttons";
import { element } from "./element";
import { fields } from "./field-styles";
import { icon } from "./icons";
import { base } from "./styles";
import type { MenuItem } from "./panel/tuya-twin-menu";
import "./panel/tuya-twin-menu";

const HA_MENU = "ha-menu-button";

/** Fires `choose-household` and, from its menu, `choose`, each with an id. */
@element("tuya-twin-header")
export class TuyaTwinHeader extends LitElement {
  @property({ attribute: false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ type: Boolean, reflect: true }) narrow = false;
  /** The name of the household that is shown. */
  @property({ attribute: false }) household = "";
  @property({ attribute: false }) householdId = "";
  /** All that can be chosen; fewer than two are no choice. */
  @property({ attribute: false }) households: readonly HouseholdChoice[] = [];
  @property({ attribute: false }) items: readonly MenuItem[] = [];
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
                class="bare"
                aria-label=${this.words.t("header.menu")}
                @click=${this._toggleMenu}
              >
                ${icon("menu", 24)}
              </button>`
            : html`<span class="mark">${icon("shield", 26)}</span>`
      }
      <h1>
        ${this.words.t("title")}
        ${
          this.households.length < 2 && this.household
            ? html`<small>${this.household}</small>`
            : nothing
        }
      </h1>
      ${this.households.length < 2 ? nothing : this._picker()}
      <div class="live"><span class="dot"></span><span>${this._connection()}</span></div>
      ${
        this.items.length > 0
          ? html`<tuya-twin-menu
              .words=${this.words}
              .items=${this.items}
              @choose=${this._choose}
            ></tuya-twin-menu>`
          : nothing
      }
    </header>`;
  }

  private _picker() {
    return html`<select
      aria-label=${this.words.t("header.household")}
      @change=${this._chooseHousehold}
    >
      ${this.households.map(
        ({ id, name }) =>
          html`<option value=${id} ?selected=${id === this.householdId}>${name}</option>`,
      )}
    </select>`;
  }

  private _choose(event: CustomEvent<string>): void {
    this.dispatchEvent(new CustomEvent("choose", { detail: event.detail }));
  }

  private _chooseHousehold(event: Event): void {
    if (!(event.target instanceof HTMLSelectElement)) return;
    this.dispatchEvent(new CustomEvent("choose-household", { detail: event.target.value }));
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
    buttons,
    fields,
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

      .bare {
        margin-inline-start: -10px;
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

      select {
        max-width: 260px;
        border-color: var(--tt-line);
        font-size: 14px;
        text-overflow: ellipsis;
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

      @media (max-width: 480px) {
        header {
          gap: 8px;
          padding-inline: 12px;
        }

        small {
          font-size: 13px;
        }
      }

      @media (forced-colors: active) {
        :host([trust="live"]) .dot {
          background: CanvasText;
        }
      }
    `,
  ];
}
