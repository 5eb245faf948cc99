/** What a person sets on the screen itself: a sheet that is opened from its corner. */
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Wakelock } from "../../controllers/wake-lock";
import {
  BRIGHTEST,
  clockText,
  CYCLES,
  DARKEST,
  DEFAULTS,
  minutesOf,
  settingsFrom,
  type KioskSettings,
} from "../../services/kiosk/settings";
import type { Key } from "../../services/languages";
import type { Wording } from "../../services/wording";
import type { PlanFloor } from "../../types/plan";
import { dialog } from "../acting/dialog-styles";
import { element } from "../element";
import { fields } from "../field-styles";
import { icon } from "../icons";
import { base } from "../styles";
import { settingsStyles } from "./settings-styles";

const AWAKE: Readonly<Record<Wakelock, Key | null>> = {
  asking: null,
  held: "kiosk.awake",
  refused: "kiosk.awake_refused",
  insecure: "kiosk.awake_insecure",
  missing: "kiosk.awake_not",
};

/** A floor's choice as the list has it; floors' ids cannot begin like this. */
const CYCLE = "cycle:";

@element("tuya-twin-kiosk-settings")
export class TuyaTwinKioskSettings extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) floors: readonly PlanFloor[] = [];
  @property({ attribute: false }) settings: KioskSettings = DEFAULTS;
  @property({ attribute: false }) wakelock: Wakelock = "asking";
  @property({ attribute: false }) exit: "leave" | "forget" = "leave";

  @state() private _sure = false;
  @query("dialog") private _dialog?: HTMLDialogElement;

  show(): void {
    this._sure = false;
    this._dialog?.showModal();
  }

  protected override render() {
    const t = this.words;
    return html`<dialog aria-labelledby="title" @click=${this._onBackdrop}>
      <div class="top">
        <h2 id="title" class="what">${t.t("kiosk.settings")}</h2>
        <button class="bare x" aria-label=${t.t("kiosk.close")} @click=${this._close}>
          ${icon("cross", 24)}
        </button>
      </div>
      <div class="body">${this._name()} ${this._floor()} ${this._dim()} ${this._end()}</div>
    </dialog>`;
  }

  private _name() {
    const t = this.words;
    return html`<label class="field">
      <b>${t.t("kiosk.name")}</b>
      <input
        type="text"
        maxlength="60"
        autocomplete="off"
        .value=${this.settings.name}
        aria-describedby="name-how"
        @change=${(event: Event) => {
          this._set({ name: (event.target as HTMLInputElement).value });
        }}
      />
      <small id="name-how">${t.t("kiosk.name_how")}</small>
    </label>`;
  }

  private _floor() {
    if (this.floors.length < 2) return nothing;
    const t = this.words;
    const { floor, cycle } = this.settings;
    const chosen = cycle > 0 ? `${CYCLE}${cycle}` : (floor ?? "");
    const option = (value: string, text: string) =>
      html`<option value=${value} ?selected=${value === chosen}>${text}</option>`;
    return html`<label class="field">
      <b>${t.t("kiosk.floor")}</b>
      <select aria-describedby="floor-how" @change=${this._onFloor}>
        ${option("", t.t("kiosk.floor_auto"))}
        ${this.floors.map(({ id, name }) => option(id, name))}
        ${CYCLES.filter((seconds) => seconds > 0).map((seconds) =>
          option(`${CYCLE}${seconds}`, t.t("kiosk.floor_cycle", { seconds })),
        )}
      </select>
      <small id="floor-how">${t.t("kiosk.floor_how")}</small>
    </label>`;
  }

  private _dim() {
    const t = this.words;
    const { dim, brightness } = this.settings;
    return html`<fieldset>
      <label class="check">
        <input
          type="checkbox"
          .checked=${dim}
          aria-describedby="dim-how"
          @change=${(event: Event) => {
            this._set({ dim: (event.target as HTMLInputElement).checked });
          }}
        />
        <b>${t.t("kiosk.dim")}</b>
      </label>
      <small id="dim-how">${t.t("kiosk.dim_how")}</small>
      ${
        dim
          ? html`<div class="hours">${this._hour("from")} ${this._hour("to")}</div>
              <label class="field">
                <b>${t.t("kiosk.brightness")}</b>
                <span class="range">
                  <input
                    type="range"
                    min=${DARKEST}
                    max=${BRIGHTEST}
                    step="5"
                    .value=${String(brightness)}
                    @input=${(event: Event) => {
                      this._set({ brightness: Number((event.target as HTMLInputElement).value) });
                    }}
                  />
                  <output>${t.t("kiosk.percent", { percent: brightness })}</output>
                </span>
              </label>`
          : nothing
      }
    </fieldset>`;
  }

  private _hour(which: "from" | "to") {
    return html`<label class="field">
      <b>${this.words.t(`kiosk.${which}`)}</b>
      <input
        type="time"
        required
        .value=${clockText(this.settings[which])}
        @change=${(event: Event) => {
          const minutes = minutesOf((event.target as HTMLInputElement).value);
          if (minutes !== null) this._set({ [which]: minutes });
        }}
      />
    </label>`;
  }

  private _end() {
    const t = this.words;
    const awake = AWAKE[this.wakelock];
    return html`${
      awake === null
        ? nothing
        : html`<p class="awake">
            ${icon(this.wakelock === "held" ? "check" : "exclamation", 20)}
            <span>${t.t(awake)}</span>
          </p>`
    }
    ${
      this.exit === "leave"
        ? html`<button class="button" @click=${this._exit}>${t.t("kiosk.leave")}</button>`
        : html`<button class="button" aria-describedby="forget-how" @click=${this._forget}>
              ${t.t(this._sure ? "kiosk.forget_again" : "kiosk.forget")}
            </button>
            <small id="forget-how">${t.t("kiosk.forget_how")}</small>`
    }`;
  }

  private _onFloor(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const cycle = CYCLES.find((seconds) => value === `${CYCLE}${seconds}`) ?? 0;
    this._set({ cycle, floor: cycle > 0 || value === "" ? null : value });
  }

  private _set(part: Partial<KioskSettings>): void {
    const detail = settingsFrom({ ...this.settings, ...part });
    this.dispatchEvent(new CustomEvent("settings-changed", { detail }));
  }

  private _forget(): void {
    if (this._sure) this._exit();
    this._sure = true;
  }

  private _exit(): void {
    this._close();
    this.dispatchEvent(new CustomEvent("exit-kiosk"));
  }

  private _close(): void {
    this._dialog?.close();
  }

  private _onBackdrop(event: Event): void {
    if (event.target === this._dialog) this._close();
  }

  static override styles = [base, dialog, fields, settingsStyles];
}
