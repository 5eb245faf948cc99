/** What a person can have one device do, and what came of it. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { Ticker } from "../../controllers/ticker";
import type { Ability } from "../../services/acting/abilities";
import { AT_REST, attempt, underWay, type AttemptInput } from "../../services/acting/attempt";
import {
  achieved,
  callOf,
  deedsOf,
  obstacleOf,
  type Deed,
  type DeedName,
} from "../../services/acting/deeds";
import { outcomeOf } from "../../services/acting/outcome";
import { problemOf } from "../../services/acting/problem";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import type { Device } from "../../types/wire";
import { element } from "../element";
import { fields } from "../field-styles";
import { icon, type IconName } from "../icons";
import { base } from "../styles";
import type { GuardNews } from "../tuya-twin-guarded-button";
import "../tuya-twin-guarded-button";
import { deedsStyles } from "./deeds-styles";
import { dialog } from "./dialog-styles";

const MARKS: Readonly<Record<string, IconName>> = {
  good: "check",
  bad: "exclamation",
  wait: "dots",
};
/** Often enough to say that a report stays out. */
const CHECK_MS = 1000;

@element("tuya-twin-deeds")
export class TuyaTwinDeeds extends LitElement {
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) device!: Device;
  @property({ attribute: false }) ability!: Ability;
  @property({ type: Boolean, reflect: true }) live = false;

  @state() private _attempt = AT_REST;
  @state() private _codeMissing = false;
  @state() private _say = "";

  @query("input") private readonly _input!: HTMLInputElement | null;
  @query(".unlock") private readonly _unlock!: HTMLElement | null;

  constructor() {
    super();
    new Ticker(
      this,
      CHECK_MS,
      () => this._attempt.kind === "awaited",
      () => {
        this._feed({ kind: "tick" });
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forgetCode();
  }

  /** Nothing that was typed outlives its use. */
  forgetCode(): void {
    if (this._input !== null) this._input.value = "";
    this._codeMissing = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("device")) return;
    if (changed.get("device") !== undefined && changed.get("device")?.id !== this.device.id) {
      this._attempt = AT_REST;
      this.forgetCode();
    }
    this._feed({ kind: "report", device: this.device });
  }

  protected override render() {
    const t = this.words;
    const deeds = deedsOf(this.device, this.ability);
    const obstacle = obstacleOf(this.device, this.ability);
    const outcome = outcomeOf(this._attempt, t);
    const mark = MARKS[outcome.tone];
    return html`
      <div class="deeds ${deeds.some((deed) => deed.code) ? "coded" : ""}">
        ${deeds.map((deed) => (deed.guarding === "tap" ? this._plain(deed) : this._guarded(deed)))}
      </div>
      ${this._notes(deeds).map((note) => html`<p class="note">${note}</p>`)}
      ${obstacle === null ? nothing : html`<p class="note">${t.t(obstacle)}</p>`}
      <p class="outcome ${outcome.tone}" role="status" tabindex="-1">
        ${mark ? icon(mark, 20) : nothing}<span>${outcome.text}</span>
      </p>
      <div class="hidden" aria-live="assertive">${this._say}</div>
    `;
  }

  private _notes(deeds: readonly Deed[]): readonly string[] {
    if (!this.live || deeds.length === 0) return [];
    if (this.device.kind === "siren") return [this.words.t("acting.silence_how")];
    return deeds.some((deed) => deed.name === "unlock") ? [this.words.t("acting.unlock_how")] : [];
  }

  private _plain(deed: Deed) {
    const { device, live } = this;
    const is = live && device.reachable && achieved(deed.name, device);
    return html`<button
      type="button"
      class="button"
      aria-pressed=${is ? "true" : "false"}
      aria-disabled=${underWay(this._attempt) ? "true" : nothing}
      ?disabled=${!this.live}
      @click=${() => {
        void this._do(deed);
      }}
    >
      ${icon(deed.name === "on" ? "bulb_on" : "bulb", 20)}${this.words.t(`acting.${deed.name}`)}
    </button>`;
  }

  private _guarded(deed: Deed) {
    const now = this._attempt;
    const busy = underWay(now);
    return html`${deed.code ? this._codeField() : nothing}<tuya-twin-guarded-button
        class=${deed.name}
        .words=${this.words}
        .label=${this.words.t(`acting.${deed.name}`)}
        .calling=${busy && now.kind !== "idle" && now.deed === deed.name}
        .busy=${busy}
        mode=${deed.guarding === "hold" ? "hold" : "twice"}
        tone=${deed.name === "unlock" ? "yellow" : "green"}
        ?disabled=${!this.live}
        @guard=${(event: CustomEvent<GuardNews>) => {
          this._onGuard(deed, event.detail);
        }}
      ></tuya-twin-guarded-button>`;
  }

  private _codeField() {
    const t = this.words;
    return html`<label class="code">
      <span>${t.t("acting.code")}</span>
      <input
        type="password"
        inputmode="numeric"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="12"
        enterkeyhint="next"
        data-1p-ignore
        data-lpignore="true"
        aria-describedby="code-how"
        aria-invalid=${this._codeMissing ? "true" : "false"}
        ?disabled=${!this.live}
        @input=${this._onCode}
        @keydown=${this._onCodeKey}
      />
      <small id="code-how" class=${this._codeMissing ? "missing" : ""}
        >${t.t(this._codeMissing ? "acting.code_missing" : "acting.code_how")}</small
      >
    </label>`;
  }

  private _onCode(): void {
    this._codeMissing = false;
  }

  private _onCodeKey(event: KeyboardEvent): void {
    if (event.key === "Enter") this._unlock?.focus();
  }

  private _onGuard(deed: Deed, news: GuardNews): void {
    const action = this.words.t(`acting.${deed.name}`);
    switch (news) {
      case "armed":
        this._say = this.words.t("acting.say_again", { action });
        break;
      case "holding":
        this._say = this.words.t("acting.say_hold", { action });
        break;
      case "short":
        this._say = this.words.t("acting.say_short");
        break;
      case "fired":
        this._say = "";
        void this._do(deed);
    }
  }

  private async _do(deed: Deed): Promise<void> {
    const { hass, ability, device } = this;
    if (hass === undefined || ability.entityId === null) return;
    if (!this.live || underWay(this._attempt)) return;
    const code = deed.code ? this._takeCode() : "";
    if (code === null) return;
    this._feed({ kind: "ask", deed: deed.name });
    const { domain, service, data } = callOf(deed.name, ability.entityId, code);
    try {
      await hass.callService(domain, service, data, undefined, false);
      if (this.device.id === device.id) this._feed({ kind: "answered", device: this.device });
    } catch (error) {
      this.dispatchEvent(new CustomEvent<DeedName>("refused", { detail: deed.name }));
      if (this.device.id === device.id) {
        this._feed({ kind: "refused", problem: problemOf(error) });
        if (deed.code) this._input?.focus();
      }
    }
  }

  /** The code as typed, which is no longer in the field then; null if there is none. */
  private _takeCode(): string | null {
    const code = this._input?.value ?? "";
    this.forgetCode();
    if (code !== "") return code;
    this._codeMissing = true;
    this._input?.focus();
    return null;
  }

  private _feed(input: AttemptInput): void {
    this._attempt = attempt(this._attempt, input, performance.now());
  }

  static override styles = [base, dialog, fields, deedsStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-deeds": TuyaTwinDeeds;
  }
}
