/** The editor's own pictograms, on the same grid of 24 as the panel's. */
import { html, type TemplateResult } from "lit";
import type { DeviceKind } from "../../types/wire";
import type { IconName } from "../icons";

const SIGNS = {
  undo: "M4 9.5h10a5.5 5.5 0 0 1 0 11h-3M4 9.5 8.5 5M4 9.5 8.5 14",
  redo: "M20 9.5H10a5.5 5.5 0 0 0 0 11h3M20 9.5 15.5 5M20 9.5 15.5 14",
  choose: "M6.5 3.8 18 11.6l-5.2 1.1 2.9 5.8-2.5 1.2-2.9-5.9-3.8 3.7z",
  room: "M4 5.5h16v13H4zM12 9v6M9 12h6",
  door: "M3 19.5h5M16 19.5h5M8 19.5v-11a11 11 0 0 1 8.5 11",
  fit: "M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15M9 9h6v6H9z",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  up: "M12 19V5.5M6 11l6-6 6 6",
  down: "M12 5v13.5M6 13l6 6 6-6",
  pencil: "m4.5 19.5 1-4L16 5l3 3L8.5 18.5z",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 11v5M13.5 11v5",
  picture: "M4 5.5h16v13H4zM4.5 16l4.5-4.5 4 4 3-3 3.5 3.5M15.5 9v.01",
  grip: "M9 6.5h.01M15 6.5h.01M9 12h.01M15 12h.01M9 17.5h.01M15 17.5h.01",
  wand: "M5 19 15 9M17 3.5v3M15.5 5h3M20 9v2M19 10h2M10 4v2M9 5h2",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  warn: "M12 4 2.9 19.5h18.2zM12 10v4.5M12 17v.01",
} as const;

export type SignName = keyof typeof SIGNS;

export const sign = (name: SignName, size = 20): TemplateResult =>
  html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true">
    <path d=${SIGNS[name]}></path>
  </svg>`;

/** What a device is, not how it is. */
export const KIND_ICONS: Readonly<Record<DeviceKind, IconName>> = {
  bulb: "bulb",
  siren: "siren_idle",
  lock: "locked",
};
