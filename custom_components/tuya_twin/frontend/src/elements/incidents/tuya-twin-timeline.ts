/** Everything that happened, in order. Fires `seek` with the moment of an entry. */
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { Calendar } from "../../services/incidents/calendar";
import { entryWords } from "../../services/incidents/entry-words";
import type { Names } from "../../services/incidents/said";
import { FILTERS, passes, type Entry, type Filter } from "../../services/incidents/timeline";
import type { Wording } from "../../services/wording";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";
import { controls, tones } from "./incident-styles";
import { entryIcon } from "./signs";
import { timelineStyles } from "./timeline-styles";

/** Shorter ones can be read as they are. */
const WORTH_FILTERING = 8;
/** To measure where a row stands costs more than to mark it. */
const FOLLOW_MS = 120;

/** Whatever of the timeline concerns one device, or one zone. */
export interface Focus {
  readonly kind: "device" | "zone";
  readonly id: string;
  readonly name: string;
}

const concerns = (entry: Entry, focus: Focus | null): boolean =>
  focus === null || entry[focus.kind] === focus.id;

@element("tuya-twin-timeline")
export class TuyaTwinTimeline extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) calendar!: Calendar;
  @property({ attribute: false }) names!: Names;
  @property({ attribute: false }) entries: readonly Entry[] = [];
  /** When the incident began. */
  @property({ attribute: false }) start = 0;
  @property({ attribute: false }) focused: Focus | null = null;

  @state() private _filter: Filter = "all";

  private _shown: readonly Entry[] = [];
  private _current: string | null = null;
  private _soon: ReturnType<typeof setTimeout> | null = null;

  /** Marks the entry that happened last. Not a property: a replay changes it with every frame. */
  mark(key: string | null): void {
    if (key === this._current) return;
    this._current = key;
    this._paintMark();
  }

  protected override willUpdate(): void {
    this._shown = this.entries.filter(
      (entry) => passes(entry, this._filter) && concerns(entry, this.focused),
    );
  }

  protected override updated(): void {
    this._paintMark();
    const root = this.renderRoot;
    if (root.querySelector('.time[tabindex="0"]') === null) {
      root.querySelector(".time")?.setAttribute("tabindex", "0");
    }
  }

  protected override render() {
    const { words, entries } = this;
    const count = words.t("incidents.timeline_count", {
      shown: this._shown.length,
      all: entries.length,
    });
    return html`<section class="card" aria-labelledby="title">
      <div class="top">
        <h3 id="title">${words.t("incidents.timeline")}</h3>
        <span class="count" role="status">${count}</span>
      </div>
      ${entries.length > WORTH_FILTERING ? this._filters() : nothing} ${this._focus()}
      ${
        this._shown.length === 0
          ? html`<p class="nothing">${words.t("incidents.filter_nothing")}</p>`
          : html`<ol @keydown=${this._onKey}>
              ${guard([this.entries, this._filter, this.focused, words, this.calendar], () =>
                repeat(
                  this._shown,
                  ({ key }) => key,
                  (entry) => this._entry(entry),
                ),
              )}
            </ol>`
      }
    </section>`;
  }

  private _filters() {
    const { words } = this;
    return html`<div class="filters" role="group" aria-label=${words.t("incidents.filter")}>
      ${FILTERS.map(
        (filter) =>
          html`<button
            aria-pressed=${this._filter === filter}
            @click=${() => {
              this._filter = filter;
            }}
          >
            ${words.t(`incidents.filter_${filter}`)}
          </button>`,
      )}
    </div>`;
  }

  private _focus() {
    if (this.focused === null) return nothing;
    const { words } = this;
    return html`<p class="focus">
      <span class="chip">${words.t("incidents.filter_only", { name: this.focused.name })}</span>
      <button class="button" @click=${this._clear}>${words.t("incidents.filter_clear")}</button>
    </p>`;
  }

  private _entry(entry: Entry) {
    const { words, calendar } = this;
    const { what, more, cure } = entryWords(entry, this.names, words);
    const time = words.time(entry.at);
    const tone = entry.kind === "status" ? entry.status.status : entry.kind;
    return html`<li class=${classMap({ [tone]: true, bad: entry.bad })} data-key=${entry.key}>
      <button
        class="time"
        tabindex="-1"
        @click=${() => {
          this.dispatchEvent(new CustomEvent("seek", { detail: entry.at }));
        }}
      >
        <span>${time}</span>
        <bdi class="offset">${calendar.offset(entry.at - this.start)}</bdi>
        <span class="hidden">${words.t("incidents.show_then", { what })}</span>
      </button>
      <span class="sign">${entryIcon(entry)}</span>
      <div class="what">
        <span class="title">
          ${entry.bad ? html`<span class="fault">${icon("exclamation", 18)}</span>` : nothing}${what}
        </span>
        ${more.map((sentence) => html`<span class="more">${sentence}</span>`)}
        ${cure === "" ? nothing : html`<span class="cure">${cure}</span>`}
      </div>
    </li>`;
  }

  private _paintMark(): void {
    const root = this.renderRoot;
    root.querySelector("[aria-current]")?.removeAttribute("aria-current");
    if (this._current === null) return;
    root
      .querySelector(`[data-key="${CSS.escape(this._current)}"]`)
      ?.setAttribute("aria-current", "step");
    this._soon ??= setTimeout(this._bring, FOLLOW_MS);
  }

  /** Where the list has a window of its own, what happens is kept within it. */
  private readonly _bring = (): void => {
    this._soon = null;
    const row = this.renderRoot.querySelector<HTMLElement>("[aria-current]");
    const list = row?.parentElement;
    if (!row || !list || list.scrollHeight <= list.clientHeight) return;
    const { offsetTop, offsetHeight } = row;
    const above = offsetTop < list.scrollTop;
    const below = offsetTop + offsetHeight > list.scrollTop + list.clientHeight;
    if (above || below) list.scrollTop = offsetTop - list.clientHeight / 3;
  };

  /** One stop for the Tab key, and the arrows lead on: there may be thousands. */
  private _onKey(event: KeyboardEvent): void {
    const times = [...this.renderRoot.querySelectorAll<HTMLElement>(".time")];
    const at = times.findIndex((time) => time === event.target);
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: times.length - 1,
    }[event.key];
    const target = next === undefined ? undefined : times[next];
    if (target === undefined) return;
    event.preventDefault();
    times[at]?.setAttribute("tabindex", "-1");
    target.setAttribute("tabindex", "0");
    target.focus();
  }

  private _clear(): void {
    this.dispatchEvent(new CustomEvent("clear-focus"));
  }

  static override styles = [base, card, tones, controls, timelineStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-timeline": TuyaTwinTimeline;
  }
}
