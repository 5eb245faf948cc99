/** Pan and zoom: which part of the grid is seen, and where a pixel lies on it. */
import { clamp, type Rect, type Spot } from "./rect";

export interface View extends Spot {
  /** Pixels per step; x and y are the step at the first pixel. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SCALES = { least: 3, most: 90, usual: 26 } as const;
const EMPTY: Rect = { x: 0, y: 0, w: 40, d: 30 };
const MARGIN = 2;

export const toGrid = (view: View, pixel: Spot): Spot => ({
  x: view.x + pixel.x / view.scale,
  y: view.y + pixel.y / view.scale,
});

export const toPixel = (view: View, spot: Spot): Spot => ({
  x: (spot.x - view.x) * view.scale,
  y: (spot.y - view.y) * view.scale,
});

/** All of it in the middle, not larger than is pleasant. */
export function fitted(rect: Rect | null, size: Size): View {
  const whole = rect ?? EMPTY;
  const w = whole.w + 2 * MARGIN;
  const d = whole.d + 2 * MARGIN;
  const scale = clamp(Math.min(size.width / w, size.height / d), SCALES.least, SCALES.usual);
  return {
    scale,
    x: whole.x + whole.w / 2 - size.width / scale / 2,
    y: whole.y + whole.d / 2 - size.height / scale / 2,
  };
}

export const panned = (view: View, by: Spot): View => ({
  ...view,
  x: view.x - by.x / view.scale,
  y: view.y - by.y / view.scale,
});

/** The step under `at` stays under it. */
export function zoomed(view: View, factor: number, at: Spot): View {
  const scale = clamp(view.scale * factor, SCALES.least, SCALES.most);
  const held = toGrid(view, at);
  return { scale, x: held.x - at.x / scale, y: held.y - at.y / scale };
}

export type Fingers = readonly [Spot, Spot];

const middle = ([a, b]: Fingers): Spot => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const spread = ([a, b]: Fingers): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));

/** Two fingers carry the plan, and spread or close it. */
export function pinched(view: View, from: Fingers, to: Fingers): View {
  const start = middle(from);
  const end = middle(to);
  const carried = panned(view, { x: end.x - start.x, y: end.y - start.y });
  return zoomed(carried, spread(to) / spread(from), end);
}

/** As far as it takes for the rectangle to be seen; the view itself if it is. */
export function shown(view: View, rect: Rect, size: Size): View {
  const seen = { w: size.width / view.scale, d: size.height / view.scale };
  const into = (at: number, length: number, from: number, room: number): number => {
    if (length > room) return at;
    return clamp(from, at + length - room, at);
  };
  const x = into(rect.x, rect.w, view.x, seen.w);
  const y = into(rect.y, rect.d, view.y, seen.d);
  return x === view.x && y === view.y ? view : { ...view, x, y };
}
