/** Pictograms of a timeline and a replay: strokes on a grid of 24, loaded with them. */
import { html, type TemplateResult } from "lit";
import { obeying, unknownDevice } from "../../services/incidents/devices-then";
import type { Entry } from "../../services/incidents/timeline";
import type { RecordedStep } from "../../types/incident";
import type { Status } from "../../types/wire";
import { deviceIcon, icon, STATUS_ICONS, type IconName } from "../icons";

const PATHS = {
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2.2 2.2 0 0 0 4 0M12 5V3.5",
  flame:
    "M12 3s5.5 4.3 5.5 10a5.5 5.5 0 0 1-11 0c0-2 .9-3.5 1.9-4.7.3 1.5 1.1 2.3 1.9 2.7C9.8 8 10.5 5 12 3z",
  key: "M8 8.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6zM11.8 12H21v3.5M17 12v2.5",
  scales:
    "M12 4v15.5M8 19.5h8M5 7h14M5 7l-2.7 6.2a2.8 2.8 0 0 0 5.4 0zM19 7l-2.7 6.2a2.8 2.8 0 0 0 5.4 0z",
  house: "M3.5 11.5 12 4l8.5 7.5M6 9.8V20h12V9.8",
  again:
    "M4.5 12a7.5 7.5 0 0 1 12.9-5.2L20 9.5M20 4.5v5h-5M19.5 12a7.5 7.5 0 0 1-12.9 5.2L4 14.5M4 19.5v-5h5",
  play: "M7.5 4.8v14.4L19 12z",
  pause: "M8 5v14M16 5v14",
  next: "M6 5.5v13l8.5-6.5zM18.5 5.5v13",
  previous: "M18 5.5v13L9.5 12zM5.5 5.5v13",
  save: "M12 4v11M7.5 11 12 15.5 16.5 11M4.5 19.5h15",
  print:
    "M7 9V4h10v5M7 17.5H4.5v-7A1.5 1.5 0 0 1 6 9h12a1.5 1.5 0 0 1 1.5 1.5v7H17M7 14.5h10V20H7z",
} as const;

export type Sign = keyof typeof PATHS;

export const sign = (name: Sign, size: number): TemplateResult =>
  html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true">
    <path d=${PATHS[name]}></path>
  </svg>`;

export const statusIcon = (status: Status, size: number): TemplateResult =>
  icon(STATUS_ICONS[status], size);

/** What was proven shows; what was not is only a device of its kind. */
function stepIcon(step: RecordedStep): IconName {
  if (step.result !== "confirmed") return deviceIcon(null, step.kind);
  const device = unknownDevice({ ...step, id: step.device });
  return deviceIcon(obeying(device, step.command, 0), step.kind);
}

export function entryIcon(entry: Entry): TemplateResult {
  switch (entry.kind) {
    case "status":
      return statusIcon(entry.status.status, 20);
    case "run":
      return sign("house", 20);
    case "resumed":
      return sign("again", 20);
    case "evidence":
      return icon("eye", 20);
    case "assessment":
      return sign("scales", 20);
    case "opinion":
      return icon("opinion", 20);
    case "watch":
      return entry.watch.event === "changed" ? icon("eye", 20) : icon("person", 20);
    case "weight":
      return sign("scales", 20);
    case "hazards":
      return sign("flame", 20);
    case "answer":
      return icon("person", 20);
    case "told":
      return sign("bell", 20);
    case "code":
      return sign("key", 20);
    case "step":
      return icon(stepIcon(entry.step), 20);
    case "siren":
      return icon(entry.siren.event === "armed" ? "siren" : "siren_idle", 20);
    case "light":
      return icon(entry.light.event === "lit" ? "bulb_on" : "bulb", 20);
  }
}
