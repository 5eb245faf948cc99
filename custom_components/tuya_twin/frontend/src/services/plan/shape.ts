/** All of a floor that does not depend on how large it is drawn. */
import type { Doorway } from "./doors";
import type { DrawnFloor } from "./floors";
import { cellsOf, gridOf, zoneAt, type Cell, type Rect } from "./grid";
import type { Point } from "./iso";
import { houseOutline, zoneOutline } from "./outline";
import { wallsOf, type Wall } from "./walls";

export type Loop = readonly Point[];

export interface RoomShape {
  readonly zone: string;
  /** Closed loops of corners, holes included. */
  readonly outline: readonly Loop[];
  /** The roomiest rectangle within it: where its name stands. */
  readonly heart: Rect;
  /** All places for feet in it, at some distance from its walls. */
  readonly feet: readonly Point[];
  has(at: Point): boolean;
}

export interface FloorShape {
  readonly floor: DrawnFloor;
  readonly rooms: readonly RoomShape[];
  /** From back to front. */
  readonly walls: readonly Wall[];
  readonly doorways: readonly Doorway[];
  /** What the house stands on. */
  readonly ground: readonly Loop[];
}

/** The foundation around the house and its shadow below, in steps. */
export const BASE = { out: 0.84, thick: 0.6, cast: 0.52 } as const;

const shared = (a: Rect, b: Rect): number =>
  Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.d, b.y + b.d) - Math.max(a.y, b.y));

/** Whether the cells hold all of the rectangle. */
const hold = (cells: readonly Cell[], rect: Rect): boolean =>
  Math.abs(cells.reduce((area, cell) => area + shared(cell, rect), 0) - rect.w * rect.d) < 1e-6;

/** Words need width and depth alike, so a hall is not roomy for being long. */
const roominess = ({ w, d }: Rect): number => Math.min(w, d) ** 2 + (w * d) / 4;

function spanning(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    w: Math.max(a.x + a.w, b.x + b.w) - x,
    d: Math.max(a.y + a.d, b.y + b.d) - y,
  };
}

function heartOf(cells: readonly Cell[]): Rect {
  let best: Rect = { x: 0, y: 0, w: 0, d: 0 };
  for (const a of cells) {
    for (const b of cells) {
      const rect = spanning(a, b);
      if (roominess(rect) > roominess(best) && hold(cells, rect)) best = rect;
    }
  }
  return best;
}

/** From the walls, and from one foot to the next, in steps. */
export const EDGE = 0.84;
const STEP = 0.9;

const spread = (from: number, length: number): number[] => {
  const free = Math.max(0, length - 2 * EDGE);
  const count = Math.max(1, Math.ceil(free / STEP));
  const edge = Math.min(EDGE, length / 2);
  return Array.from({ length: count + 1 }, (_, index) => from + edge + (free * index) / count);
};

const feetIn = ({ x, y, w, d }: Rect): Point[] =>
  spread(x, w).flatMap((px) => spread(y, d).map((py) => ({ x: px, y: py })));

const middle = ({ x, y, w, d }: Rect): Point => ({ x: x + w / 2, y: y + d / 2 });

/** Where others cover the places of a room, its devices stand in the middle of what is left. */
function feetOf(drawn: readonly Rect[], left: readonly Cell[], has: RoomShape["has"]): Point[] {
  const feet = drawn.flatMap(feetIn).filter(has);
  return feet.length > 0 ? feet : left.map(middle);
}

export function shapeOf(floor: DrawnFloor): FloorShape {
  const grid = gridOf(floor.rooms);
  const cells = cellsOf(grid);
  const rooms = floor.zones.map((zone): RoomShape => {
    const has = ({ x, y }: Point): boolean => zoneAt(grid, x, y) === zone;
    const own = cells.filter((cell) => cell.zone === zone);
    const drawn = floor.rooms.filter((room) => room.zone === zone);
    return {
      zone,
      outline: zoneOutline(grid, zone),
      heart: heartOf(own),
      feet: feetOf(drawn, own, has),
      has,
    };
  });
  return {
    floor,
    rooms,
    ...wallsOf(floor.rooms, floor.doors),
    ground: houseOutline(floor.rooms, BASE.out),
  };
}
