/** The walls of a floor as lines on the grid: where one zone ends, whatever is beyond. */
import type { PlanRoom } from "../../types/plan";
import { bottom, right } from "./rect";

export interface WallLine {
  readonly along: "x" | "y";
  /** Across the line: y of a line along x, x of a line along y. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

type Span = readonly [from: number, to: number];

const AXES = ["x", "y"] as const;
const start = (room: PlanRoom, along: "x" | "y"): number => room[along];
const end = (room: PlanRoom, along: "x" | "y"): number => (along === "x" ? right : bottom)(room);
const other = (along: "x" | "y"): "x" | "y" => (along === "x" ? "y" : "x");

const without = (span: Span, [from, to]: Span): Span[] =>
  (
    [
      [span[0], Math.min(span[1], from)],
      [Math.max(span[0], to), span[1]],
    ] as const
  ).filter(([a, b]) => a < b);

/** A room's side, without what leads on into the same zone. */
function side(room: PlanRoom, rooms: readonly PlanRoom[], along: "x" | "y", far: boolean): Span[] {
  const across = other(along);
  const at = far ? end(room, across) : start(room, across);
  const beyond = rooms.filter(
    (next) =>
      next.zone === room.zone &&
      (far
        ? start(next, across) <= at && end(next, across) > at
        : start(next, across) < at && end(next, across) >= at),
  );
  return beyond.reduce<Span[]>(
    (spans, next) => spans.flatMap((span) => without(span, [start(next, along), end(next, along)])),
    [[start(room, along), end(room, along)]],
  );
}

/** Where walls across meet the line: a door does not reach past them. */
const meetings = (rooms: readonly PlanRoom[], along: "x" | "y", at: number): number[] =>
  rooms
    .filter((room) => start(room, other(along)) <= at && end(room, other(along)) >= at)
    .flatMap((room) => [start(room, along), end(room, along)]);

function cut(spans: readonly Span[], at: number, along: "x" | "y", crossings: readonly number[]) {
  const ends = spans.flat();
  const least = Math.min(...ends);
  const most = Math.max(...ends);
  const inside = crossings.filter((value) => value > least && value < most);
  const cuts = [...new Set([...ends, ...inside])].sort((a, b) => a - b);
  return cuts.slice(1).flatMap((to, index): WallLine[] => {
    const from = cuts[index] ?? to;
    return spans.some(([a, b]) => a <= from && b >= to) ? [{ along, at, from, to }] : [];
  });
}

export function wallLines(rooms: readonly PlanRoom[]): readonly WallLine[] {
  return AXES.flatMap((along) => {
    const across = other(along);
    const spans = new Map<number, Span[]>();
    for (const room of rooms) {
      for (const far of [false, true]) {
        const at = far ? end(room, across) : start(room, across);
        spans.set(at, [...(spans.get(at) ?? []), ...side(room, rooms, along, far)]);
      }
    }
    return [...spans].flatMap(([at, found]) => cut(found, at, along, meetings(rooms, along, at)));
  });
}

/** What of a line's walls hangs together without a break, past the walls that meet it. */
export function stretches(
  walls: readonly WallLine[],
  along: "x" | "y",
  at: number,
): readonly WallLine[] {
  const joined: WallLine[] = [];
  const line = walls.filter((wall) => wall.along === along && wall.at === at);
  for (const wall of line.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last?.to === wall.from) joined[joined.length - 1] = { ...last, to: wall.to };
    else joined.push(wall);
  }
  return joined;
}
