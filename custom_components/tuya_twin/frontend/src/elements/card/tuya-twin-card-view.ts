/** A household on a dashboard: its plan, one line on how it is, and what else was asked for. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { CardHouseholds, cardTarget } from "../../controllers/card-household";
import { hassChanged } from "../../controllers/changes";
import { HouseController, householdNow } from "../../controllers/house-controller";
import { Speech } from "../../controllers/speech";
import { callProtocol } from "../../services/acting/protocol-call";
import { bannerText, type BannerText } from "../../services/banner-text";
import { cardConfig, type CardConfig } from "../../services/card/config";
import { deviceGroups } from "../../services/device-rows";
import { zoneName } from "../../services/house";
import { chosenFrom, type HouseholdChoice } from "../../services/households";
import type { Hass } from "../../types/hass";
import { buttons } from "../buttons";
import { element } from "../element";
import { icon, MOOD_ICONS } from "../icons";
import { base, tokens } from "../styles";
import type { CallProtocol } from "../tuya-twin-protocol-buttons";
import "../lookout/tuya-twin-entry";
import { watchMark } from "../lookout/watch-mark";
import "../plan/tuya-twin-plan";
import "../tuya-twin-device-list";
import "../tuya-twin-protocol-buttons";
import { cardStyles } from "./card-styles";
import type { CardLayout } from "./index";

@element("tuya-twin-card-view")
export class TuyaTwinCardView extends LitElement {
  @property({ attribute: false, hasChanged: hassChanged }) hass?: Hass;
  @property({ attribute: false }) config: CardConfig = cardConfig({});
  @property({ reflect: true }) layout: CardLayout;

  @state() private _zone: string | null = null;
  @state() private _device: string | null = null;
  @state() private _floor: string | null = null;

  private readonly _controller = new HouseController(this);
  private readonly _speech = new Speech(this);
  private readonly _households = new CardHouseholds(this);
  private _household: HouseholdChoice | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("hass")) {
      this._speech.follow(this.hass);
      this.toggleAttribute("dark", this.hass?.themes?.darkMode === true);
    }
    if (changed.has("config")) {
      this._floor = this.config.floor;
      this._zone = null;
    }
    this._households.ask(this.hass);
    this._household = chosenFrom(this._households.all ?? [], this.config.household);
    this._follow();
    const { zones } = this._controller.house;
    if (!zones.some(({ id }) => id === this._zone)) this._zone = null;
  }

  protected override render() {
    const { title } = this.config;
    const body = html`${title ? html`<h2>${title}</h2>` : nothing} ${this._body()}`;
    // Home Assistant's own card brings the looks of the theme; without it there is a plain one.
    return customElements.get("ha-card") === undefined
      ? html`<div class="box">${body}</div>`
      : html`<ha-card>${body}</ha-card>`;
  }

  private _body() {
    const t = this._speech.words;
    const { all, error } = this._households;
    if (error) {
      return html`<div class="say" role="status">
        <p>${t.t("card.failed", { error })}</p>
        <button class="button" @click=${this._again}>${t.t("card.try_again")}</button>
      </div>`;
    }
    if (all === null) return html`<div class="say" role="status">${t.t("card.loading")}</div>`;
    if (this._household === undefined) {
      const missing = all.length === 0 ? "card.no_households" : "card.no_household";
      return html`<div class="say" role="status">${t.t(missing)}</div>`;
    }
    return this._house();
  }

  private _house() {
    const { house, trust, lastSign } = this._controller;
    const words = this._speech.words;
    const { showBanner, showDevices, showControls } = this.config;
    const live = trust === "live";
    return html`<tuya-twin-entry .words=${words} .house=${house} ?live=${live}></tuya-twin-entry>
      ${showBanner ? this._line(bannerText(house, trust, lastSign, words)) : nothing}
      <tuya-twin-plan
        .house=${house}
        .words=${words}
        .zone=${this._zone}
        .device=${this._device}
        .floor=${this._floor}
        ?live=${live}
        ?fill=${this.layout !== undefined}
        @choose-zone=${this._onChooseZone}
        @choose-floor=${this._onChooseFloor}
        @show-device=${this._onShowDevice}
      ></tuya-twin-plan>
      ${showControls ? this._controls() : nothing}
      ${
        showDevices
          ? html`<tuya-twin-device-list
              .groups=${deviceGroups(house, words, householdNow(), live)}
              .words=${words}
              .selected=${this._device}
              ?live=${live}
              @show-device=${this._onShowDevice}
            ></tuya-twin-device-list>`
          : nothing
      }`;
  }

  private _line({ mood, title, wrong, happened }: BannerText) {
    const more = wrong || (mood === "green" ? "" : happened);
    return html`<div class="line ${mood}" role="status">
      ${icon(MOOD_ICONS[mood], 26)}
      <div>
        <b>${title}</b>
        ${more ? html`<span>${more}</span>` : nothing}
      </div>
      ${mood === "stale" ? nothing : watchMark(this._controller.house.lookout.watch, this._speech.words, 20)}
    </div>`;
  }

  private _controls() {
    const { house, trust, connected } = this._controller;
    return html`<tuya-twin-protocol-buttons
      .words=${this._speech.words}
      .zone=${this._zone === null ? null : zoneName(house, this._zone)}
      .call=${this._call}
      ?live=${trust === "live" && connected}
      @whole-house=${this._onWholeHouse}
    ></tuya-twin-protocol-buttons>`;
  }

  private _follow(): void {
    const { hass, _household: household } = this;
    if (hass === undefined || household === undefined) return;
    const target = cardTarget(household, () => this.hass ?? hass, this._speech.words);
    this._controller.follow(target);
  }

  private readonly _call: CallProtocol = async (protocol) => {
    const { hass, _household: household } = this;
    if (hass && household) await callProtocol(hass, protocol, household.id, this._zone);
  };

  private _again(): void {
    this._households.again();
  }

  /** Choosing a room is for the buttons; without them a mark on it would mean nothing. */
  private _onChooseZone(event: CustomEvent<string>): void {
    const same = this._zone === event.detail || !this.config.showControls;
    this._zone = same ? null : event.detail;
  }

  private _onChooseFloor(event: CustomEvent<string>): void {
    this._floor = event.detail;
  }

  private _onShowDevice(event: CustomEvent<string>): void {
    this._device = this._device === event.detail ? null : event.detail;
  }

  private _onWholeHouse(): void {
    this._zone = null;
  }

  static override styles = [tokens, base, buttons, cardStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-card-view": TuyaTwinCardView;
  }
}
