/** The automatic floor plan: zones in, gap-free rectangles out. Lengths in half units. */

export interface RoomSpec {
  readonly id: string;
  readonly devices: number;
}

export interface Room {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly d: number;
}

export interface FloorPlan {
  readonly w: number;
  readonly d: number;
  readonly rooms: readonly Room[];
}

interface Weighted {
  readonly id: string;
  readonly weight: number;
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly d: number;
}

const GRID = 0.5;
const ROOM_AREA = 24;
const AREA_PER_DEVICE = 4;
/** What a room of the usual size holds without growing. */
const DEVICES_INCLUDED = 2;
/** Beyond this a room would dwarf the house; its pins move closer instead. */
const LARGEST_ROOM = 96;
/** Wider than deep, as a screen is. */
const HOUSE_RATIO = 1.4;
/** Equal rooms would look like a chessboard; the first zone is taken for the main room. */
const MAIN_ROOM = 2;
const VARIATION = [1.15, 0.85] as const;

const snap = (length: number): number => Math.round(length / GRID) * GRID;
const total = (rooms: readonly Weighted[]): number =>
  rooms.reduce((sum, room) => sum + room.weight, 0);

function weigh(spec: RoomSpec, index: number): Weighted {
  const extra = Math.max(0, spec.devices - DEVICES_INCLUDED) * AREA_PER_DEVICE;
  const factor = index === 0 ? MAIN_ROOM : (VARIATION[index % 2] ?? 1);
  return { id: spec.id, weight: Math.min(LARGEST_ROOM, ROOM_AREA + extra) * factor };
}

/** The same specs always give the same plan; neighbours in the list are neighbours in the house. */
export function layOut(specs: readonly RoomSpec[]): FloorPlan {
  if (specs.length === 0) return { w: 0, d: 0, rooms: [] };
  const rooms = specs.map(weigh);
  const area = total(rooms);
  const w = snap(Math.sqrt(area * HOUSE_RATIO));
  const d = snap(area / w);
  const placed = new Map(divide(rooms, { x: 0, y: 0, w, d }).map((room) => [room.id, room]));
  return { w, d, rooms: specs.flatMap((spec) => placed.get(spec.id) ?? []) };
}

/** Halves the list by weight and the rectangle across its longer side; the first half goes front. */
function divide(rooms: readonly Weighted[], rect: Rect): Room[] {
  const [only] = rooms;
  if (only === undefined) return [];
  if (rooms.length === 1) return [{ id: only.id, ...rect }];
  const at = halfway(rooms);
  const front = rooms.slice(0, at);
  const back = rooms.slice(at);
  const share = total(back) / total(rooms);
  const across = rect.w >= rect.d;
  const length = across ? rect.w : rect.d;
  const cut = Math.min(length - GRID, Math.max(GRID, snap(length * share)));
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
