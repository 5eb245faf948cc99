/** The time of a replay as a slider, with marks where something happened. Fires `seek` with a moment. */
import { html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { styleMap } from "lit/directives/style-map.js";
import { marksOf, stretchesOf } from "../../services/incidents/marks";
import { nextStop, previousStop } from "../../services/incidents/replay-clock";
import type { Entry, Span } from "../../services/incidents/timeline";
import type { Wording } from "../../services/wording";
import { element } from "../element";
import { base } from "../styles";
import { trackStyles } from "./track-styles";

/** What an arrow key moves. */
const STEP_MS = 1000;

@element("tuya-twin-track")
export class TuyaTwinTrack extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) entries: readonly Entry[] = [];
  @property({ attribute: false }) stops: readonly number[] = [];
  @property({ attribute: false }) span: Span = { from: 0, to: 1 };
  @property({ attribute: false }) moment = 0;
  /** The moment in words, with what happened last. */
  @property({ attribute: false }) spoken = "";

  protected override render() {
    const { words, span } = this;
    return html`<div class="track">
      <div class="lane" aria-hidden="true">
        ${guard([this.entries, span], () => [this._stretches(), this._marks()])}
      </div>
      <input
        type="range"
        min="0"
        max=${span.to - span.from}
        step="1"
        .value=${String(this.moment - span.from)}
        aria-label=${words.t("incidents.replay_slider")}
        aria-valuetext=${this.spoken}
        @input=${this._onInput}
        @keydown=${this._onKey}
      />
      <div class="ends" aria-hidden="true">
        <span>${words.time(span.from)}</span><span>${words.time(span.to)}</span>
      </div>
    </div>`;
  }

  private _stretches() {
    return stretchesOf(this.entries, this.span).map(
      ({ from, to, status }) =>
        html`<i class=${status} style=${styleMap(place(from, to - from))}></i>`,
    );
  }

  private _marks() {
    return marksOf(this.entries, this.span).map(
      ({ share, tone }) => html`<i class="mark ${tone}" style=${styleMap(place(share))}></i>`,
    );
  }

  private _onInput(event: Event): void {
    this._seek(this.span.from + Number((event.target as HTMLInputElement).value));
  }

  private _onKey(event: KeyboardEvent): void {
    const target = this._targetOf(event.key);
    if (target === undefined) return;
    event.preventDefault();
    if (target !== null) this._seek(target);
  }

  /** Where a key leads; null if nowhere, undefined if it is none of the slider's. */
  private _targetOf(key: string): number | null | undefined {
    const { moment, stops, span } = this;
    const forward = this.matches(":dir(rtl)") ? -STEP_MS : STEP_MS;
    switch (key) {
      case "ArrowUp":
        return moment + STEP_MS;
      case "ArrowDown":
        return moment - STEP_MS;
      case "ArrowRight":
        return moment + forward;
      case "ArrowLeft":
        return moment - forward;
      case "PageUp":
        return nextStop(stops, moment);
      case "PageDown":
        return previousStop(stops, moment);
      case "Home":
        return span.from;
      case "End":
        return span.to;
      default:
        return undefined;
    }
  }

  private _seek(moment: number): void {
    this.dispatchEvent(new CustomEvent("seek", { detail: moment }));
  }

  static override styles = [base, trackStyles];
}

const place = (from: number, width?: number): Record<string, string> => ({
  "inset-inline-start": `${from * 100}%`,
  ...(width === undefined ? {} : { width: `${width * 100}%` }),
});

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-track": TuyaTwinTrack;
  }
}
