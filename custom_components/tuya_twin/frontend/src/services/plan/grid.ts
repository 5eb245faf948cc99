/**
 * Which zone holds which piece of a floor. Only the lines at which rooms begin or end are kept, so
 * size costs nothing.
 */
import type { PlanRoom } from "../../types/plan";

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly d: number;
}

/** From one line to the next. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Grid {
  /** In rising order; cell (i, j) lies in spans i along x and j along y. */
  readonly xs: readonly Span[];
  readonly ys: readonly Span[];
  /** The zone of a cell, null where nothing is built, which is so everywhere outside. */
  zone(i: number, j: number): string | null;
}

function spans(values: readonly number[]): Span[] {
  const lines = [...new Set(values)].sort((a, b) => a - b);
  const found: Span[] = [];
  lines.reduce((from, to) => {
    found.push({ from, to });
    return to;
  }, -Infinity);
  return found.slice(1);
}

const built = (room: Rect): boolean => room.w > 0 && room.d > 0;

/** Where rooms lie over each other, the one that was drawn first keeps its ground. */
export function gridOf(rooms: readonly PlanRoom[]): Grid {
  const real = rooms.filter(built);
  const xs = spans(real.flatMap(({ x, w }) => [x, x + w]));
  const ys = spans(real.flatMap(({ y, d }) => [y, y + d]));
  const cells = new Map<number, string>();
  const key = (i: number, j: number): number => i * ys.length + j;
  for (const room of real) {
    xs.forEach((column, i) => {
      if (column.from < room.x || column.to > room.x + room.w) return;
      ys.forEach((row, j) => {
        if (row.from < room.y || row.to > room.y + room.d) return;
        if (!cells.has(key(i, j))) cells.set(key(i, j), room.zone);
      });
    });
  }
  const outside = (i: number, j: number): boolean => i < 0 || j < 0 || j >= ys.length;
  return { xs, ys, zone: (i, j) => (outside(i, j) ? null : (cells.get(key(i, j)) ?? null)) };
}

const spanAt = (all: readonly Span[], value: number): number =>
  all.findIndex(({ from, to }) => value >= from && value < to);

/** The zone at a point of the floor, null outside of the house. */
export const zoneAt = (grid: Grid, x: number, y: number): string | null =>
  grid.zone(spanAt(grid.xs, x), spanAt(grid.ys, y));

export interface Cell extends Rect {
  readonly zone: string;
}

/** All that is built, piece by piece, without overlap. */
export const cellsOf = ({ xs, ys, zone }: Grid): Cell[] =>
  xs.flatMap((column, i) =>
    ys.flatMap((row, j): Cell[] => {
      const holder = zone(i, j);
      const size = { w: column.to - column.from, d: row.to - row.from };
      return holder === null ? [] : [{ zone: holder, x: column.from, y: row.from, ...size }];
    }),
  );

export const contains = (rect: Rect, x: number, y: number, margin = 0): boolean =>
  x >= rect.x + margin &&
  y >= rect.y + margin &&
  x <= rect.x + rect.w - margin &&
  y <= rect.y + rect.d - margin;
