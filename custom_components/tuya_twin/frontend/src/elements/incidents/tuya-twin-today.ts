/** The last 24 hours as a bar: what the house showed when. Fires `show-incident` with an id or null. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import { styleMap } from "lit/directives/style-map.js";
import { householdNow } from "../../controllers/house-controller";
import { errorText } from "../../services/error-text";
import { calendarFor, type Calendar } from "../../services/incidents/calendar";
import {
  dayHits,
  daySegments,
  dayTicks,
  incidentsOf,
  lastDay,
  type Day,
  type Hit,
  type Tick,
} from "../../services/incidents/day";
import { askForIncidents, MOST_INCIDENTS } from "../../services/incidents/requests";
import { hitWords, worstOf } from "../../services/incidents/summary-words";
import type { House } from "../../services/house";
import { LIVE_MS } from "../../services/liveness";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import type { IncidentSummary } from "../../types/incident";
import type { OpenIncident } from "../../types/wire";
import { element } from "../element";
import { icon, STATUS_ICONS } from "../icons";
import { base, card } from "../styles";
import { todayStyles } from "./today-styles";

/** As many as most days have; a day with more is asked for once more. */
const USUAL = 20;
const MOVES_ON_MS = 30_000;
/** Nearer to an end than this share, an hour would collide with what stands there. */
const MARGIN = 0.05;
/** Pixels, with and without a number in it. */
const MARK = 26;
const WIDE_MARK = 38;

@element("tuya-twin-today")
export class TuyaTwinToday extends LitElement {
  /** Home Assistant replaces it on every state change; nothing of it is drawn. */
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) household = "";
  @property({ attribute: false }) house!: House;
  @property({ type: Boolean, reflect: true }) live = false;
  /** When the house last gave a sign of life, if that is known better than by `live`. */
  @property({ attribute: false }) lastSign: number | null = null;

  @state() private _incidents: readonly IncidentSummary[] | null = null;
  @state() private _error = "";
  @state() private _now = householdNow();
  @state() private _width = 0;
  @state() private _pointed: string | null = null;

  /** Up to when this screen knew the house. */
  private _knownTo = -Infinity;
  /** Before it the list was cut. */
  private _knownFrom = -Infinity;
  private _askedFor: { household: string; incident: OpenIncident | null } | null = null;
  private _calendar!: Calendar;
  private _timer?: ReturnType<typeof setInterval>;
  private readonly _coarse = matchMedia("(pointer: coarse)");
  private readonly _resize = new ResizeObserver(([entry]) => {
    if (entry) this._width = Math.floor(entry.contentRect.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this._resize.observe(this);
    this._now = householdNow();
    this._timer = setInterval(() => {
      this._now = householdNow();
      if (this._error !== "") this._askedFor = null;
    }, MOVES_ON_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._resize.disconnect();
    clearInterval(this._timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Whoever changes what hass says of language and time changes the words too.
    if (changed.has("words")) this._calendar = calendarFor(this.hass);
    if (changed.has("live")) {
      this._now = householdNow();
      if (this.live) this._knownTo = Infinity;
      // The last sign of life came before the house was found to be silent.
      else if (changed.get("live") === true) this._knownTo = householdNow() - LIVE_MS;
    }
    if (!this.live && this.lastSign !== null) this._knownTo = this.lastSign;
    this._ask();
  }

  protected override render() {
    const { words } = this;
    const day = lastDay(this._now, this._knownFrom, this._knownTo);
    const incidents = this._incidents ?? [];
    const hits = dayHits(incidents, day, this._barWidth, this._coarse.matches ? 44 : 28);
    return html`<section class="card" aria-labelledby="title">
      <div class="top">
        <h2 id="title">${words.t("incidents.today")}</h2>
        <p class=${classMap({ said: true, pointed: this._pointed !== null })} aria-hidden="true">
          ${this._pointed ?? this._sentence(day)}
        </p>
        <button class="all" @click=${this._showAll}>${words.t("incidents.all")}</button>
      </div>
      <p class="hidden">${this._sentence(day)}</p>
      <div class="bar">
        <div class="segments" aria-hidden="true">${this._segments(incidents, day)}</div>
        ${
          hits.length === 0
            ? nothing
            : html`<ul>
                ${hits.map((hit) => this._hit(hit))}
              </ul>`
        }
      </div>
      <div class="hours" aria-hidden="true">
        ${dayTicks(day, (at) => this._calendar.face(at)).map((tick) => this._tick(tick, day))}
        <span class="now">${words.t("incidents.now")}</span>
      </div>
    </section>`;
  }

  private get _barWidth(): number {
    const padding = this._width < 600 ? 28 : 36;
    return Math.max(1, this._width - padding - 2);
  }

  private _segments(incidents: readonly IncidentSummary[], day: Day) {
    const length = day.to - day.from;
    const known =
      this._incidents === null ? { ...day, knownTo: day.from, knownFrom: day.from } : day;
    return daySegments(incidents, known).map(
      ({ from, to, shown }) =>
        html`<i
          class=${shown}
          style=${styleMap({
            "inset-inline-start": `${((from - day.from) / length) * 100}%`,
            width: `${((to - from) / length) * 100}%`,
          })}
        ></i>`,
    );
  }

  private _hit(hit: Hit) {
    const [only] = hit.incidents;
    const id = hit.incidents.length === 1 ? (only?.id ?? null) : null;
    const half = (id === null ? WIDE_MARK : MARK) / 2;
    const middle = Math.min(Math.max(hit.middle - hit.left, half), hit.width - half);
    const words = hitWords(hit.incidents, this.words, this._calendar);
    const worst = worstOf(hit.incidents);
    const point = () => (this._pointed = words);
    const unpoint = () => (this._pointed = null);
    return html`<li
      style=${styleMap({ "inset-inline-start": `${hit.left}px`, width: `${hit.width}px` })}
    >
      <button
        class=${worst}
        aria-label=${words}
        @click=${() => {
          this._show(id);
        }}
        @focus=${point}
        @blur=${unpoint}
        @pointerenter=${point}
        @pointerleave=${unpoint}
      >
        <span class="mark" style=${styleMap({ "inset-inline-start": `${middle}px` })}>
          ${icon(STATUS_ICONS[worst], 16)}
          ${id === null ? html`<b>${hit.incidents.length}</b>` : nothing}
        </span>
      </button>
    </li>`;
  }

  private _tick({ at, midnight }: Tick, day: Day) {
    const share = (at - day.from) / (day.to - day.from);
    if (share < MARGIN || share > 1 - MARGIN * 1.6) return nothing;
    const calendar = this._calendar;
    return html`<span
      class=${classMap({ midnight })}
      style=${styleMap({ "inset-inline-start": `${share * 100}%` })}
      >${midnight ? calendar.weekday(at) : calendar.clock(at)}</span
    >`;
  }

  /** What the bar says, for who does not see it. */
  private _sentence(day: Day): string {
    const { words } = this;
    if (this._error !== "") return words.t("incidents.today_failed", { error: this._error });
    if (this._incidents === null) return "";
    const count = incidentsOf(this._incidents, day).length;
    const counted = words.t(
      count === 0
        ? "incidents.today_none"
        : count === 1
          ? "incidents.today_one"
          : "incidents.today_some",
      { count },
    );
    if (day.knownTo === day.to) return counted;
    return `${counted} ${words.t("incidents.today_unknown", { time: words.time(day.knownTo) })}`;
  }

  private _show(id: string | null): void {
    this.dispatchEvent(new CustomEvent("show-incident", { detail: id }));
  }

  private _showAll(): void {
    this._show(null);
  }

  /** Asks once for each household, and again whenever its incident has changed. */
  private _ask(): void {
    const { hass, household, house } = this;
    const { incident } = house;
    const known = this._askedFor;
    if (hass === undefined || household === "" || house.place === null) return;
    if (known?.household === household && known.incident === incident) return;
    if (known?.household !== household) this._incidents = null;
    const asked = { household, incident };
    this._askedFor = asked;
    this._fetch(hass, household).then(
      (incidents) => {
        if (this._askedFor !== asked) return;
        this._error = "";
        this._now = householdNow();
        this._incidents = incidents;
      },
      (error: unknown) => {
        if (this._askedFor !== asked) return;
        this._error = errorText(error);
        this._incidents = null;
      },
    );
  }

  private async _fetch(hass: Hass, household: string): Promise<readonly IncidentSummary[]> {
    const since = lastDay(householdNow()).from;
    for (const limit of [USUAL, MOST_INCIDENTS]) {
      const incidents = await askForIncidents(hass, household, limit);
      if (incidents === null) throw new Error(this.words.t("incidents.odd_answer"));
      const oldest = incidents.at(-1);
      const start = oldest === undefined ? -Infinity : Date.parse(oldest.start);
      const whole = incidents.length < limit || start < since;
      this._knownFrom = whole ? -Infinity : start;
      if (whole || limit === MOST_INCIDENTS) return incidents;
    }
    return [];
  }

  static override styles = [base, card, todayStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-today": TuyaTwinToday;
  }
}
