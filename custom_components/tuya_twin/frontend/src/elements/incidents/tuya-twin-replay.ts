/** The house as it was, played again on its plan. Fires `moment` with what is shown of the past. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { Player } from "../../controllers/player";
import { shownForHouse, zoneName, type House } from "../../services/house";
import type { Calendar } from "../../services/incidents/calendar";
import { entryWords } from "../../services/incidents/entry-words";
import type { Names } from "../../services/incidents/said";
import { houseIn, type Frame } from "../../services/incidents/house-then";
import {
  clockAt,
  nextStop,
  previousStop,
  stopsOf,
  type ReplayClock,
} from "../../services/incidents/replay-clock";
import { lastAt, type Entry, type Span } from "../../services/incidents/timeline";
import type { Wording } from "../../services/wording";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";
import "../plan/tuya-twin-plan";
import { controls } from "./incident-styles";
import { replayControls } from "./replay-controls";
import { replayStyles } from "./replay-styles";
import type { Focus } from "./tuya-twin-timeline";
import "./tuya-twin-track";

@element("tuya-twin-replay")
export class TuyaTwinReplay extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) calendar!: Calendar;
  @property({ attribute: false }) names!: Names;
  /** The house as it is now: never shown, but what it does is more important. */
  @property({ attribute: false }) house!: House;
  @property({ attribute: false }) entries: readonly Entry[] = [];
  @property({ attribute: false }) frames: readonly Frame[] = [];
  @property({ attribute: false }) span: Span = { from: 0, to: 1 };
  /** When the incident began. */
  @property({ attribute: false }) start = 0;
  @property({ attribute: false }) focused: Focus | null = null;

  @state() private _clock: ReplayClock = clockAt(0);
  /** Whether the house turned red while this was looked at. */
  @state() private _interrupted = false;
  @state() private _floor: string | null = null;
  /** What a jump led to, for screen readers; playing says nothing by itself. */
  @state() private _said = "";

  private _stops: readonly number[] = [];
  private _told: number | null = null;
  private readonly _player = new Player(this, (clock) => {
    this._clock = clock;
  });

  /** Shows the house at a moment, and stands there. */
  seek(moment: number): void {
    const { from, to } = this.span;
    this._clock = { ...this._clock, playing: false, moment: Math.min(to, Math.max(from, moment)) };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("entries")) this._stops = stopsOf(this.entries);
    if (changed.has("start")) this._clock = clockAt(this.span.from);
    if (changed.has("house")) this._watch(changed.get("house"));
  }

  protected override updated(): void {
    this._player.follow(this._clock, this._stops);
    if (this._told === this._clock.moment) return;
    this._told = this._clock.moment;
    this.dispatchEvent(new CustomEvent("moment", { detail: this._clock.moment }));
  }

  /** A rise to red ends the past at once. */
  private _watch(before: House | undefined): void {
    const red = shownForHouse(this.house) === "RED_CRITICAL";
    if (!red) this._interrupted = false;
    const rose = red && before?.place != null && shownForHouse(before) !== "RED_CRITICAL";
    if (!rose) return;
    this._interrupted = true;
    this._clock = { ...this._clock, playing: false };
  }

  protected override render() {
    const { words, calendar } = this;
    const moment = calendar.moment(this._clock.moment);
    return html`<section class="card" aria-labelledby="title">
      <div class="banner">
        <h3 id="title">${words.t("incidents.replay_at", { moment })}</h3>
        <p>${words.t("incidents.replay_not_now")}</p>
      </div>
      ${this._present()}
      <div class="stage">
        <tuya-twin-plan
          fill
          live
          aria-label=${words.t("incidents.replay_plan")}
          .house=${houseIn(this.frames, this._clock.moment)}
          .words=${words}
          .floor=${this._floor}
          .zone=${this.focused?.kind === "zone" ? this.focused.id : null}
          .device=${this.focused?.kind === "device" ? this.focused.id : null}
          @choose-floor=${this._onFloor}
          @choose-zone=${this._onZone}
          @show-device=${this._onDevice}
        ></tuya-twin-plan>
      </div>
      <tuya-twin-track
        .words=${words}
        .entries=${this.entries}
        .stops=${this._stops}
        .span=${this.span}
        .moment=${this._clock.moment}
        .spoken=${this._valueWords()}
        @seek=${this._onSeek}
      ></tuya-twin-track>
      ${this._happened()} ${this._controls()}
      <p class="hidden" role="status">${this._said}</p>
    </section>`;
  }

  private _present() {
    const { words } = this;
    if (this._interrupted) {
      return html`<div class="red" role="alert">
        ${icon("octagon", 28)}
        <p><b>${words.t("incidents.replay_red")}</b> ${words.t("incidents.replay_red_more")}</p>
        <button class="button main" @click=${this._leave}>
          ${words.t("incidents.back_to_house")}
        </button>
        <button class="button" @click=${this._goOn}>${words.t("incidents.replay_go_on")}</button>
      </div>`;
    }
    if (shownForHouse(this.house) !== "RED_CRITICAL") return nothing;
    return html`<div class="red quiet">
      ${icon("octagon", 22)}
      <p>${words.t("incidents.replay_is_red")}</p>
      <button class="button" @click=${this._leave}>${words.t("incidents.back_to_house")}</button>
    </div>`;
  }

  private get _last(): Entry | undefined {
    return this.entries[lastAt(this.entries, this._clock.moment)];
  }

  private _lastWords() {
    const last = this._last;
    return last === undefined
      ? { what: this.words.t("incidents.replay_before"), more: [], cure: "" }
      : entryWords(last, this.names, this.words);
  }

  private _valueWords(): string {
    const { moment } = this._clock;
    return this.words.t("incidents.replay_value", {
      time: this.words.time(moment),
      offset: this.calendar.offset(moment - this.start),
      what: this._lastWords().what,
    });
  }

  private _happened() {
    return guard([this._last, this.words, this.names], () => {
      const { what, more, cure } = this._lastWords();
      return html`<div class="happened" aria-hidden="true">
        <p><b>${what}</b></p>
        <p>${[...more, cure].join(" ")}</p>
      </div>`;
    });
  }

  private _controls() {
    const { moment } = this._clock;
    const view = {
      clock: this._clock,
      next: nextStop(this._stops, moment),
      previous: previousStop(this._stops, moment),
      jump: (to: number | null) => {
        this._jump(to);
      },
      toggle: () => {
        this._toggle();
      },
      change: (clock: ReplayClock) => {
        this._clock = clock;
      },
    };
    return replayControls(view, this.words);
  }

  private _jump(moment: number | null): void {
    if (moment === null) return;
    this.seek(moment);
    this._said = this._valueWords();
  }

  private _toggle(): void {
    this._clock = this._clock.playing
      ? { ...this._clock, playing: false }
      : this._player.begin(this._clock, this.span.from, this._stops);
  }

  private _onSeek(event: CustomEvent<number>): void {
    this.seek(event.detail);
  }

  private _onFloor(event: CustomEvent<string>): void {
    this._floor = event.detail;
  }

  private _onZone(event: CustomEvent<string>): void {
    const id = event.detail;
    this._focus({ kind: "zone", id, name: zoneName(houseIn(this.frames, 0), id) });
  }

  private _onDevice(event: CustomEvent<string>): void {
    const id = event.detail;
    const device = houseIn(this.frames, 0).devices.find((each) => each.id === id);
    this._focus({ kind: "device", id, name: device?.name ?? id });
  }

  /** Once more on the same is off again. */
  private _focus(focus: Focus): void {
    const same = this.focused?.kind === focus.kind && this.focused.id === focus.id;
    this.dispatchEvent(new CustomEvent("focus-on", { detail: same ? null : focus }));
  }

  private _goOn(): void {
    this._interrupted = false;
  }

  private _leave(): void {
    this.dispatchEvent(new CustomEvent("leave"));
  }

  static override styles = [base, card, controls, replayStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-replay": TuyaTwinReplay;
  }
}
