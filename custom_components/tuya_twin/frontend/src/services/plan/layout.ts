/** The automatic floor plan: zones in, gap-free rooms out. Lengths in grid steps. */
import type { PlanRoom } from "../../types/plan";
import type { Rect } from "./grid";

export interface RoomSpec {
  readonly id: string;
  readonly devices: number;
}

interface Weighted {
  readonly id: string;
  readonly weight: number;
}

const ROOM_AREA = 96;
const AREA_PER_DEVICE = 16;
/** What a room of the usual size holds without growing. */
const DEVICES_INCLUDED = 2;
/** Beyond this a room would dwarf the house; its pins move closer instead. */
const LARGEST_ROOM = 384;
/** Wider than deep, as a screen is. */
const HOUSE_RATIO = 1.4;
/** Equal rooms would look like a chessboard; the first zone is taken for the main room. */
const MAIN_ROOM = 2;
const LARGER = 1.15;
const SMALLER = 0.85;

const total = (rooms: readonly Weighted[]): number =>
  rooms.reduce((sum, room) => sum + room.weight, 0);

const variation = (index: number): number => (index % 2 === 0 ? LARGER : SMALLER);

function weigh(spec: RoomSpec, index: number, extension: boolean): Weighted {
  const extra = Math.max(0, spec.devices - DEVICES_INCLUDED) * AREA_PER_DEVICE;
  const factor = index === 0 && !extension ? MAIN_ROOM : variation(index);
  return { id: spec.id, weight: Math.min(LARGEST_ROOM, ROOM_AREA + extra) * factor };
}

/**
 * The same specs always give the same plan; neighbours in the list are neighbours in the house.
 * An `extension` stands beside a house that has its main room already.
 */
export function layOut(specs: readonly RoomSpec[], extension = false): PlanRoom[] {
  const rooms = specs.map((spec, index) => weigh(spec, index, extension));
  const area = total(rooms);
  const w = Math.round(Math.sqrt(area * (extension ? 1 : HOUSE_RATIO)));
  const placed = divide(rooms, { x: 0, y: 0, w, d: Math.round(area / w) });
  const order = new Map(specs.map(({ id }, index) => [id, index]));
  const at = ({ zone }: PlanRoom): number => Number(order.get(zone));
  return placed.sort((a, b) => at(a) - at(b));
}

/** Halves the list by weight and the rectangle across its longer side; the first half goes front. */
function divide(rooms: readonly Weighted[], rect: Rect): PlanRoom[] {
  if (rooms.length <= 1) return rooms.map(({ id }) => ({ zone: id, ...rect }));
  const at = halfway(rooms);
  const front = rooms.slice(0, at);
  const back = rooms.slice(at);
  const share = total(back) / total(rooms);
  const across = rect.w >= rect.d;
  const length = across ? rect.w : rect.d;
  const cut = Math.min(length - 1, Math.max(1, Math.round(length * share)));
  return across
    ? [
        ...divide(front, { ...rect, x: rect.x + cut, w: rect.w - cut }),
        ...divide(back, { ...rect, w: cut }),
      ]
    : [
        ...divide(front, { ...rect, y: rect.y + cut, d: rect.d - cut }),
        ...divide(back, { ...rect, d: cut }),
      ];
}

function halfway(rooms: readonly Weighted[]): number {
  const half = total(rooms) / 2;
  let best = 1;
  let bestGap = Infinity;
  for (let at = 1; at < rooms.length; at += 1) {
    const gap = Math.abs(total(rooms.slice(0, at)) - half);
    if (gap < bestGap) {
      best = at;
      bestGap = gap;
    }
  }
  return best;
}
