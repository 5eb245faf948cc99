/** A room's floor, a button that carries the status, and the words that stand on it. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import type { Projection } from "../../services/plan/iso";
import type { Detail } from "../../services/plan/detail";
import type { Label } from "../../services/plan/labels";
import type { RoomShape } from "../../services/plan/shape";
import type { Wording } from "../../services/wording";
import type { ZoneStatus } from "../../types/wire";
import { icon } from "../icons";
import { onPress } from "../keys";
import { loopPath } from "./paths";
import { STATUS_SHAPES, type Shown } from "./status";

export interface RoomView {
  readonly zone: ZoneStatus;
  readonly shown: Shown;
  readonly chosen: boolean;
  /** Whether the Tab key leads here. */
  readonly stop: boolean;
  readonly choose: () => void;
}

export function roomFloor(
  projection: Projection,
  { outline }: RoomShape,
  { zone, shown, chosen, stop, choose }: RoomView,
  words: Wording,
): SVGTemplateResult {
  const d = loopPath(projection, outline);
  const status = words.t(`status.${shown}`);
  return svg`<g class="room ${shown}" role="button" tabindex=${stop ? 0 : -1}
    aria-pressed=${chosen ? "true" : "false"} data-zone=${zone.id}
    aria-label=${words.t("plan.room", { name: zone.name, status })}
    @click=${choose} @keydown=${onPress(choose)}>
    <path class="floor" d=${d}></path>
    ${shown === "unknown" ? svg`<path class="hatching" d=${d}></path>` : nothing}
  </g>`;
}

const word = (shown: Shown, words: Wording) => words.t(`status.${shown}`);

export function roomLabel(
  { at, lines, form }: Label,
  { nameSize, wordSize }: Detail,
  shown: Shown,
  direction: string,
  words: Wording,
): TemplateResult {
  const shape = icon(STATUS_SHAPES[shown], form === "full" ? 14 : 13);
  const name = lines.map((line) => html`<span class="name">${line}</span>`);
  return html`<div
    class="label ${shown} ${form}"
    dir=${direction}
    style=${styleMap({ left: `${at.x}px`, top: `${at.y}px`, "font-size": `${nameSize}px` })}
  >
    ${
      form === "full"
        ? html`${name}
            <span class="word" style=${styleMap({ "font-size": `${wordSize}px` })}
              >${shape}${word(shown, words)}</span
            >`
        : html`<span class="word">${shape}</span><span>${name}</span>`
    }
  </div>`;
}
