/** The card's visual editor: Home Assistant's own form, or plain inputs where there is none. */
import { html, LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { CardHouseholds, cardTarget } from "../../controllers/card-household";
import { HouseController } from "../../controllers/house-controller";
import { Speech } from "../../controllers/speech";
import { cardConfig, FLAG_DEFAULTS, withValue } from "../../services/card/config";
import { fieldLabel, formFields, type Field } from "../../services/card/form";
import { chosenFrom } from "../../services/households";
import { isRecord } from "../../types/checks";
import type { Hass } from "../../types/hass";
import { element } from "../element";
import { fields } from "../field-styles";
import { base, tokens } from "../styles";
import { editorStyles } from "./editor-styles";

@element("tuya-twin-card-editor")
export class TuyaTwinCardEditor extends LitElement {
  @property({ attribute: false }) hass?: Hass;

  private _written: Record<string, unknown> = {};
  private readonly _controller = new HouseController(this);
  private readonly _speech = new Speech(this);
  private readonly _households = new CardHouseholds(this);

  setConfig(written: Record<string, unknown>): void {
    cardConfig(written);
    this._written = written;
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("hass")) this._speech.follow(this.hass);
    this._households.ask(this.hass);
    this._follow();
  }

  protected override render() {
    const words = this._speech.words;
    const { plan } = this._controller.house;
    const fields = formFields(this._households.all ?? [], plan.floors, words);
    if (customElements.get("ha-form") === undefined) {
      return html`<div class="plain">${fields.map((field) => this._plain(field))}</div>`;
    }
    return html`<ha-form
      .hass=${this.hass}
      .data=${this._data()}
      .schema=${fields}
      .computeLabel=${(field: Field) => fieldLabel(field.name, words)}
      @value-changed=${this._onForm}
    ></ha-form>`;
  }

  private _data(): Record<string, unknown> {
    const shown = this._households.all ?? [];
    const household = chosenFrom(shown, cardConfig(this._written).household)?.id;
    return { ...FLAG_DEFAULTS, title: "", floor: "", household, ...this._written };
  }

  private _plain(field: Field) {
    const label = fieldLabel(field.name, this._speech.words);
    const value = this._data()[field.name];
    if ("boolean" in field.selector) {
      return html`<label class="check">
        <input
          type="checkbox"
          .checked=${value === true}
          @change=${(event: Event) => {
            this._set(field.name, (event.target as HTMLInputElement).checked);
          }}
        />${label}
      </label>`;
    }
    const changed = (event: Event): void => {
      this._set(field.name, (event.target as HTMLInputElement | HTMLSelectElement).value);
    };
    if ("text" in field.selector) {
      return html`<label
        >${label}<input .value=${typeof value === "string" ? value : ""} @change=${changed}
      /></label>`;
    }
    const option = (id: string, name: string) =>
      html`<option value=${id} ?selected=${id === value}>${name}</option>`;
    return html`<label>
      ${label}
      <select @change=${changed}>
        ${field.selector.select.options.map((choice) => option(choice.value, choice.label))}
      </select>
    </label>`;
  }

  /** The form tells all of its values; one of them has changed. */
  private _onForm(event: CustomEvent<{ value: unknown }>): void {
    event.stopPropagation();
    const { value } = event.detail;
    if (!isRecord(value)) return;
    const before = this._data();
    const changed = Object.keys(value).filter((name) => value[name] !== before[name]);
    this._tell(
      changed.reduce((config, name) => withValue(config, name, value[name]), this._written),
    );
  }

  private _set(name: string, value: unknown): void {
    this._tell(withValue(this._written, name, value));
  }

  private _tell(config: Record<string, unknown>): void {
    // A floor is one of its household; that of another would never be found.
    const moved = config.household !== this._written.household;
    this._written = moved ? withValue(config, "floor", "") : config;
    this.dispatchEvent(
      new CustomEvent("config-changed", {
        detail: { config: this._written },
        bubbles: true,
        composed: true,
      }),
    );
    this.requestUpdate();
  }

  /** Only the feed knows the floors; the card beside this editor is on it already. */
  private _follow(): void {
    const { hass } = this;
    const { household: id } = cardConfig(this._written);
    const household = chosenFrom(this._households.all ?? [], id);
    if (hass === undefined || household === undefined) return;
    const target = cardTarget(household, () => this.hass ?? hass, this._speech.words);
    this._controller.follow(target);
  }

  static override styles = [tokens, base, fields, editorStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-card-editor": TuyaTwinCardEditor;
  }
}
