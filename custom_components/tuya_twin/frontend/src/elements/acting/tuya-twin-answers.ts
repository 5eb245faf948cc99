/** What a person can say to the alarm that is on: seen, false, or over. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { answeredWords, type Reply } from "../../services/acting/answer-words";
import { problemWords } from "../../services/acting/outcome";
import { problemOf, type Problem } from "../../services/acting/problem";
import { askForRecord } from "../../services/incidents/requests";
import { learnedWords } from "../../services/lookout/learned";
import { shownForHouse, type House } from "../../services/house";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import { buttons } from "../buttons";
import { element } from "../element";
import { icon } from "../icons";
import { base } from "../styles";
import type { GuardNews } from "../tuya-twin-guarded-button";
import "../tuya-twin-guarded-button";
import { answersStyles } from "./answers-styles";

/** Long enough to be read in peace. */
const LEARNED_MS = 60_000;

const ENDINGS = ["report_false_alarm", "stand_down"] as const satisfies readonly Reply[];

@element("tuya-twin-answers")
export class TuyaTwinAnswers extends LitElement {
  /** Home Assistant replaces it on every state change; nothing of it is drawn. */
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) household = "";
  @property({ attribute: false }) house!: House;
  @property({ type: Boolean, reflect: true }) live = false;

  @state() private _busy: Reply | null = null;
  @state() private _problem: Problem | null = null;
  @state() private _say = "";
  /** What a false alarm that was told from here has taught the house. */
  @state() private _learned = "";
  /** The alarm ended under the user's hands: the focus needs a place until it moves on. */
  @state() private _over = false;

  @query(".said") private readonly _said!: HTMLElement | null;
  @query(".over") private readonly _overNote!: HTMLElement | null;

  private _refocus: "said" | "over" | null = null;
  private _forgetting: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this._forgetting);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("house")) return;
    const before = changed.get("house")?.incident ?? null;
    const now = this.house.incident;
    if (before?.id !== now?.id) {
      this._problem = null;
      this._say = "";
      if (now !== null) this._learned = "";
    }
    const inside = this.renderRoot.contains(this._active());
    if (now !== null) this._over = false;
    else if (before !== null && inside) {
      this._over = true;
      this._refocus = "over";
    }
    const seen = before?.answered == null && now?.answered != null;
    if (seen && this._active()?.classList.contains("seen")) this._refocus = "said";
  }

  protected override updated(): void {
    const target = this._refocus === "said" ? this._said : this._overNote;
    if (this._refocus !== null) target?.focus();
    this._refocus = null;
  }

  private _active(): Element | null {
    return this.shadowRoot?.activeElement ?? null;
  }

  protected override render() {
    const t = this.words;
    const incident = this.house.incident;
    if (incident === null) return this._afterwards();
    const red = shownForHouse(this.house) === "RED_CRITICAL";
    return html`<section class=${red ? "red" : "yellow"} aria-label=${t.t("acting.answers")}>
      ${
        incident.answered === null
          ? this._acknowledge()
          : html`<p class="said" tabindex="-1">
              ${icon("check", 20)}<span>${answeredWords(incident.answered, t)}</span>
            </p>`
      }
      ${ENDINGS.map((reply) => this._ending(reply))}
      <div class="trouble" role="alert">${this._trouble()}</div>
      <div class="hidden" aria-live="assertive">${this._say}</div>
    </section>`;
  }

  private _afterwards() {
    const over = html`<p class="hidden over" tabindex="-1" role="status" @blur=${this._leave}>
      ${this.words.t("acting.over")}
    </p>`;
    return html`${this._over ? over : nothing}
      <p class="learned" role="status">${this._learned}</p>`;
  }

  private _acknowledge() {
    const busy = this._busy !== null;
    return html`<button
        type="button"
        class="seen"
        ?disabled=${!this.live}
        aria-disabled=${busy ? "true" : nothing}
        aria-describedby="seen"
        @click=${this._onAcknowledge}
      >
        ${this.words.t(this._busy === "acknowledge" ? "acting.answering" : "acting.acknowledge")}
      </button>
      <span id="seen" class="hidden">${this.words.t("acting.acknowledge_how")}</span>`;
  }

  private _ending(reply: (typeof ENDINGS)[number]) {
    return html`<tuya-twin-guarded-button
      .words=${this.words}
      .label=${this.words.t(`acting.${reply}`)}
      .calling=${this._busy === reply}
      .busy=${this._busy !== null}
      title=${this.words.t("acting.ends_how")}
      ?disabled=${!this.live}
      @guard=${(event: CustomEvent<GuardNews>) => {
        this._onGuard(reply, event.detail);
      }}
    ></tuya-twin-guarded-button>`;
  }

  private _trouble() {
    if (this._problem === null) return nothing;
    const error = problemWords(this._problem, this.words);
    return html`<p>
      <span>${this.words.t("acting.failed", { error })}</span>
      <button type="button" class="button" @click=${this._dismiss}>
        ${this.words.t("acting.dismiss")}
      </button>
    </p>`;
  }

  private _onAcknowledge(): void {
    void this._reply("acknowledge");
  }

  private _onGuard(reply: Reply, news: GuardNews): void {
    const action = this.words.t(`acting.${reply}`);
    if (news === "armed") this._say = this.words.t("acting.say_again", { action });
    if (news === "fired") void this._reply(reply);
  }

  private async _reply(reply: Reply): Promise<void> {
    if (this._busy !== null || !this.live || this.hass === undefined) return;
    const { hass, household } = this;
    const incident = this.house.incident?.id;
    this._busy = reply;
    this._problem = null;
    this._say = this.words.t("acting.answering");
    try {
      await hass.callService(
        "tuya_twin",
        reply,
        { config_entry_id: household },
        undefined,
        false,
        // What ends the alarm is a run; as an answer it is no error if one device fails.
        reply !== "acknowledge",
      );
      if (reply === "report_false_alarm" && incident) void this._learn(hass, household, incident);
    } catch (error) {
      this._problem = problemOf(error);
    } finally {
      this._busy = null;
      this._say = "";
    }
  }

  /** Without an answer it is still on record. */
  private async _learn(hass: Hass, household: string, incident: string): Promise<void> {
    const record = await askForRecord(hass, household, incident).catch(() => null);
    // Another alarm may have begun meanwhile.
    if ((this.house.incident?.id ?? incident) !== incident) return;
    this._learned = learnedWords(record?.weights ?? [], this.words);
    this._forgetting = setTimeout(() => {
      this._learned = "";
    }, LEARNED_MS);
  }

  private _dismiss(): void {
    this._problem = null;
  }

  private _leave(): void {
    this._over = false;
  }

  static override styles = [base, buttons, answersStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-answers": TuyaTwinAnswers;
  }
}
