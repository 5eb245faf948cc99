/** How large, from how steep, and where on its canvas a floor is drawn. */
import { ACROSS, project, type Point, type Projection } from "./iso";
import { BASE, type FloorShape } from "./shape";
import { WALL } from "./walls";

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface Fit {
  readonly projection: Projection;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 14;
/** The usual isometric view, and the steepest that still shows walls. */
const FLATTEST = 0.5;
const STEEPEST = 0.72;

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const extentOf = (points: readonly Point[]): Extent => ({
  left: Math.min(...points.map(({ x }) => x)),
  right: Math.max(...points.map(({ x }) => x)),
  top: Math.min(...points.map(({ y }) => y)),
  bottom: Math.max(...points.map(({ y }) => y)),
});

/** Everything that sticks out: the shadow at the bottom, the walls at the top. */
function drawn({ ground, walls }: FloorShape, projection: Projection): Extent {
  const corners = ground
    .flat()
    .flatMap(({ x, y }) => [
      project(projection, x, y),
      project(projection, x + BASE.cast, y + BASE.cast, -BASE.thick),
    ]);
  const tops = walls.map(({ x, y, height }) => project(projection, x, y, height));
  return extentOf([...corners, ...tops]);
}

/** A tall viewport looks down more steeply, so that a phone's width is used. */
function tiltFor({ ground }: FloorShape, { width, height }: Viewport): number {
  const corners = ground.flat();
  const across = extentOf(corners.map(({ x, y }) => ({ x: (x - y) * ACROSS, y: x + y })));
  const room = (across.right - across.left) / (across.bottom - across.top + WALL.back);
  return Math.min(STEEPEST, Math.max(FLATTEST, (height / width) * room));
}

/** At `zoom` 1 all of the floor is in view; the canvas grows with it. */
export function fitFloor(shape: FloorShape, viewport: Viewport, zoom: number): Fit {
  const tilt = tiltFor(shape, viewport);
  const unit = drawn(shape, { scale: 1, tilt, origin: { x: 0, y: 0 } });
  const [w, h] = [unit.right - unit.left, unit.bottom - unit.top];
  const free = (length: number): number => Math.max(1, length - 2 * MARGIN);
  const scale = zoom * Math.min(free(viewport.width) / w, free(viewport.height) / h);
  const width = Math.max(viewport.width, w * scale + 2 * MARGIN);
  const height = Math.max(viewport.height, h * scale + 2 * MARGIN);
  const origin = {
    x: (width - w * scale) / 2 - unit.left * scale,
    y: (height - h * scale) / 2 - unit.top * scale,
  };
  return { projection: { scale, tilt, origin }, width, height };
}
