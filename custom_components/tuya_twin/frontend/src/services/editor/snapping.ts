/** Where edges come to lie: on a neighbour's edge within reach, else on the grid. */
import { bottom, bounded, clamp, LIMITS, right, type Rect, type Spot } from "./rect";

/** Which edges a handle moves: -1 the first, 1 the last, 0 neither. */
export interface Handle {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
}

const columns = (others: readonly Rect[]): number[] =>
  others.flatMap((rect) => [rect.x, right(rect)]);
const rows = (others: readonly Rect[]): number[] =>
  others.flatMap((rect) => [rect.y, bottom(rect)]);

/** The smallest way from any of `edges` to any of `lines`; to the grid if none is within reach. */
function pull(edges: readonly number[], lines: readonly number[], reach: number): number {
  const ways = edges.flatMap((edge) => lines.map((line) => line - edge));
  const [way] = ways
    .filter((one) => Math.abs(one) <= reach)
    .sort((a, b) => Math.abs(a) - Math.abs(b));
  const [edge = 0] = edges;
  return way ?? Math.round(edge) - edge;
}

const snapped = (value: number, lines: readonly number[], reach: number): number =>
  clamp(Math.round(value + pull([value], lines, reach)), 0, LIMITS.far);

/** A rectangle on its way, at rest. */
export const settled = (rect: Rect, others: readonly Rect[], reach: number): Rect =>
  bounded({
    ...rect,
    x: rect.x + pull([rect.x, right(rect)], columns(others), reach),
    y: rect.y + pull([rect.y, bottom(rect)], rows(others), reach),
  });

type Span = readonly [from: number, to: number];

function moved([from, to]: Span, edge: -1 | 0 | 1, value: number): Span {
  if (edge < 0) return [clamp(value, Math.max(0, to - LIMITS.side), to - 1), to];
  if (edge > 0) return [from, clamp(value, from + 1, Math.min(LIMITS.far, from + LIMITS.side))];
  return [from, to];
}

/** The rectangle with the edges of a handle drawn to a spot. */
export function resized(
  rect: Rect,
  handle: Handle,
  to: Spot,
  others: readonly Rect[],
  reach: number,
): Rect {
  const [x, x2] = moved([rect.x, right(rect)], handle.x, snapped(to.x, columns(others), reach));
  const [y, y2] = moved([rect.y, bottom(rect)], handle.y, snapped(to.y, rows(others), reach));
  return { x, y, w: x2 - x, d: y2 - y };
}

/** What is drawn from one corner to another; a step each way at least. */
export function drawn(from: Spot, to: Spot, others: readonly Rect[], reach: number): Rect {
  const x = snapped(from.x, columns(others), reach);
  const y = snapped(from.y, rows(others), reach);
  const handle = { x: to.x < from.x ? -1 : 1, y: to.y < from.y ? -1 : 1 } as const;
  const seed = bounded({ x: handle.x < 0 ? x - 1 : x, y: handle.y < 0 ? y - 1 : y, w: 1, d: 1 });
  return resized(seed, handle, to, others, reach);
}
