/** From floor to floor, as in a lift: each button tells the worst that is on its floor. */
import { html, type TemplateResult } from "lit";
import type { Wording } from "../../services/wording";
import { icon } from "../icons";
import { STATUS_SHAPES, type Shown } from "./status";

export interface FloorView {
  readonly id: string;
  readonly name: string;
  readonly shown: Shown;
  readonly chosen: boolean;
  readonly choose: () => void;
}

/** The highest floor stands on top. */
export const floorSwitch = (floors: readonly FloorView[], words: Wording): TemplateResult =>
  html`<div class="floors" role="group" aria-label=${words.t("plan.floors")}>
    ${floors.toReversed().map(
      ({ name, shown, chosen, choose }) =>
        html`<button
          type="button"
          class="storey ${shown} ${chosen ? "chosen" : ""}"
          aria-pressed=${chosen ? "true" : "false"}
          aria-label=${words.t("plan.floor", { name, status: words.t(`status.${shown}`) })}
          @click=${choose}
        >
          <span class="sign">${icon(STATUS_SHAPES[shown], 15)}</span>
          <span class="storey-text">
            <span class="storey-name">${name}</span>
            <span class="storey-word">${words.t(`status.${shown}`)}</span>
          </span>
        </button>`,
    )}
  </div>`;
