/** What a new screen is called, shows, and for how long. */
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import {
  LIVES,
  LONGEST_NAME,
  missing,
  NEW_DRAFT,
  withZone,
  type Draft,
} from "../../services/viewers/draft";
import type { Wording } from "../../services/wording";
import type { ZoneStatus } from "../../types/wire";
import { dialog } from "../acting/dialog-styles";
import { element } from "../element";
import { fields } from "../field-styles";
import { base } from "../styles";
import { formStyles } from "./form-styles";

@element("tuya-twin-viewer-form")
export class TuyaTwinViewerForm extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) zones: readonly ZoneStatus[] = [];
  @property({ attribute: false }) draft: Draft = NEW_DRAFT;

  /** Nothing is called missing before somebody has tried. */
  @state() private _tried = false;

  @query("#name") private readonly _name!: HTMLInputElement;
  @query("#sees-some") private readonly _some!: HTMLInputElement;

  protected override firstUpdated(): void {
    this._name.focus();
  }

  protected override render() {
    const t = this.words;
    const lack = this._tried ? missing(this.draft) : null;
    return html`<form novalidate @submit=${this._submit}>
      ${this._nameField(lack?.field === "name")}
      <label class="check">
        <input
          type="checkbox"
          .checked=${this.draft.kiosk}
          aria-describedby="kiosk-how"
          @change=${(event: Event) => {
            this._change({ kiosk: checked(event) });
          }}
        /><span
          >${t.t("viewers.is_kiosk")}<small id="kiosk-how"
            >${t.t("viewers.is_kiosk_how")}</small
          ></span
        >
      </label>
      ${this._zonesField(lack?.field === "zones")}
      <fieldset>
        <legend>${t.t("viewers.lasts")}</legend>
        <div class="choices">
          ${LIVES.map(
            (days) =>
              html`<label class="choice">
                <input
                  type="radio"
                  name="days"
                  .checked=${this.draft.days === days}
                  @change=${() => {
                    this._change({ days });
                  }}
                /><span>${t.t(`viewers.days_${days}`)}</span>
              </label>`,
          )}
        </div>
      </fieldset>
      <button type="submit" class="button main">${t.t("viewers.make")}</button>
    </form>`;
  }

  private _nameField(lacking: boolean) {
    const t = this.words;
    return html`<label class="text">
      <span>${t.t("viewers.name")}</span>
      <input
        id="name"
        type="text"
        autocomplete="off"
        maxlength=${LONGEST_NAME}
        .value=${this.draft.name}
        aria-describedby="name-how"
        aria-invalid=${lacking ? "true" : "false"}
        @input=${(event: Event) => {
          this._change({ name: (event.target as HTMLInputElement).value });
        }}
      />
      <small id="name-how" class=${lacking ? "missing" : ""} role=${lacking ? "alert" : nothing}
        >${t.t(lacking ? "viewers.name_missing" : "viewers.name_how")}</small
      >
    </label>`;
  }

  private _zonesField(lacking: boolean) {
    const t = this.words;
    const { all } = this.draft;
    const choice = (whole: boolean) =>
      html`<label class="choice">
        <input
          id=${whole ? "sees-all" : "sees-some"}
          type="radio"
          name="sees"
          .checked=${all === whole}
          @change=${() => {
            this._change({ all: whole });
          }}
        /><span>${t.t(whole ? "viewers.sees_all" : "viewers.sees_some")}</span>
      </label>`;
    return html`<fieldset>
      <legend>${t.t("viewers.sees")}</legend>
      <div class="choices">${choice(true)}${choice(false)}</div>
      ${
        all
          ? nothing
          : html`<div class="zones" role="group" aria-label=${t.t("viewers.sees_some")}>
                ${this.zones.map((zone) => this._zone(zone))}
              </div>
              <small class=${lacking ? "missing" : ""} role=${lacking ? "alert" : nothing}
                >${t.t(lacking ? "viewers.zones_missing" : "viewers.zones_how")}</small
              >`
      }
    </fieldset>`;
  }

  private _zone(zone: ZoneStatus) {
    return html`<label class="choice">
      <input
        type="checkbox"
        .checked=${this.draft.chosen.has(zone.id)}
        @change=${(event: Event) => {
          this.draft = withZone(this.draft, zone.id, checked(event));
        }}
      /><span>${zone.name}</span>
    </label>`;
  }

  private _change(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part };
  }

  private _submit(event: Event): void {
    event.preventDefault();
    this._tried = true;
    const lack = missing(this.draft);
    if (lack === null) {
      this.dispatchEvent(new CustomEvent<Draft>("make-link", { detail: this.draft }));
    } else {
      (lack.field === "name" ? this._name : this._some).focus();
    }
  }

  static override styles = [base, dialog, fields, formStyles];
}

const checked = (event: Event): boolean => (event.target as HTMLInputElement).checked;
