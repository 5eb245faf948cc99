/** The house at a glance: its plan, its protocols, its devices, its screens and its day. */
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { householdNow } from "../../controllers/house-controller";
import { NO_CONTROL, type WatchControl } from "../../controllers/watch-desk";
import { callProtocol } from "../../services/acting/protocol-call";
import { deviceGroups } from "../../services/device-rows";
import { zoneName, type House } from "../../services/house";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import { buttons } from "../buttons";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";
import type { CallProtocol, TuyaTwinProtocolButtons } from "../tuya-twin-protocol-buttons";
import { houseStyles } from "./house-styles";
import "../incidents/tuya-twin-today";
import "../lookout/tuya-twin-watch";
import "../lookout/tuya-twin-why";
import "../plan/tuya-twin-plan";
import "../tuya-twin-device-list";
import "../tuya-twin-protocol-buttons";
import "../tuya-twin-screens";

/** Fires `show-device` and `show-incident` with an id, `edit`, `set-watch`, `dismiss-problem`. */
@element("tuya-twin-house")
export class TuyaTwinHouse extends LitElement {
  /** Home Assistant replaces it on every state change; nothing of it is drawn. */
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) household = "";
  @property({ attribute: false }) house!: House;
  /** The last change that this screen has painted. */
  @property({ attribute: false }) seen: number | null = null;
  @property({ attribute: false }) lastSign: number | null = null;
  @property({ type: Boolean, reflect: true }) live = false;
  @property({ type: Boolean }) connected = false;
  @property({ attribute: false }) watch: WatchControl = NO_CONTROL;
  /** Whether the plan may be changed from here. */
  @property({ type: Boolean }) editable = false;
  /** The device that is shown elsewhere. */
  @property({ attribute: false }) device: string | null = null;
  /** Counts up whenever ages have moved on. */
  @property({ attribute: false }) now = 0;

  @state() private _zone: string | null = null;
  @state() private _floor: string | null = null;

  @query("tuya-twin-protocol-buttons") private readonly _protocols!: TuyaTwinProtocolButtons | null;

  protected override willUpdate(): void {
    const { zones, plan } = this.house;
    if (!zones.some(({ id }) => id === this._zone)) this._zone = null;
    if (!plan.floors.some(({ id }) => id === this._floor)) this._floor = null;
  }

  /** Where the focus goes back to from the editor. */
  focusEdit(): void {
    this.renderRoot.querySelector<HTMLElement>(".edit")?.focus();
  }

  protected override render() {
    return html`${this._stage()}
      <div class="side">
        <tuya-twin-why .words=${this.words} .house=${this.house}></tuya-twin-why>
        ${this._actions()} ${this._things()}
      </div>
      <tuya-twin-today
        class="wide"
        .hass=${this.hass}
        .words=${this.words}
        .household=${this.household}
        .house=${this.house}
        .lastSign=${this.lastSign}
        ?live=${this.live}
        @show-incident=${this._pass}
      ></tuya-twin-today>`;
  }

  private _stage() {
    const { words, house } = this;
    return html`<div class="card stage">
      <button class="button skip" @click=${this._skip}>${words.t("panel.skip_plan")}</button>
      <tuya-twin-plan
        fill
        .house=${house}
        .words=${words}
        .zone=${this._zone}
        .device=${this.device}
        .floor=${this._floor}
        ?live=${this.live}
        @choose-zone=${this._onChooseZone}
        @choose-floor=${this._onChooseFloor}
        @show-device=${this._pass}
      ></tuya-twin-plan>
      ${
        this.editable
          ? html`<button
              class="edit"
              aria-label=${words.t("panel.edit_plan")}
              title=${words.t("panel.edit_plan")}
              @click=${this._edit}
            >
              ${icon("pencil", 22)}
            </button>`
          : nothing
      }
    </div>`;
  }

  private _actions() {
    return html`<div class="card actions">
      <tuya-twin-watch
        .words=${this.words}
        .house=${this.house}
        .control=${this.watch}
        ?live=${this.live && this.connected}
        @set-watch=${this._pass}
        @dismiss-problem=${this._pass}
      ></tuya-twin-watch>
      <tuya-twin-protocol-buttons
        .words=${this.words}
        .zone=${this._zone === null ? null : zoneName(this.house, this._zone)}
        .call=${this._call}
        ?live=${this.live && this.connected}
        @whole-house=${this._onWholeHouse}
      ></tuya-twin-protocol-buttons>
    </div>`;
  }

  private _things() {
    const { words, house, live } = this;
    return html`<aside class="card" aria-label=${words.t("panel.things")}>
      <tuya-twin-device-list
        .groups=${deviceGroups(house, words, householdNow(), live)}
        .words=${words}
        .selected=${this.device}
        ?live=${live}
        @show-device=${this._pass}
      ></tuya-twin-device-list>
      <tuya-twin-screens
        .house=${house}
        .seen=${this.seen}
        .words=${words}
        ?live=${live}
      ></tuya-twin-screens>
    </aside>`;
  }

  private readonly _call: CallProtocol = async (protocol) => {
    if (this.hass) await callProtocol(this.hass, protocol, this.household, this._zone);
  };

  private _skip(): void {
    this._protocols?.focusFirst();
  }

  private _edit(): void {
    this.dispatchEvent(new CustomEvent("edit"));
  }

  private _onChooseZone(event: CustomEvent<string>): void {
    this._zone = this._zone === event.detail ? null : event.detail;
  }

  private _onChooseFloor(event: CustomEvent<string>): void {
    this._floor = event.detail;
  }

  private _onWholeHouse(): void {
    this._zone = null;
  }

  private _pass(event: CustomEvent<string | null>): void {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }

  static override styles = [base, card, buttons, houseStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-house": TuyaTwinHouse;
  }
}
