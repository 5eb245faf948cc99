/** The devices as pins: a head with a pictogram, held by a thread over its foot on the floor. */
import { nothing, svg, type SVGTemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { styleMap } from "lit/directives/style-map.js";
import { presentWords } from "../../services/device-rows";
import { lightColour } from "../../services/light-colour";
import { PIN_RADIUS, PIN_TOUCH, type Pin } from "../../services/plan/old-scene";
import type { Wording } from "../../services/wording";
import type { Device } from "../../types/wire";
import { deviceIcon, iconAt } from "../icons";
import { onPress } from "../keys";

export interface PinView {
  readonly device: Device;
  readonly live: boolean;
  readonly chosen: boolean;
  readonly show: () => void;
  readonly point: () => void;
  readonly unpoint: () => void;
}

type Tone = "bad" | "lit" | "loud" | "locked" | "doubt" | "idle";

function toneOf(device: Device, live: boolean): Tone {
  if (!live) return "idle";
  if (!device.reachable) return "bad";
  switch (device.kind) {
    case "bulb":
      if (device.state.on === null) return "doubt";
      return device.state.on ? "lit" : "idle";
    case "siren":
      if (device.state.sounding === null) return "doubt";
      return device.state.sounding ? "loud" : "idle";
    case "lock":
      if (device.state.bolt === "jammed") return "bad";
      if (device.state.bolt === "unknown") return "doubt";
      return device.state.bolt === "locked" ? "locked" : "idle";
  }
}

/** The device's state in words, as far as it is known now. */
export const pinWords = (device: Device, live: boolean, words: Wording): string =>
  live ? presentWords(device, words) : words.t("plan.not_live");

export function thread({ head, foot }: Pin): SVGTemplateResult {
  return svg`<line class="thread" x1=${head.x} y1=${head.y + PIN_RADIUS}
      x2=${foot.x} y2=${foot.y}></line>
    <ellipse class="foot" cx=${foot.x} cy=${foot.y} rx="4" ry="2.4"></ellipse>`;
}

export function pinHead({ head: { x, y } }: Pin, view: PinView, words: Wording): SVGTemplateResult {
  const { device, live, chosen, show, point, unpoint } = view;
  const tone = toneOf(device, live);
  const sounding = live && device.kind === "siren" && device.state.sounding === true;
  const shine =
    tone === "lit" && device.kind === "bulb" ? { "--light": lightColour(device.state) } : {};
  const state = pinWords(device, live, words);
  return svg`<g class=${classMap({ pin: true, [tone]: true, chosen })} style=${styleMap(shine)}
    role="button" tabindex="0" data-device=${device.id}
    aria-label=${words.t("plan.device", { name: device.name, state })}
    @click=${show} @focus=${point} @pointerenter=${point}
    @blur=${unpoint} @pointerleave=${unpoint} @keydown=${onPress(show)}>
    <circle class="touch" cx=${x} cy=${y} r=${PIN_TOUCH}></circle>
    ${sounding ? waves(x, y) : nothing}
    <circle class="head" cx=${x} cy=${y} r=${PIN_RADIUS}></circle>
    ${iconAt(deviceIcon(device, device.kind), x, y, 21)}
    ${tone === "bad" ? badge(x + 13, y - 13) : nothing}
  </g>`;
}

const waves = (x: number, y: number): SVGTemplateResult =>
  svg`<circle class="wave" cx=${x} cy=${y} r=${PIN_RADIUS + 6}></circle>
    <circle class="wave second" cx=${x} cy=${y} r=${PIN_RADIUS + 12}></circle>`;

const badge = (x: number, y: number): SVGTemplateResult =>
  svg`<circle class="badge" cx=${x} cy=${y} r="8"></circle>
    <g class="badge-sign">${iconAt("exclamation", x, y, 12)}</g>`;
