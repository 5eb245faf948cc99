/** Which door a lock belongs to: the nearest of its zone, one that leads out before one that does not. */
import type { PlanDoor, PlanRoom } from "../../types/plan";
import { doorwaysOf, type Doorway, type LockDoor } from "./doors";
import { edgesOf } from "./edges";
import { gridOf } from "./grid";
import { distance, type Point } from "./iso";

export interface ZoneLock {
  readonly id: string;
  readonly zone: string;
}

export const middleOf = ({ along, line, from, to }: Doorway): Point =>
  along === "x" ? { x: (from + to) / 2, y: line } : { x: line, y: (from + to) / 2 };

const leadsOut = ({ behind, front }: Doorway): boolean => behind === null || front === null;

const touches = ({ behind, front }: Doorway, zone: string): boolean =>
  behind === zone || front === zone;

/** A lock that somebody put farther away from a door does not hold it. */
const WITHIN = 4;

function bestFor(
  doorways: readonly Doorway[],
  lock: ZoneLock,
  foot: Point | undefined,
): Doorway | undefined {
  const far = (way: Doorway): number => (foot === undefined ? 0 : distance(middleOf(way), foot));
  return doorways
    .filter((way) => touches(way, lock.zone) && far(way) <= WITHIN)
    .sort((a, b) => far(a) - far(b) || Number(leadsOut(b)) - Number(leadsOut(a)))
    .at(0);
}

/** Every door has one lock at most, and every lock one door. */
export function markLocks(
  rooms: readonly PlanRoom[],
  doors: readonly PlanDoor[],
  locks: readonly ZoneLock[],
  placed: ReadonlyMap<string, Point>,
): LockDoor[] {
  const free = doorwaysOf(edgesOf(gridOf(rooms)), doors);
  const byDoor = new Map<number, string>();
  for (const lock of locks) {
    const open = free.filter(({ door }) => !byDoor.has(door));
    const way = bestFor(open, lock, placed.get(lock.id));
    if (way !== undefined) byDoor.set(way.door, lock.id);
  }
  return doors.map((door, index) => ({ ...door, lock: byDoor.get(index) ?? null }));
}
