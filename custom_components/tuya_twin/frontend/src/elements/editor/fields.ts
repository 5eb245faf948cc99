/** Fields of the form: a length in metres, and one of several. */
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { STEPS } from "../../services/editor/telling";

export interface LengthField {
  readonly label: string;
  /** In steps of the grid, as the bounds. */
  readonly steps: number;
  readonly least: number;
  readonly most: number;
  /** In metres. */
  readonly by: number;
  /** Null for what is no number. */
  readonly set: (steps: number | null) => void;
}

export const lengthField = ({ label, steps, least, most, by, set }: LengthField): TemplateResult =>
  html`<label
    >${label}
    <input
      type="number"
      inputmode="decimal"
      min=${least / STEPS}
      max=${most / STEPS}
      step=${by}
      .value=${live(String(steps / STEPS))}
      @change=${(event: Event & { target: HTMLInputElement }) => {
        const metres = event.target.valueAsNumber;
        set(Number.isFinite(metres) ? metres * STEPS : null);
      }}
    />
  </label>`;

export interface ChoiceField {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly name: (option: string) => string;
  readonly set: (option: string) => void;
}

export const choiceField = ({ label, value, options, name, set }: ChoiceField): TemplateResult =>
  html`<label
    >${label}
    <select
      .value=${live(value)}
      @change=${(event: Event & { target: HTMLSelectElement }) => {
        set(event.target.value);
      }}
    >
      ${options.map(
        (option) =>
          html`<option value=${option} ?selected=${option === value}>${name(option)}</option>`,
      )}
    </select></label
  >`;
