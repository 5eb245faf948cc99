/** The panel's pictograms: strokes on a grid of 24. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Mood } from "../services/banner-text";
import type { Device, DeviceKind, Status } from "../types/wire";

export const PATHS = {
  bulb: "M9.3 17.5h5.4M10.2 20.5h3.6M9.3 17.5v-.8c0-1-.5-1.7-1.2-2.3a6.1 6.1 0 1 1 7.8 0c-.7.6-1.2 1.3-1.2 2.3v.8",
  bulb_on:
    "M9.3 18.5h5.4M10.2 21.2h3.6M9.3 18.5v-.8c0-.9-.4-1.5-1.1-2.1a5.2 5.2 0 1 1 7.6 0c-.7.6-1.1 1.2-1.1 2.1v.8M12 3.3V1.8M5.4 6 4.3 4.9M18.6 6l1.1-1.1M3.6 12H2.2M20.4 12h1.4",
  siren:
    "M6.8 17v-4.3a5.2 5.2 0 0 1 10.4 0V17M4.5 20.5v-2A1.5 1.5 0 0 1 6 17h12a1.5 1.5 0 0 1 1.5 1.5v2zM12 4.5V3M5.6 7 4.5 5.9M18.4 7l1.1-1.1",
  siren_idle:
    "M6 16v-4.5a6 6 0 0 1 12 0V16M4 20v-2.5A1.5 1.5 0 0 1 5.5 16h13a1.5 1.5 0 0 1 1.5 1.5V20zM9.5 11.5A2.5 2.5 0 0 1 12 9",
  locked: "M8 10.5V7.4a4 4 0 0 1 8 0v3.1",
  unlocked:
    "M4.5 10.5h9A1.5 1.5 0 0 1 15 12v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 3 19v-7a1.5 1.5 0 0 1 1.5-1.5zM12.4 10.5V7.2a4 4 0 0 1 8 0v2.6M9 14.6v1.9",
  jammed:
    "M6.5 11.5h11A1.5 1.5 0 0 1 19 13v6.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19.5V13a1.5 1.5 0 0 1 1.5-1.5zM7.6 8.6 7.3 7a4 4 0 0 1 7.9-1.5l.3 1.7M9.8 14.2l4.4 4.2M14.2 14.2l-4.4 4.2",
  bolt_unknown:
    "M5 13v-1a1.5 1.5 0 0 1 .9-1.4M18.1 10.6a1.5 1.5 0 0 1 .9 1.4v1M5 18v1a1.5 1.5 0 0 0 1.5 1.5H7.5M16.5 20.5h1a1.5 1.5 0 0 0 1.5-1.5v-1M8 7.5a4 4 0 0 1 8 0M9.6 12.4a2.5 2.5 0 1 1 3.8 2.1c-.9.6-1.4.9-1.4 1.8M12 19.3v.01",
  check: "m5.5 12.5 4.3 4.3 8.7-9.3",
  cross: "M7 7l10 10M17 7 7 17",
  exclamation: "M12 5v9M12 18.5v.01",
  dots: "M6 12h.01M12 12h.01M18 12h.01",
  minus: "M7 12h10",
  forward: "m9.5 6 6 6-6 6",
  back: "m14.5 6-6 6 6 6",
  menu: "M4 6.5h16M4 12h16M4 17.5h16",
  shield:
    "M12 2.8 4.3 5.6v6c0 4.7 3.2 7.9 7.7 9.6 4.5-1.7 7.7-4.9 7.7-9.6v-6zM8.3 12l2.6 2.6 4.8-5.1",
  shield_fault:
    "M12 2.8 4.3 5.6v6c0 4.7 3.2 7.9 7.7 9.6 4.5-1.7 7.7-4.9 7.7-9.6v-6zM12 7.5v5.3M12 16.2v.01",
  triangle: "M12 4 2.9 19.5h18.2zM12 10v4.5M12 17v.01",
  octagon: "M8.4 3.5h7.2l4.9 4.9v7.2l-4.9 4.9H8.4l-4.9-4.9V8.4zM12 7.7v5.4M12 16.2v.01",
  offline:
    "M3.5 3.5l17 17M8.5 16.2a5 5 0 0 1 7 0M5.3 12.7a9.6 9.6 0 0 1 4.5-2.5M18.7 12.7a9.6 9.6 0 0 0-4.2-2.4M2.5 9a14 14 0 0 1 4-2.6M21.5 9a14 14 0 0 0-10.5-3.9M12 19.8v.01",
  question: "M8.8 9a3.2 3.2 0 1 1 4.9 2.9c-1.1.7-1.7 1.3-1.7 2.6M12 18.5v.01",
  pencil: "M4.5 19.5l.9-4L16 4.9a1.8 1.8 0 0 1 2.5 0l.6.6a1.8 1.8 0 0 1 0 2.5L8.5 18.6zM14 7l3 3",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  full: "M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15",
  shrink: "M9 4.5V9H4.5M15 4.5V9h4.5M15 19.5V15h4.5M9 19.5V15H4.5",
  sliders:
    "M4 7.5h8M17.5 7.5H20M4 16.5h2.5M12 16.5h8M14.7 5.2a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6zM9.3 14.2a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z",
  past: "M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4.5v4h4M12 8v4.3l2.8 1.7",
  screen:
    "M4.5 5h15A1.5 1.5 0 0 1 21 6.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5zM9 20.5h6",
  plus: "M12 5v14M5 12h14",
  eye: "M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
  eye_off:
    "M3.5 3.5l17 17M9.5 6.2A9.6 9.6 0 0 1 12 5.8c6 0 9.5 6.2 9.5 6.2a17 17 0 0 1-3.3 3.9M14.5 17.9a9.6 9.6 0 0 1-2.5.3C6 18.2 2.5 12 2.5 12a17 17 0 0 1 3.3-3.9M10 10a2.8 2.8 0 0 0 4 4",
  person:
    "M12 4a3.8 3.8 0 1 1 0 7.6A3.8 3.8 0 0 1 12 4zM4.5 20c.6-3.6 3.6-5.6 7.5-5.6s6.9 2 7.5 5.6",
  opinion:
    "M5.5 4.5h13A1.5 1.5 0 0 1 20 6v9a1.5 1.5 0 0 1-1.5 1.5H12L7.5 20v-3.5h-2A1.5 1.5 0 0 1 4 15V6a1.5 1.5 0 0 1 1.5-1.5zM8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01",
} as const;

export type IconName = keyof typeof PATHS;

/** What of a pictogram is filled: a bolt that is out weighs more than one that is not. */
const SOLIDS: Partial<Readonly<Record<IconName, string>>> = {
  locked:
    "M6.5 9.7h11a2.3 2.3 0 0 1 2.3 2.3v7a2.3 2.3 0 0 1-2.3 2.3h-11A2.3 2.3 0 0 1 4.2 19v-7a2.3 2.3 0 0 1 2.3-2.3zM12 12.9a1.7 1.7 0 0 0-.9 3.1v2a.9.9 0 0 0 1.8 0v-2a1.7 1.7 0 0 0-.9-3.1z",
};

const SHAPES: Readonly<Record<DeviceKind, IconName>> = {
  bulb: "bulb",
  siren: "siren_idle",
  lock: "bolt_unknown",
};

/** How the house is as a whole, by its shape alone. */
export const MOOD_ICONS: Readonly<Record<Mood, IconName>> = {
  green: "shield",
  fault: "shield_fault",
  yellow: "triangle",
  red: "octagon",
  stale: "offline",
};

export const STATUS_ICONS: Readonly<Record<Status, IconName>> = {
  GREEN_SAFE: "shield",
  YELLOW_WARNING: "triangle",
  RED_CRITICAL: "octagon",
};

const BOLTS = {
  locked: "locked",
  unlocked: "unlocked",
  jammed: "jammed",
  unknown: "bolt_unknown",
} as const;

/** The pictogram that shows a device's state by its shape alone. */
export function deviceIcon(device: Device | null, kind: DeviceKind): IconName {
  switch (device?.kind) {
    case "bulb":
      return device.state.on === true ? "bulb_on" : "bulb";
    case "siren":
      return device.state.sounding === true ? "siren" : "siren_idle";
    case "lock":
      return BOLTS[device.state.bolt];
    case undefined:
      return SHAPES[kind];
  }
}

const strokes = (name: IconName): SVGTemplateResult => {
  const solid = SOLIDS[name];
  return svg`<path d=${PATHS[name]}></path>${
    solid === undefined
      ? nothing
      : svg`<path d=${solid} fill="currentColor" fill-rule="evenodd" stroke="none"></path>`
  }`;
};

export const icon = (name: IconName, size: number): TemplateResult =>
  html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true">
    ${strokes(name)}
  </svg>`;
