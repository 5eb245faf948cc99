/** The house on a wall: the plan as large as the screen, one sentence, and nothing to press. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { householdNow } from "../../controllers/house-controller";
import { keepSettings, keptSettings } from "../../controllers/kiosk-settings";
import { NightController } from "../../controllers/night-controller";
import { WakeLockController } from "../../controllers/wake-lock";
import type { Trust } from "../../services/banner-text";
import { shownForHouse, type House } from "../../services/house";
import { floorShown } from "../../services/kiosk/floors";
import { AWAKE_MS } from "../../services/kiosk/light";
import { kioskSentence, type KioskSentence } from "../../services/kiosk/sentence";
import { DEFAULTS, type KioskSettings } from "../../services/kiosk/settings";
import { shiftAt } from "../../services/kiosk/shift";
import type { Wording } from "../../services/wording";
import type { Status } from "../../types/wire";
import { element } from "../element";
import { icon, MOOD_ICONS } from "../icons";
import { base, tokens } from "../styles";
import type { TuyaTwinPlan } from "../plan/tuya-twin-plan";
import "../lookout/tuya-twin-entry";
import { watchMark } from "../lookout/watch-mark";
import "../plan/tuya-twin-plan";
import { cornerStyles } from "./corner-styles";
import { frameStyles } from "./frame-styles";
import { seenLine } from "./seen-line";
import type { TuyaTwinKioskSettings } from "./tuya-twin-kiosk-settings";
import { wordsStyles } from "./words-styles";

/** How long the buttons in the corner stay after a touch. */
const BUTTONS_MS = 6000;
/** How long a person may look at another floor, or closely at one room. */
const LOOK_MS = AWAKE_MS;

@element("tuya-twin-kiosk")
export class TuyaTwinKiosk extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) house!: House;
  @property({ reflect: true }) trust: Trust = "connecting";
  @property({ attribute: false }) lastSign: number | null = null;
  @property({ attribute: false }) seen: number | null = null;
  /** What holds until somebody has set this screen up on the spot. */
  @property({ attribute: false }) settings: KioskSettings = DEFAULTS;
  /** Follows the theme around it; at night the kiosk is dark by itself. */
  @property({ attribute: false }) dark = false;
  /** The way out: back to the panel, or, for a screen that is nobody's, the end of its access. */
  @property({ attribute: false }) exit: "leave" | "forget" = "leave";

  @state() private _own: KioskSettings = DEFAULTS;
  @state() private _buttons = true;
  @state() private _full = false;
  /** The floor a person has just chosen on the plan. */
  @state() private _looked: string | null = null;
  @query("tuya-twin-kiosk-settings") private _sheet?: TuyaTwinKioskSettings;

  private readonly _night = new NightController(this, () => this._own);
  private readonly _wakeLock = new WakeLockController(this);
  @query("tuya-twin-plan") private _drawn?: TuyaTwinPlan;
  private _hiding: ReturnType<typeof setTimeout> | undefined;
  private _lookingAway: ReturnType<typeof setTimeout> | undefined;
  private _status: Status = "GREEN_SAFE";

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("pointerdown", this._onTouch, { capture: true });
    this.addEventListener("pointermove", this._showButtons);
    window.addEventListener("keydown", this._onTouch);
    document.addEventListener("fullscreenchange", this._onFullscreen);
    this._showButtons();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("pointerdown", this._onTouch, { capture: true });
    this.removeEventListener("pointermove", this._showButtons);
    window.removeEventListener("keydown", this._onTouch);
    document.removeEventListener("fullscreenchange", this._onFullscreen);
    clearTimeout(this._hiding);
    clearTimeout(this._lookingAway);
    if (this._full) void document.exitFullscreen();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("settings")) this._own = keptSettings(this.settings);
    if (changed.has("house") && this.house.place !== null) {
      this._onStatus(shownForHouse(this.house));
    }
    const { night } = this._night;
    this.toggleAttribute("night", night);
    this.toggleAttribute("dark", night || this.dark);
  }

  protected override render() {
    const { words, house, trust, lastSign } = this;
    const { now, brightness } = this._night;
    const { x, y } = shiftAt(now);
    const said = kioskSentence(house, trust, lastSign, householdNow(), words);
    return html`
      <main
        class=${said.mood}
        ?data-touched=${this._buttons}
        style=${styleMap({ translate: `${x}px ${y}px` })}
      >
        ${this._headline(said)} ${this._entry()} ${this._plan(now)} ${this._foot()}
      </main>
      <div class="frame ${said.mood}"></div>
      ${this._corner()}
      <div
        class="veil"
        ?data-dim=${brightness < 100}
        style=${styleMap({ opacity: String(1 - brightness / 100) })}
      ></div>
      <div class="hidden" role="alert">${said.title}</div>
    `;
  }

  private _headline({ mood, title, more, faults, others }: KioskSentence) {
    const t = this.words;
    return html`<header>
      <div class="mark">${icon(MOOD_ICONS[mood], 72)}</div>
      <div class="said">
        <h1>${title}</h1>
        ${more ? html`<p>${more}</p>` : nothing}
      </div>
      <time>${t.clock(this._night.now)}</time>
      ${
        faults.length > 0
          ? html`<ul aria-label=${t.t("kiosk.faults")}>
              ${faults.map(
                ({ name, what }) =>
                  html`<li>
                    ${icon("exclamation", 26)}<span>${t.t("kiosk.fault", { name, what })}</span>
                  </li>`,
              )}
              ${others > 0 ? html`<li>${t.t("kiosk.faults_more", { count: others })}</li>` : nothing}
            </ul>`
          : nothing
      }
    </header>`;
  }

  private _entry() {
    return html`<tuya-twin-entry
      .words=${this.words}
      .house=${this.house}
      ?live=${this.trust === "live"}
    ></tuya-twin-entry>`;
  }

  private _plan(now: number) {
    return html`<div class="stage">
      <tuya-twin-plan
        .house=${this.house}
        .words=${this.words}
        .floor=${this._looked ?? floorShown(this.house, this._own, now)}
        ?live=${this.trust === "live"}
        fill
        @choose-floor=${this._onChooseFloor}
      ></tuya-twin-plan>
    </div>`;
  }

  private _foot() {
    const { words, house, trust, seen } = this;
    const live = trust === "live";
    return html`<footer>
      <span class="live"><i></i>${words.t(live ? "kiosk.live" : "kiosk.not_live")}</span>
      ${live ? watchMark(house.lookout.watch, words, 26) : nothing}
      ${live ? seenLine(house, seen, words) : nothing}
      <span class="who">${[house.name, this._own.name].filter(Boolean).join(" · ")}</span>
    </footer>`;
  }

  private _corner() {
    const t = this.words;
    const full = this._full ? "kiosk.fullscreen_end" : "kiosk.fullscreen";
    return html`<div class="corner" ?data-shown=${this._buttons}>
        ${
          document.fullscreenEnabled
            ? html`<button aria-label=${t.t(full)} title=${t.t(full)} @click=${this._turnFull}>
                ${icon(this._full ? "shrink" : "full", 26)}
              </button>`
            : nothing
        }
        <button
          aria-label=${t.t("kiosk.settings")}
          title=${t.t("kiosk.settings")}
          aria-haspopup="dialog"
          @click=${this._openSettings}
        >
          ${icon("sliders", 26)}
        </button>
      </div>
      <tuya-twin-kiosk-settings
        .words=${t}
        .floors=${this.house.plan.floors}
        .settings=${this._own}
        .wakelock=${this._wakeLock.state}
        .exit=${this.exit}
        @settings-changed=${this._onSettings}
        @exit-kiosk=${this._onExit}
      ></tuya-twin-kiosk-settings>`;
  }

  private _onStatus(status: Status): void {
    this._night.status(status);
    // Whatever somebody was looking at, an alarm is looked at first.
    if (status !== this._status && status !== "GREEN_SAFE") this._lookAway();
    this._status = status;
  }

  private readonly _onTouch = (): void => {
    this._night.touch();
    this._wakeLock.ask();
    this._showButtons();
    clearTimeout(this._lookingAway);
    this._lookingAway = setTimeout(this._lookAway, LOOK_MS);
  };

  private readonly _lookAway = (): void => {
    this._looked = null;
    this._drawn?.showWhole();
  };

  private _onChooseFloor(event: CustomEvent<string>): void {
    if (this._status === "GREEN_SAFE") this._looked = event.detail;
  }

  private readonly _showButtons = (): void => {
    this._buttons = true;
    clearTimeout(this._hiding);
    this._hiding = setTimeout(() => {
      this._buttons = false;
    }, BUTTONS_MS);
  };

  private readonly _onFullscreen = (): void => {
    this._full = document.fullscreenElement !== null;
  };

  private async _turnFull(): Promise<void> {
    try {
      await (this._full ? document.exitFullscreen() : this.requestFullscreen());
    } catch {
      // The browser knows why, and shows it.
    }
  }

  private async _openSettings(): Promise<void> {
    await import("./tuya-twin-kiosk-settings");
    await this.updateComplete;
    this._sheet?.show();
  }

  private _onSettings(event: CustomEvent<KioskSettings>): void {
    this._own = event.detail;
    keepSettings(event.detail);
    this.dispatchEvent(new CustomEvent("settings-changed", { detail: event.detail }));
  }

  private _onExit(): void {
    const name = this.exit === "leave" ? "leave-kiosk" : "forget-screen";
    this.dispatchEvent(new CustomEvent(name));
  }

  static override styles = [tokens, base, frameStyles, wordsStyles, cornerStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-kiosk": TuyaTwinKiosk;
  }
}
