/** The buttons of a replay. */
import { html, type TemplateResult } from "lit";
import { SPEEDS, type ReplayClock, type Speed } from "../../services/incidents/replay-clock";
import type { Wording } from "../../services/wording";
import { sign, type Sign } from "./signs";

export interface ControlsView {
  readonly clock: ReplayClock;
  /** Where the events to either side are; null if there is none. */
  readonly next: number | null;
  readonly previous: number | null;
  readonly jump: (moment: number | null) => void;
  readonly toggle: () => void;
  readonly change: (clock: ReplayClock) => void;
}

export function replayControls(view: ControlsView, words: Wording): TemplateResult {
  const { playing } = view.clock;
  return html`<div class="controls">
    ${jump("previous", view.previous, view, words)}
    <button class="button main play" @click=${view.toggle}>
      ${sign(playing ? "pause" : "play", 22)}
      ${words.t(playing ? "incidents.replay_pause" : "incidents.replay_play")}
    </button>
    ${jump("next", view.next, view, words)}
    <fieldset>
      <legend class="hidden">${words.t("incidents.replay_speed")}</legend>
      ${SPEEDS.map((each) => speed(each, view, words))}
    </fieldset>
    <label class="skip">
      <input
        type="checkbox"
        .checked=${view.clock.skips}
        @change=${(event: Event) => {
          view.change({ ...view.clock, skips: (event.target as HTMLInputElement).checked });
        }}
      />
      ${words.t("incidents.replay_skip")}
    </label>
  </div>`;
}

function jump(
  direction: Sign & ("next" | "previous"),
  moment: number | null,
  view: ControlsView,
  words: Wording,
): TemplateResult {
  const name = words.t(`incidents.replay_${direction}`);
  // Not disabled where it leads nowhere: that would take the focus away.
  return html`<button
    class="button round"
    aria-label=${name}
    title=${name}
    aria-disabled=${moment === null}
    @click=${() => {
      view.jump(moment);
    }}
  >
    ${sign(direction, 22)}
  </button>`;
}

const speed = (each: Speed, view: ControlsView, words: Wording): TemplateResult =>
  html`<label>
    <input
      type="radio"
      name="speed"
      .checked=${view.clock.speed === each}
      @change=${() => {
        view.change({ ...view.clock, speed: each });
      }}
    />
    <bdi>${words.t("incidents.replay_times", { speed: each })}</bdi>
  </label>`;
