/** From the floor's grid steps to pixels: x runs down right, y down left, z up. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

export interface Projection {
  /** Pixels per step. */
  readonly scale: number;
  /** How far we look down on the house: 0.5 is the usual isometric view, more is steeper. */
  readonly tilt: number;
  readonly origin: Point;
}

export const ACROSS = Math.cos(Math.PI / 6);
/** Walls get shorter as one looks down on them. */
const UPRIGHT = 1.32;

export const project = (p: Projection, x: number, y: number, z = 0): Point => ({
  x: p.origin.x + (x - y) * ACROSS * p.scale,
  y: p.origin.y + ((x + y) * p.tilt - z * UPRIGHT * (1 - p.tilt)) * p.scale,
});

/** The point of the floor that is drawn at a pixel. */
export function unproject(p: Projection, point: Point): Point {
  const difference = (point.x - p.origin.x) / (ACROSS * p.scale);
  const sum = (point.y - p.origin.y) / (p.tilt * p.scale);
  return { x: (sum + difference) / 2, y: (sum - difference) / 2 };
}
