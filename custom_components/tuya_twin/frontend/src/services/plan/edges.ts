/** Where a floor needs walls: the lines between zones, and those around the house. */
import { zoneAt, type Grid, type Span } from "./grid";

/** `back` walls are high, `inner` and `front` ones low, so that every floor is open to the eye. */
export type WallKind = "back" | "inner" | "front";

/** A straight piece of a boundary on the line x = `line` (along y) or y = `line` (along x). */
export interface Edge extends Span {
  readonly along: "x" | "y";
  readonly line: number;
  readonly kind: WallKind;
  /** Away from the eye, null outside of the house. */
  readonly behind: string | null;
  readonly front: string | null;
}

/** How many steps of floor behind it a high wall hides. */
const HIDES = [0.5, 1, 1.5] as const;

/** A high back wall in front of another part of the house would hide that. */
function hides(grid: Grid, along: "x" | "y", line: number, { from, to }: Span): boolean {
  const middle = (from + to) / 2;
  const [x, y] = along === "x" ? [middle, line] : [line, middle];
  return HIDES.some((steps) => zoneAt(grid, x - steps, y - steps) !== null);
}

function kindOf(behind: string | null, front: string | null, hiding: () => boolean): WallKind {
  if (front === null) return "front";
  return behind === null && !hiding() ? "back" : "inner";
}

function edgesOn(
  grid: Grid,
  along: "x" | "y",
  line: number,
  pieces: readonly Span[],
  sides: (index: number) => readonly [string | null, string | null],
): Edge[] {
  return pieces.flatMap((piece, index): Edge[] => {
    const [behind, front] = sides(index);
    if (behind === front) return [];
    const kind = kindOf(behind, front, () => hides(grid, along, line, piece));
    return [{ along, line, kind, behind, front, ...piece }];
  });
}

const borders = (all: readonly Span[]): number[] => [
  ...all.slice(0, 1).map(({ from }) => from),
  ...all.map(({ to }) => to),
];

/** Every piece between two lines of the grid where one zone ends. */
export function edgesOf(grid: Grid): Edge[] {
  const { xs, ys, zone } = grid;
  const alongX = borders(ys).flatMap((line, j) =>
    edgesOn(grid, "x", line, xs, (i) => [zone(i, j - 1), zone(i, j)]),
  );
  const alongY = borders(xs).flatMap((line, i) =>
    edgesOn(grid, "y", line, ys, (j) => [zone(i - 1, j), zone(i, j)]),
  );
  return [...alongX, ...alongY];
}

export const sameLine = (
  a: Pick<Edge, "along" | "line">,
  b: Pick<Edge, "along" | "line">,
): boolean => a.along === b.along && a.line === b.line;

/** Neighbouring edges on one line become one, as long as `alike` says so. */
export function joined(edges: readonly Edge[], alike: (a: Edge, b: Edge) => boolean): Edge[] {
  const sorted = [...edges].sort(
    (a, b) => a.along.localeCompare(b.along) || a.line - b.line || a.from - b.from,
  );
  return sorted.reduce<Edge[]>((done, edge) => {
    const last = done.at(-1);
    return last !== undefined && sameLine(last, edge) && last.to === edge.from && alike(last, edge)
      ? [...done.slice(0, -1), { ...last, to: edge.to }]
      : [...done, edge];
  }, []);
}

export const sameSides = (a: Edge, b: Edge): boolean =>
  a.kind === b.kind && a.behind === b.behind && a.front === b.front;
