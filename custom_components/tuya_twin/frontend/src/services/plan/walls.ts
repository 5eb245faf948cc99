/** The walls of a floor as boxes, from back to front, with the gaps of its doors. */
import type { PlanRoom } from "../../types/plan";
import { doorwaysOf, type Doorway, type LockDoor } from "./doors";
import { edgesOf, joined, sameLine, sameSides, type Edge, type WallKind } from "./edges";
import { gridOf, type Rect, type Span } from "./grid";

/** What a wall shows of itself to the room in front of it. */
export interface Face extends Span {
  readonly zone: string;
}

export interface Wall extends Rect {
  readonly along: "x" | "y";
  /** A leaf is the closed door that a lock holds. */
  readonly kind: WallKind | "leaf";
  readonly height: number;
  readonly faces: readonly Face[];
  /** The lock that holds a leaf. */
  readonly lock: string | null;
}

export interface Walls {
  /** None of them hides one that comes after it. */
  readonly walls: readonly Wall[];
  readonly doorways: readonly Doorway[];
}

/** In steps of the grid. */
export const WALL = {
  thickness: 0.32,
  back: 2.7,
  inner: 1,
  front: 0.64,
  leaf: 1.15,
  leafThickness: 0.18,
} as const;

const HALF = WALL.thickness / 2;
/** Two lengths that differ by less are one: sums of fractions are never quite the same. */
const NEAR = 1e-6;

const minus = (pieces: readonly Span[], gap: Span): Span[] =>
  pieces.flatMap((piece) =>
    [
      { from: piece.from, to: Math.min(piece.to, gap.from) },
      { from: Math.max(piece.from, gap.to), to: piece.to },
    ].filter(({ from, to }) => to - from > NEAR),
  );

/** Beyond their ends walls reach around the corner, but not into a doorway. */
const reach = (piece: Span, run: Span): Span => ({
  from: piece.from === run.from ? piece.from - HALF : piece.from,
  to: piece.to === run.to ? piece.to + HALF : piece.to,
});

const lying = (
  along: "x" | "y",
  line: number,
  { from, to }: Span,
  thick: number = WALL.thickness,
): Rect =>
  along === "x"
    ? { x: from, y: line - thick / 2, w: to - from, d: thick }
    : { x: line - thick / 2, y: from, w: thick, d: to - from };

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.w - NEAR &&
  b.x < a.x + a.w - NEAR &&
  a.y < b.y + b.d - NEAR &&
  b.y < a.y + a.d - NEAR;

const stretch = (along: "x" | "y", rect: Rect): Span =>
  along === "x" ? { from: rect.x, to: rect.x + rect.w } : { from: rect.y, to: rect.y + rect.d };

const facesOf = (piece: Span, run: Edge, edges: readonly Edge[]): Face[] =>
  edges.flatMap(({ front: zone, ...edge }): Face[] => {
    const from = Math.max(piece.from, edge.from === run.from ? piece.from : edge.from);
    const to = Math.min(piece.to, edge.to === run.to ? piece.to : edge.to);
    const part = sameLine(edge, run) && edge.from < run.to && edge.to > run.from;
    return zone !== null && part && to - from > NEAR ? [{ zone, from, to }] : [];
  });

/** The higher wall keeps the corner where two meet, so that none is notched by a lower one. */
function build(
  runs: readonly Edge[],
  edges: readonly Edge[],
  doorways: readonly Doorway[],
): Wall[] {
  const built: Wall[] = [];
  const byHeight = [...runs].sort((a, b) => WALL[b.kind] - WALL[a.kind]);
  for (const run of byHeight) {
    const gaps = doorways.filter((door) => sameLine(door, run));
    const open = gaps.reduce<Span[]>(minus, [run]).map((piece) => reach(piece, run));
    for (const piece of open) {
      const whole = lying(run.along, run.line, piece);
      const taken = built.filter((wall) => overlap(wall, whole));
      const free = taken.reduce<Span[]>(
        (pieces, wall) => minus(pieces, stretch(run.along, wall)),
        [piece],
      );
      for (const left of free) {
        const { along, kind, line } = run;
        const faces = facesOf(left, run, edges);
        built.push({
          ...lying(along, line, left),
          along,
          kind,
          height: WALL[kind],
          faces,
          lock: null,
        });
      }
    }
  }
  return built;
}

/** Whether `a` can hide behind `b`. Side by side, seen from the front, neither does. */
function behind(a: Rect, b: Rect): boolean {
  const left = a.x + a.w <= b.x + NEAR;
  const right = b.x + b.w <= a.x + NEAR;
  const above = a.y + a.d <= b.y + NEAR;
  const below = b.y + b.d <= a.y + NEAR;
  return (left && !below) || (above && !right);
}

/** No two walls share ground, so there always is one with nothing left behind it. */
export function backToFront<T extends Rect>(boxes: readonly T[]): T[] {
  const done = new Set<T>();
  const place = (box: T): void => {
    if (done.has(box)) return;
    boxes.filter((other) => other !== box && behind(other, box)).forEach(place);
    done.add(box);
  };
  [...boxes].sort((a, b) => a.x + a.y - b.x - b.y).forEach(place);
  return [...done];
}

const leavesOf = (doorways: readonly Doorway[]): Wall[] =>
  doorways
    .filter(({ lock }) => lock !== null)
    .map((way) => ({
      ...lying(way.along, way.line, way, WALL.leafThickness),
      along: way.along,
      kind: "leaf",
      height: WALL.leaf,
      faces: [],
      lock: way.lock,
    }));

/** Everything that stands upright on a floor. */
export function wallsOf(rooms: readonly PlanRoom[], doors: readonly LockDoor[]): Walls {
  const edges = edgesOf(gridOf(rooms));
  const doorways = doorwaysOf(edges, doors);
  const runs = joined(edges, (a, b) => a.kind === b.kind);
  const walls = build(runs, joined(edges, sameSides), doorways);
  return { walls: backToFront([...walls, ...leavesOf(doorways)]), doorways };
}
