/** How the house is watched, and the way to have it watched otherwise. Fires `set-watch`. */
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { householdNow } from "../../controllers/house-controller";
import { Ticker } from "../../controllers/ticker";
import { NO_CONTROL, type WatchControl } from "../../controllers/watch-desk";
import { problemWords } from "../../services/acting/outcome";
import type { House } from "../../services/house";
import {
  bypassedWords,
  isGoingOn,
  isUsed,
  leavingSeconds,
  modeWords,
  sinceWords,
} from "../../services/lookout/watch-words";
import type { Wording } from "../../services/wording";
import { WATCH_MODES, type WatchMode } from "../../types/lookout";
import { buttons } from "../buttons";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";
import type { GuardNews } from "../tuya-twin-guarded-button";
import "../tuya-twin-guarded-button";
import { watchStyles } from "./watch-styles";

const SECOND_MS = 500;

/** Fires `set-watch` with a mode, and `dismiss-problem`. */
@element("tuya-twin-watch")
export class TuyaTwinWatch extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) house!: House;
  @property({ type: Boolean }) live = false;
  @property({ attribute: false }) control: WatchControl = NO_CONTROL;

  @state() private _choosing = false;
  @state() private _say = "";

  @query(".change") private readonly _change!: HTMLElement | null;

  constructor() {
    super();
    new Ticker(
      this,
      SECOND_MS,
      () => leavingSeconds(this.house.lookout.watch, householdNow()) !== null,
      () => undefined,
    );
  }

  protected override willUpdate(): void {
    const { control, house } = this;
    this.toggleAttribute("open", control.may || isUsed(house.lookout.watch));
    if (!control.may || !this.live) this._choosing = false;
  }

  protected override render() {
    const { words, house, control } = this;
    const { watch } = house.lookout;
    const now = householdNow();
    const left = leavingSeconds(watch, now);
    const bypassed = bypassedWords(watch.bypassed, words);
    return html`<section aria-labelledby="title">
      <div class="row">
        <span class="mark ${watch.mode}"
          >${icon(watch.mode === "off" ? "eye_off" : "eye", 24)}</span
        >
        <div class="words">
          <h2 id="title">${words.t("lookout.title")}</h2>
          <p class="mode">
            <b>${modeWords(watch.mode, words)}</b>
            <span>${sinceWords(watch, now, words)}</span>
          </p>
        </div>
        ${control.may ? this._opener() : nothing}
      </div>
      ${
        left === null
          ? nothing
          : html`<p class="leaving">${words.t("lookout.leaving", { seconds: left })}</p>`
      }
      ${bypassed === "" ? nothing : html`<p class="bypassed">${bypassed}</p>`}
      ${this._choosing ? this._choices() : nothing}
      <div role="alert">${this._trouble()}</div>
      <div class="hidden" aria-live="assertive">${this._say}</div>
    </section>`;
  }

  private _opener() {
    return html`<button
      class="button change"
      aria-expanded=${this._choosing ? "true" : "false"}
      ?disabled=${!this.live}
      @click=${this._toggle}
    >
      ${this.words.t(this._choosing ? "lookout.keep" : "lookout.change")}
    </button>`;
  }

  private _choices() {
    return html`<div class="choices" role="group" aria-label=${this.words.t("lookout.choose")}>
      ${WATCH_MODES.map((mode) =>
        mode === "off" && isGoingOn(this.house) ? this._guardedOff() : this._choice(mode),
      )}
    </div>`;
  }

  private _choice(mode: WatchMode) {
    const { busy } = this.control;
    return html`<button
      class="button choice"
      aria-pressed=${this.house.lookout.watch.mode === mode ? "true" : "false"}
      aria-disabled=${busy === null ? nothing : "true"}
      @click=${() => {
        this._set(mode);
      }}
    >
      ${busy === mode ? this.words.t("lookout.changing") : modeWords(mode, this.words)}
    </button>`;
  }

  /** While something is going on it takes more than a stray tap. */
  private _guardedOff() {
    const { words, control } = this;
    return html`<tuya-twin-guarded-button
      .words=${words}
      .label=${modeWords("off", words)}
      .calling=${control.busy === "off"}
      .busy=${control.busy !== null}
      tone="green"
      @guard=${this._onGuard}
    ></tuya-twin-guarded-button>`;
  }

  private _trouble() {
    const { problem } = this.control;
    if (problem === null) return nothing;
    const error = problemWords(problem, this.words);
    return html`<p class="error">
      <span>${this.words.t("lookout.failed", { error })}</span>
      <button class="button change" @click=${this._dismiss}>
        ${this.words.t("acting.dismiss")}
      </button>
    </p>`;
  }

  private _onGuard({ detail }: CustomEvent<GuardNews>): void {
    const action = modeWords("off", this.words);
    if (detail === "armed") this._say = this.words.t("acting.say_again", { action });
    if (detail === "fired") this._set("off");
  }

  private _set(mode: WatchMode): void {
    if (this.control.busy !== null || !this.live) return;
    this._say = this.words.t("lookout.changing");
    this.dispatchEvent(new CustomEvent<WatchMode>("set-watch", { detail: mode }));
    this._close();
  }

  private _toggle(): void {
    this._choosing = !this._choosing;
    this._say = "";
  }

  /** The button that opened the choice takes the focus that was in it. */
  private _close(): void {
    this._choosing = false;
    this._change?.focus();
  }

  private _dismiss(): void {
    this.dispatchEvent(new CustomEvent("dismiss-problem"));
  }

  static override styles = [base, card, buttons, watchStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-watch": TuyaTwinWatch;
  }
}
