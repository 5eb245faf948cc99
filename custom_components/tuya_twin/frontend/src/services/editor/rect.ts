/** Rectangles on the plan's grid, and the bounds that the server keeps. */

import type { Rect } from "../plan/grid";
import { distance, type Point } from "../plan/iso";

export { distance, type Rect };
export type Spot = Point;

/** `rooms`, `doors` and `devices` are of one floor. */
export const LIMITS = {
  far: 400,
  side: 100,
  floors: 10,
  rooms: 60,
  doors: 200,
  devices: 200,
  name: 40,
} as const;

export const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));

export const right = (rect: Rect): number => rect.x + rect.w;
export const bottom = (rect: Rect): number => rect.y + rect.d;

/** Whole steps inside the bounds; a rectangle that reaches out is moved in rather than cut. */
export function bounded(rect: Rect): Rect {
  const w = clamp(Math.round(rect.w), 1, LIMITS.side);
  const d = clamp(Math.round(rect.d), 1, LIMITS.side);
  return {
    x: clamp(Math.round(rect.x), 0, LIMITS.far - w),
    y: clamp(Math.round(rect.y), 0, LIMITS.far - d),
    w,
    d,
  };
}

/** Whether they share more than an edge. */
export const overlap = (a: Rect, b: Rect): boolean =>
  a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);

/** Its edges belong to it. */
export const holds = (rect: Rect, spot: Spot): boolean =>
  spot.x >= rect.x && spot.x <= right(rect) && spot.y >= rect.y && spot.y <= bottom(rect);

export const centre = (rect: Rect): Spot => ({ x: rect.x + rect.w / 2, y: rect.y + rect.d / 2 });

/** The place of a rectangle that is next to a spot. */
export const nearestIn = (rect: Rect, spot: Spot): Spot => ({
  x: clamp(spot.x, rect.x, right(rect)),
  y: clamp(spot.y, rect.y, bottom(rect)),
});

/** What holds all of them; null for none. */
export function extentOf(rects: readonly Rect[]): Rect | null {
  const [first] = rects;
  if (first === undefined) return null;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    w: Math.max(...rects.map(right)) - x,
    d: Math.max(...rects.map(bottom)) - y,
  };
}
