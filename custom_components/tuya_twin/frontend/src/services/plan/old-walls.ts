/** The walls of a floor plan as boxes: high at the back, low in front, with doorways between. */
import type { FloorPlan, Room } from "./old-layout";

export interface Wall {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly d: number;
  readonly height: number;
}

export interface Walls {
  readonly back: readonly Wall[];
  /** From back to front. */
  readonly inner: readonly Wall[];
  readonly front: readonly Wall[];
}

export const WALL = { thickness: 0.16, back: 1.35, inner: 0.5, front: 0.32 } as const;

const DOOR = 1.2;
/** A shorter wall stays closed: it would be all door. */
const SHORTEST_WITH_DOOR = 2.5;

const T = WALL.thickness;

/** A piece of a wall along one axis, with a doorway in its middle if it is long enough. */
function pieces(from: number, to: number, door: boolean): readonly (readonly [number, number])[] {
  if (!door || to - from < SHORTEST_WITH_DOOR) return [[from, to]];
  const middle = (from + to) / 2;
  return [
    [from, middle - DOOR / 2],
    [middle + DOOR / 2, to],
  ];
}

const overlap = (a: number, al: number, b: number, bl: number): readonly [number, number] => [
  Math.max(a, b),
  Math.min(a + al, b + bl),
];

function between(a: Room, b: Room): readonly Wall[] {
  if (a.x + a.w === b.x) {
    const [from, to] = overlap(a.y, a.d, b.y, b.d);
    return from < to
      ? pieces(from, to, true).map(([s, e]) => ({
          x: b.x - T / 2,
          y: s,
          w: T,
          d: e - s,
          height: WALL.inner,
        }))
      : [];
  }
  if (a.y + a.d === b.y) {
    const [from, to] = overlap(a.x, a.w, b.x, b.w);
    return from < to
      ? pieces(from, to, true).map(([s, e]) => ({
          x: s,
          y: b.y - T / 2,
          w: e - s,
          d: T,
          height: WALL.inner,
        }))
      : [];
  }
  return [];
}

/** `entrances` are the rooms that have a lock: the front wall opens there. */
export function wallsOf(plan: FloorPlan, entrances: ReadonlySet<string>): Walls {
  const { w, d, rooms } = plan;
  const back = [
    { x: -T, y: -T, w: w + 2 * T, d: T, height: WALL.back },
    { x: -T, y: 0, w: T, d: d, height: WALL.back },
  ];
  const inner = rooms
    .flatMap((a) => rooms.flatMap((b) => between(a, b)))
    .sort((a, b) => a.x + a.w / 2 + a.y + a.d / 2 - (b.x + b.w / 2 + b.y + b.d / 2));
  const front = rooms.flatMap((room): Wall[] => {
    const open = entrances.has(room.id);
    const atLeft = room.y + room.d === d;
    const left = atLeft
      ? pieces(room.x, room.x + room.w, open).map(([s, e]) => ({
          x: s,
          y: d,
          w: e - s,
          d: T,
          height: WALL.front,
        }))
      : [];
    const right =
      room.x + room.w === w
        ? pieces(room.y, room.y + room.d, open && !atLeft).map(([s, e]) => ({
            x: w,
            y: s,
            w: T,
            d: e - s,
            height: WALL.front,
          }))
        : [];
    return [...left, ...right];
  });
  const corners = [
    { x: -T, y: d, w: T, d: T, height: WALL.front },
    { x: w, y: -T, w: T, d: T, height: WALL.front },
    { x: w, y: d, w: T, d: T, height: WALL.front },
  ];
  return { back, inner, front: [...front, ...corners].sort((a, b) => a.x + a.y - b.x - b.y) };
}
