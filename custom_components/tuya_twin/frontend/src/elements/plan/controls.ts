/** Closer, farther, all of it: for those who have no two fingers on the plan. */
import { html, nothing, type TemplateResult } from "lit";
import type { Key } from "../../services/languages";
import type { Wording } from "../../services/wording";
import { icon, type IconName } from "../icons";
import { CLOSER, type Zoom } from "./zoom";

const control = (
  name: Key,
  shape: IconName,
  able: boolean,
  act: (event: Event) => void,
  words: Wording,
): TemplateResult =>
  html`<button
    type="button"
    class="control ${shape}"
    aria-label=${words.t(name)}
    title=${words.t(name)}
    aria-disabled=${able ? "false" : "true"}
    @click=${act}
  >
    ${icon(shape, 18)}
  </button>`;

export function controls(zoom: Zoom, words: Wording): TemplateResult {
  const zoomed = zoom.value > 1;
  const closer = (): void => {
    zoom.by(CLOSER);
  };
  const back = (event: Event, act: () => void): void => {
    act();
    // The button may be gone now; the one beside it keeps the place.
    if (zoom.value === 1 && event.currentTarget instanceof Element) {
      event.currentTarget.parentElement?.querySelector<HTMLElement>(".plus")?.focus();
    }
  };
  const farther = (event: Event): void => {
    back(event, () => {
      zoom.by(1 / CLOSER);
    });
  };
  const whole = (event: Event): void => {
    back(event, () => {
      zoom.reset();
    });
  };
  return html`<div class="controls" role="group" aria-label=${words.t("plan.zoom")}>
    ${zoomed ? control("plan.zoom_reset", "full", true, whole, words) : nothing}
    ${control("plan.zoom_in", "plus", zoom.closer, closer, words)}
    ${zoomed ? control("plan.zoom_out", "minus", true, farther, words) : nothing}
  </div>`;
}
