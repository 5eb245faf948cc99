/** The outline of a zone, or of a whole house: closed loops of corners, holes included. */
import type { PlanRoom } from "../../types/plan";
import { gridOf, type Grid } from "./grid";
import type { Point } from "./iso";

interface Step {
  readonly from: Point;
  readonly to: Point;
}

/** The border of all cells that belong, each step with the inside at its right hand. */
function steps(grid: Grid, belongs: (i: number, j: number) => boolean): Step[] {
  return grid.xs.flatMap(({ from: x1, to: x2 }, i) =>
    grid.ys.flatMap(({ from: y1, to: y2 }, j) => {
      if (!belongs(i, j)) return [];
      const corners = [
        [x1, y1, x2, y1, belongs(i, j - 1)],
        [x2, y1, x2, y2, belongs(i + 1, j)],
        [x2, y2, x1, y2, belongs(i, j + 1)],
        [x1, y2, x1, y1, belongs(i - 1, j)],
      ] as const;
      return corners.flatMap(([ax, ay, bx, by, inner]) =>
        inner ? [] : [{ from: { x: ax, y: ay }, to: { x: bx, y: by } }],
      );
    }),
  );
}

const same = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

const turn = (a: Step, b: Step): number =>
  (a.to.x - a.from.x) * (b.to.y - b.from.y) - (a.to.y - a.from.y) * (b.to.x - b.from.x);

/** Where two corners of a room touch, its outline turns back into the room it came from. */
function follow(step: Step, rest: Step[]): Step | null {
  const next = rest
    .filter(({ from }) => same(from, step.to))
    .sort((a, b) => turn(step, b) - turn(step, a))
    .at(0);
  if (next === undefined) return null;
  rest.splice(rest.indexOf(next), 1);
  return next;
}

const corners = (loop: readonly Step[]): Point[] =>
  loop.flatMap((step, index) => {
    const before = loop.at(index - 1);
    return before !== undefined && turn(before, step) === 0 ? [] : [step.from];
  });

function loopsOf(grid: Grid, belongs: (i: number, j: number) => boolean): Point[][] {
  const rest = steps(grid, belongs);
  const loops: Point[][] = [];
  for (let first = rest.shift(); first !== undefined; first = rest.shift()) {
    const loop = [first];
    for (let next = follow(first, rest); next !== null; next = follow(next, rest)) loop.push(next);
    loops.push(corners(loop));
  }
  return loops;
}

export const zoneOutline = (grid: Grid, zone: string): Point[][] =>
  loopsOf(grid, (i, j) => grid.zone(i, j) === zone);

/** Around everything that is built, `out` steps away from it. */
export function houseOutline(rooms: readonly PlanRoom[], out = 0): Point[][] {
  const grid = gridOf(
    rooms.map(({ x, y, w, d }) => ({
      zone: "",
      x: x - out,
      y: y - out,
      w: w + 2 * out,
      d: d + 2 * out,
    })),
  );
  return loopsOf(grid, (i, j) => grid.zone(i, j) !== null);
}
