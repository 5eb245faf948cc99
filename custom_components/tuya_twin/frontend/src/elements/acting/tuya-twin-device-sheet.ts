/** One device in a dialog of its own: how it is, how sure that is, and what can be done. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { householdNow } from "../../controllers/house-controller";
import { Ticker } from "../../controllers/ticker";
import { abilityBook, type Abilities } from "../../services/acting/abilities";
import { problemWords } from "../../services/acting/outcome";
import { problemOf, type Problem } from "../../services/acting/problem";
import { sheetOf, type Fact } from "../../services/acting/sheet-facts";
import type { House } from "../../services/house";
import { lightColour } from "../../services/light-colour";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import type { Device } from "../../types/wire";
import { element } from "../element";
import { deviceIcon, icon } from "../icons";
import { base } from "../styles";
import { dialog } from "./dialog-styles";
import { sheetStyles } from "./sheet-styles";
import type { TuyaTwinDeeds } from "./tuya-twin-deeds";
import "./tuya-twin-deeds";

/** How often the age of the last report moves on. */
const AGES_MS = 5000;

@element("tuya-twin-device-sheet")
export class TuyaTwinDeviceSheet extends LitElement {
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) household = "";
  @property({ attribute: false }) house!: House;
  /** Whose sheet is open; null for none. */
  @property({ attribute: false }) device: string | null = null;
  @property({ type: Boolean, reflect: true }) live = false;

  @state() private _abilities: Abilities | null = null;
  @state() private _problem: Problem | null = null;

  @query("dialog") private readonly _dialog!: HTMLDialogElement | null;
  @query("tuya-twin-deeds") private readonly _deeds!: TuyaTwinDeeds | null;

  /** Which household was asked last: an answer for another one comes too late. */
  private _asked: string | null = null;
  private _outside = false;

  constructor() {
    super();
    new Ticker(
      this,
      AGES_MS,
      () => this.device !== null,
      () => undefined,
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("household")) this._abilities = null;
    const found = this.device === null ? undefined : this._abilities?.has(this.device);
    // A device that was added after the others were asked for.
    if (found === false && changed.has("device")) abilityBook.forget(this.household);
    if (this.device !== null && (changed.has("device") || changed.has("household"))) this._ask();
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Only then: one that was just closed must not come back with the next report.
    if (changed.has("device") && this._dialog?.open === false) this._dialog.showModal();
  }

  protected override render() {
    if (this.device === null) return nothing;
    const device = this.house.devices.find((each) => each.id === this.device);
    return html`<dialog
      aria-labelledby="name"
      @close=${this._closed}
      @pointerdown=${this._onPointerDown}
      @click=${this._onClick}
    >
      ${device === undefined ? this._gone() : this._sheet(device)}
    </dialog>`;
  }

  private _gone() {
    return html`<div class="top">
        <h2 id="name" class="what">${this.words.t("acting.gone")}</h2>
        ${this._closeButton()}
      </div>
      <div class="body"></div>`;
  }

  private _sheet(device: Device) {
    const t = this.words;
    const sheet = sheetOf(this.house, device, this.live, t, householdNow());
    return html`<div class="top">
        ${this._picture(device)}
        <div class="what">
          <h2 id="name"><bdi>${sheet.name}</bdi></h2>
          <p class="zone"><bdi>${sheet.zone}</bdi></p>
        </div>
        ${this._closeButton()}
      </div>
      <div class="body">
        ${this.live ? nothing : html`<p class="note stale">${t.t("acting.not_live")}</p>`}
        <dl>${sheet.facts.map((fact) => this._fact(fact))}</dl>
        <section class="acts" aria-label=${t.t("acting.deeds")}>${this._acts(device)}</section>
        ${this._more(device)}
      </div>`;
  }

  private _picture(device: Device) {
    const on = this.live && device.kind === "bulb" && device.state.on === true;
    const loud = this.live && device.kind === "siren" && device.state.sounding === true;
    const style = on ? { "--light": lightColour(device.state) } : {};
    const look = on ? "lit" : loud ? "loud" : "";
    return html`<span class="picture ${look}" style=${styleMap(style)}
      >${icon(deviceIcon(device, device.kind), 28)}</span
    >`;
  }

  private _closeButton() {
    return html`<button
      type="button"
      class="bare x"
      aria-label=${this.words.t("acting.close")}
      @click=${this.close}
    >
      ${icon("cross", 24)}
    </button>`;
  }

  private _fact(fact: Fact) {
    return html`<div class=${fact.tone}>
      <dt>${fact.label}</dt>
      <dd>
        <span class="value"
          >${fact.tone === "bad" ? icon("exclamation", 18) : nothing}${
            fact.tone === "good" ? icon("check", 18) : nothing
          }<span>${fact.value}</span></span
        >
        ${fact.cure ? html`<span class="cure">${fact.cure}</span>` : nothing}
      </dd>
    </div>`;
  }

  private _acts(device: Device) {
    const t = this.words;
    if (this._problem !== null) {
      const error = problemWords(this._problem, t);
      return html`<p class="trouble" role="alert">${t.t("acting.unknown_abilities", { error })}</p>
        <button type="button" class="button" @click=${this._askAgain}>
          ${t.t("acting.try_again")}
        </button>`;
    }
    if (this._abilities === null) return html`<p class="note">${t.t("acting.loading")}</p>`;
    const ability = this._abilities.get(device.id) ?? NOTHING;
    return html`<tuya-twin-deeds
      .hass=${this.hass}
      .words=${t}
      .device=${device}
      .ability=${ability}
      ?live=${this.live}
      @refused=${this._onRefused}
    ></tuya-twin-deeds>`;
  }

  private _more(device: Device) {
    const entityId = this._abilities?.get(device.id)?.entityId ?? null;
    if (entityId === null) return nothing;
    return html`<button
      type="button"
      class="more"
      @click=${() => {
        this._showMore(entityId);
      }}
    >
      ${this.words.t("acting.more")}${icon("forward", 18)}
    </button>`;
  }

  /** Home Assistant's own dialog would open behind this one. */
  private _showMore(entityId: string): void {
    this.dispatchEvent(
      new CustomEvent("hass-more-info", { detail: { entityId }, bubbles: true, composed: true }),
    );
    this.close();
  }

  private _ask(quiet = false): void {
    const { hass, household } = this;
    if (hass === undefined) return;
    this._asked = household;
    abilityBook
      .of(household, (request) => hass.callWS(request))
      .then(
        (abilities) => {
          if (this._asked !== household) return;
          this._abilities = abilities;
          this._problem = null;
        },
        (error: unknown) => {
          if (this._asked === household && !quiet) this._problem = problemOf(error);
        },
      );
  }

  private _askAgain(): void {
    this._ask();
  }

  /** Perhaps a code is asked for by now. What was refused stands there, whatever comes of this. */
  private _onRefused(): void {
    abilityBook.forget(this.household);
    this._ask(true);
  }

  /** The dialog itself is hit only outside of what is in it. */
  private _onPointerDown(event: PointerEvent): void {
    this._outside = event.target === this._dialog;
  }

  private _onClick(event: MouseEvent): void {
    // A finger that slid off a button it held has not asked for this.
    if (this._outside && event.target === this._dialog) this.close();
  }

  close(): void {
    this._deeds?.forgetCode();
    this._dialog?.close();
  }

  private _closed(): void {
    this._deeds?.forgetCode();
    this.dispatchEvent(new CustomEvent("close-sheet"));
  }

  static override styles = [base, dialog, sheetStyles];
}

const NOTHING = { entityId: null, lock: false, unlock: false, code: false };

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-device-sheet": TuyaTwinDeviceSheet;
  }
}
