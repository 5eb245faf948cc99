/** The building without its status: what it stands on, its walls, the dark in its corners. */
import { svg, type SVGTemplateResult } from "lit";
import type { Projection } from "../../services/plan/iso";
import type { FloorPlan } from "../../services/plan/old-layout";
import { BASE } from "../../services/plan/old-scene";
import type { Wall } from "../../services/plan/old-walls";
import { points } from "./points";

export function foundation(projection: Projection, plan: FloorPlan): SVGTemplateResult {
  const { w, d } = plan;
  const { out, thick, cast } = BASE;
  const [a, b, c] = [-out, w + out, d + out];
  return svg`
    <polygon class="cast" points=${points(projection, [
      [a + cast, a + cast, -thick],
      [b + cast, a + cast, -thick],
      [b + cast, c + cast, -thick],
      [a + cast, c + cast, -thick],
    ])}></polygon>
    <polygon class="base-left" points=${points(projection, [
      [a, c, 0],
      [b, c, 0],
      [b, c, -thick],
      [a, c, -thick],
    ])}></polygon>
    <polygon class="base-right" points=${points(projection, [
      [b, a, 0],
      [b, c, 0],
      [b, c, -thick],
      [b, a, -thick],
    ])}></polygon>
    <polygon class="base-top" points=${points(projection, [
      [a, a, 0],
      [b, a, 0],
      [b, c, 0],
      [a, c, 0],
    ])}></polygon>`;
}

export function wallBox(projection: Projection, wall: Wall): SVGTemplateResult {
  const { x, y, height: h } = wall;
  const [x2, y2] = [x + wall.w, y + wall.d];
  return svg`
    <polygon class="wall-left" points=${points(projection, [
      [x, y2, 0],
      [x2, y2, 0],
      [x2, y2, h],
      [x, y2, h],
    ])}></polygon>
    <polygon class="wall-right" points=${points(projection, [
      [x2, y, 0],
      [x2, y2, 0],
      [x2, y2, h],
      [x2, y, h],
    ])}></polygon>
    <polygon class="wall-top" points=${points(projection, [
      [x, y, h],
      [x2, y, h],
      [x2, y2, h],
      [x, y2, h],
    ])}></polygon>`;
}

const HOLLOW_DEPTHS = [0.1, 0.22, 0.36, 0.54] as const;

/** The soft dark where floor and back walls meet. */
export function hollows(projection: Projection, plan: FloorPlan): SVGTemplateResult[] {
  const { w, d } = plan;
  return HOLLOW_DEPTHS.map(
    (depth) =>
      svg`<polygon class="hollow" points=${points(projection, [
        [0, 0, 0],
        [w, 0, 0],
        [w, depth, 0],
        [depth, depth, 0],
        [depth, d, 0],
        [0, d, 0],
      ])}></polygon>`,
  );
}
