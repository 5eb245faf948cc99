/** A room's floor, a button that carries the status, and the words that stand on it. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import type { Projection } from "../../services/plan/iso";
import type { Room } from "../../services/plan/old-layout";
import { NAME_SIZE, WORD_SIZE, type Label } from "../../services/plan/old-scene";
import type { Wording } from "../../services/wording";
import type { Status, ZoneStatus } from "../../types/wire";
import { icon, type IconName } from "../icons";
import { onPress } from "../keys";
import { floorPoints } from "./points";

/** Unknown while the house is not live: nobody may trust an old colour. */
export type Shown = Status | "unknown";

export interface RoomView {
  readonly zone: ZoneStatus;
  readonly shown: Shown;
  readonly chosen: boolean;
  readonly choose: () => void;
}

/** Of the mark around a chosen room from its walls. */
const RING_INSET = 0.17;

const SHAPES: Readonly<Record<Shown, IconName>> = {
  GREEN_SAFE: "check",
  YELLOW_WARNING: "triangle",
  RED_CRITICAL: "octagon",
  unknown: "question",
};

export function floor(
  projection: Projection,
  room: Room,
  { zone, shown, chosen, choose }: RoomView,
  words: Wording,
): SVGTemplateResult {
  const corners = floorPoints(projection, room);
  const status = words.t(`status.${shown}`);
  return svg`<g class="room ${shown}" role="button" tabindex="0"
    aria-pressed=${chosen ? "true" : "false"} data-zone=${zone.id}
    aria-label=${words.t("plan.room", { name: zone.name, status })}
    @click=${choose} @keydown=${onPress(choose)}>
    <title>${zone.name}</title>
    <polygon class="floor" points=${corners}></polygon>
    <polygon class="pulse" points=${corners}></polygon>
    ${shown === "unknown" ? svg`<polygon class="hatching" points=${corners}></polygon>` : nothing}
    <polygon class="ring ${chosen ? "chosen" : ""}"
      points=${floorPoints(projection, room, RING_INSET)}></polygon>
  </g>`;
}

export function roomLabel({ at, text }: Label, shown: Shown, words: Wording): TemplateResult {
  return html`<div
    class="label ${shown}"
    style=${styleMap({ left: `${at.x}px`, top: `${at.y}px` })}
  >
    <div class="name" style=${styleMap({ "font-size": `${NAME_SIZE}px` })}>${text}</div>
    <div class="word" style=${styleMap({ "font-size": `${WORD_SIZE}px` })}>
      ${icon(SHAPES[shown], 14)}${words.t(`status.${shown}`)}
    </div>
  </div>`;
}
