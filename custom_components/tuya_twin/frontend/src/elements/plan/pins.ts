/** The devices as pins: a head with a pictogram, held by a thread over its foot on the floor. */
import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { styleMap } from "lit/directives/style-map.js";
import { presentWords } from "../../services/device-rows";
import { lightColour } from "../../services/light-colour";
import type { Detail } from "../../services/plan/detail";
import type { Pin } from "../../services/plan/pins";
import type { Wording } from "../../services/wording";
import type { Device } from "../../types/wire";
import { deviceIcon, icon } from "../icons";
import { brightnessOf } from "./lamps";
import { toneOf, type Tone } from "./tone";

export interface PinView {
  readonly device: Device;
  readonly live: boolean;
  readonly chosen: boolean;
  /** Whether the Tab key leads here. */
  readonly stop: boolean;
  /** Whether its age is told beside the plan right now. */
  readonly described: boolean;
  readonly show: () => void;
}

/** The device's state in words, as far as it is known now. */
export const pinWords = (device: Device, live: boolean, words: Wording): string =>
  live ? presentWords(device, words) : words.t("plan.not_live");

const BADGES: Partial<Readonly<Record<Tone, "exclamation" | "offline">>> = {
  bad: "exclamation",
  gone: "offline",
};

const shine = (device: Device, tone: Tone): Record<string, string> =>
  tone === "lit" && device.kind === "bulb"
    ? {
        "--light": lightColour(device.state),
        "--shine": `${Math.round(25 + 75 * brightnessOf(device))}%`,
      }
    : {};

/** From the head down to the foot, which need not be right below. */
function thread({ head, foot }: Pin): Record<string, string> {
  const [x, y] = [foot.x - head.x, foot.y - head.y];
  return {
    "--fx": `${x.toFixed(1)}px`,
    "--fy": `${y.toFixed(1)}px`,
    "--long": `${Math.hypot(x, y).toFixed(1)}px`,
    "--lean": `${Math.atan2(-x, y).toFixed(3)}rad`,
  };
}

export function pinButton(pin: Pin, detail: Detail, view: PinView, words: Wording): TemplateResult {
  const { device, live, chosen, stop, described, show } = view;
  const tone = toneOf(device, live);
  // What a device that is gone said last is told in words, but not shown as if it were so.
  const known = live && device.reachable ? device : null;
  const badge = BADGES[tone];
  const state = pinWords(device, live, words);
  return html`<button
    type="button"
    class=${classMap({ pin: true, [tone]: true, [device.kind]: true, chosen })}
    style=${styleMap({
      left: `${pin.head.x.toFixed(1)}px`,
      top: `${pin.head.y.toFixed(1)}px`,
      "z-index": String(Math.max(1, Math.round(pin.foot.y))),
      ...thread(pin),
      ...shine(device, tone),
    })}
    tabindex=${stop ? 0 : -1}
    data-device=${device.id}
    aria-label=${words.t("plan.device", { name: device.name, state })}
    aria-describedby=${described ? "age" : nothing}
    @click=${show}
  >
    <span class="foot"></span><span class="thread"></span>
    <span class="head">${icon(deviceIcon(known, device.kind), detail.icon)}</span>
    ${badge === undefined ? nothing : html`<span class="badge">${icon(badge, 12)}</span>`}
  </button>`;
}

/** The waves of a siren that sounds; apart from its pin, so that they share one layer below all pins. */
export const waves = ({ head }: Pin): TemplateResult =>
  html`<div class="waves" style=${styleMap({ left: `${head.x}px`, top: `${head.y}px` })}>
    <span class="wave"></span><span class="wave late"></span>
  </div>`;
