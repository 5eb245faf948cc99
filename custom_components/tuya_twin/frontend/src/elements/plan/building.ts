/** The building: what it stands on, its walls, its doors, and the light and dark in it. */
import { nothing, svg, type SVGTemplateResult } from "lit";
import type { Doorway } from "../../services/plan/doors";
import type { Projection } from "../../services/plan/iso";
import type { Scene } from "../../services/plan/scene";
import { BASE, type FloorShape, type Loop } from "../../services/plan/shape";
import { WALL, type Face, type Wall } from "../../services/plan/walls";
import type { Lamp } from "./lamps";
import { facePoints, footPath, loopPath, points, type Corner } from "./paths";
import type { Tone } from "./tone";

/** What the walls look like beyond their shape. */
export interface Paint {
  readonly lamps: readonly Lamp[];
  /** Zones whose walls are lit by alarm. */
  readonly red: ReadonlySet<string>;
  readonly lock: (device: string) => Tone;
}

/** The sides of the foundation that are seen. */
function sides(projection: Projection, loop: Loop): SVGTemplateResult[] {
  return loop.map((from, index) => {
    const to = loop[(index + 1) % loop.length] ?? from;
    // Loops run with the house at their right hand: back along x is a front.
    const side = to.x < from.x ? "base-left" : to.y > from.y ? "base-right" : null;
    if (side === null) return svg``;
    return svg`<polygon class=${side} points=${points(projection, [
      [from.x, from.y, 0],
      [to.x, to.y, 0],
      [to.x, to.y, -BASE.thick],
      [from.x, from.y, -BASE.thick],
    ])}></polygon>`;
  });
}

export const foundation = ({ ground }: FloorShape, projection: Projection): SVGTemplateResult =>
  svg`<path class="cast" d=${loopPath(projection, ground, -BASE.thick, BASE.cast)}></path>
    ${ground.map((loop) => sides(projection, loop))}
    <path class="base-top" d=${loopPath(projection, ground)}></path>`;

function box(projection: Projection, wall: Wall, look: string): SVGTemplateResult {
  const { x, y, height: h } = wall;
  const [x2, y2] = [x + wall.w, y + wall.d];
  const side = (name: string, corners: readonly Corner[]) =>
    svg`<polygon class="${name} ${look}" points=${points(projection, corners)}></polygon>`;
  return svg`
    ${side("wall-left", [
      [x, y2, 0],
      [x2, y2, 0],
      [x2, y2, h],
      [x, y2, h],
    ])}
    ${side("wall-right", [
      [x2, y, 0],
      [x2, y2, 0],
      [x2, y2, h],
      [x2, y, h],
    ])}
    ${side("wall-top", [
      [x, y, h],
      [x2, y, h],
      [x2, y2, h],
      [x, y2, h],
    ])}`;
}

function litFace(scene: Scene, wall: Wall, face: Face, paint: Paint): SVGTemplateResult {
  const at = facePoints(scene.projection, wall, face);
  const lit = paint.lamps.flatMap(({ bulb }, index) =>
    bulb.zone === face.zone
      ? [svg`<polygon fill="url(#lamp-${index})" points=${at}></polygon>`]
      : [],
  );
  return svg`${
    paint.red.has(face.zone) ? svg`<polygon class="wall-red" points=${at}></polygon>` : nothing
  }${lit}`;
}

const upright = (scene: Scene, wall: Wall, paint: Paint): SVGTemplateResult =>
  svg`${box(scene.projection, wall, wall.lock === null ? "" : `leaf ${paint.lock(wall.lock)}`)}
    ${wall.faces.map((face) => litFace(scene, wall, face, paint))}`;

/** Of the dark before walls, in steps. */
const HOLLOWS = [0.25, 0.55, 0.95] as const;

/** Each depth is one path: where two walls meet, the corner is not twice as dark. */
const hollows = ({ projection, shape }: Scene): SVGTemplateResult[] =>
  HOLLOWS.map((depth) => {
    const strips = shape.walls.flatMap((wall) =>
      wall.faces.map((face) => footPath(projection, wall, face, depth)),
    );
    return svg`<path class="hollow" d=${strips.join("")}></path>`;
  });

function threshold(projection: Projection, way: Doorway): SVGTemplateResult {
  const half = WALL.thickness / 2;
  const { from, to, line } = way;
  const corners: readonly Corner[] =
    way.along === "x"
      ? [
          [from, line - half, 0],
          [to, line - half, 0],
          [to, line + half, 0],
          [from, line + half, 0],
        ]
      : [
          [line - half, from, 0],
          [line - half, to, 0],
          [line + half, to, 0],
          [line + half, from, 0],
        ];
  return svg`<polygon class="threshold" points=${points(projection, corners)}></polygon>`;
}

/** Everything above the floors, from back to front. */
export function uprights(scene: Scene, paint: Paint): SVGTemplateResult {
  const { projection, shape } = scene;
  const outlines = new Map(
    shape.rooms.map(({ zone, outline }) => [zone, loopPath(projection, outline)]),
  );
  return svg`
    ${hollows(scene)}
    ${paint.lamps.map(
      ({ bulb }, index) =>
        svg`<path fill="url(#lamp-${index})" d=${outlines.get(bulb.zone) ?? ""}></path>`,
    )}
    ${shape.doorways.map((way) => threshold(projection, way))}
    ${shape.walls.map((wall) => upright(scene, wall, paint))}`;
}
