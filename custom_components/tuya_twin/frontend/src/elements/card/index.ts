/** The card for dashboards: registers it, and loads the plan when one is shown. */
import { cardConfig } from "../../services/card/config";
import type { HouseholdChoice } from "../../services/households";
import type { Hass } from "../../types/hass";
import type { TuyaTwinCardView } from "./tuya-twin-card-view";
import { pickerWords } from "./picker";

/** Every page of every dashboard loads this file: so there is little in it, and no library. */

const CARD = "tuya-twin-card";

/** In rows of a dashboard's grid, of 56 pixels each. */
const PLAN_ROWS = 6;
const LEAST_ROWS = 4;

interface CustomCard {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly preview: boolean;
}

declare global {
  interface Window {
    customCards?: CustomCard[];
  }
  interface HTMLElementTagNameMap {
    "tuya-twin-card": TuyaTwinCard;
  }
}

/** `grid` and `panel` give the card its height; elsewhere it takes what it needs. */
export type CardLayout = "grid" | "panel" | undefined;

export class TuyaTwinCard extends HTMLElement {
  private _written: Record<string, unknown> | null = null;
  private _view: TuyaTwinCardView | null = null;
  private _hass: Hass | undefined;
  private _layout: CardLayout;

  set hass(hass: Hass | undefined) {
    this._hass = hass;
    if (this._view !== null && hass !== undefined) this._view.hass = hass;
  }

  set layout(layout: CardLayout) {
    this._layout = layout;
    if (this._view !== null) this._view.layout = layout;
  }

  setConfig(written: Record<string, unknown>): void {
    const config = cardConfig(written);
    this._written = written;
    if (this._view !== null) this._view.config = config;
  }

  connectedCallback(): void {
    this.style.display = "block";
    this.style.height = "100%";
    void this._show();
  }

  getCardSize(): number {
    return PLAN_ROWS + 1 + this._rowsBelow();
  }

  getGridOptions(): Record<string, number> {
    const below = this._rowsBelow();
    return { columns: 12, rows: PLAN_ROWS + below, min_columns: 6, min_rows: LEAST_ROWS + below };
  }

  static async getConfigElement(): Promise<HTMLElement> {
    await import("./tuya-twin-card-editor");
    return document.createElement("tuya-twin-card-editor");
  }

  /** With several households the card names its own, so that another one never takes its place. */
  static async getStubConfig(hass: Hass): Promise<Record<string, unknown>> {
    const { readHouseholds } = await import("../../services/households");
    const households: readonly HouseholdChoice[] = await hass
      .callWS({ type: "tuya_twin/households" })
      .then(readHouseholds)
      .catch(() => []);
    return households.length > 1 ? { household: households[0]?.id } : {};
  }

  private _rowsBelow(): number {
    const { show_controls: controls, show_devices: devices } = this._written ?? {};
    return (controls === true ? 2 : 0) + (devices === true ? 3 : 0);
  }

  private async _show(): Promise<void> {
    if (this._view !== null) return;
    await import("./tuya-twin-card-view");
    // It may have been shown meanwhile, by a second call that waited for the same file.
    if (this.firstElementChild !== null) return;
    const view = document.createElement("tuya-twin-card-view");
    view.config = cardConfig(this._written ?? {});
    if (this._hass !== undefined) view.hass = this._hass;
    view.layout = this._layout;
    this._view = view;
    this.append(view);
  }
}

/**
 * Home Assistant's app puts a registry of its own in place of the browser's when it starts, and knows
 * nothing of what was defined before. This file may be there first, as both are loaded at once.
 */
void customElements.whenDefined("home-assistant").then(() => {
  // After an update the old module may still be on the page.
  if (window.customElements.get(CARD) === undefined) {
    window.customElements.define(CARD, TuyaTwinCard);
  }
});

window.customCards ??= [];
if (!window.customCards.some(({ type }) => type === CARD)) {
  window.customCards.push({
    type: CARD,
    preview: true,
    // Read when somebody adds a card: by then the language of the page is known.
    get name() {
      return pickerWords()["picker.name"];
    },
    get description() {
      return pickerWords()["picker.description"];
    },
  });
}
