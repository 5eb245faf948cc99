/** Rectangles of pixels, as words and heads take them. */
import type { Point } from "./iso";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const centred = (at: Point, w: number, h: number): Box => ({
  x: at.x - w / 2,
  y: at.y - h / 2,
  w,
  h,
});

export const grown = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  w: box.w + 2 * by,
  h: box.h + 2 * by,
});

export const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

export const holds = (box: Box, { x, y }: Point): boolean =>
  x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h;
