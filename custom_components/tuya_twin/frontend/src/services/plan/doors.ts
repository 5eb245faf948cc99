/** Doors: the gaps they make in walls, and where they go by themselves. */
import type { PlanDoor } from "../../types/plan";
import { joined, sameLine, sameSides, type Edge } from "./edges";

/** The piece of a door that lies in a wall, with what it joins. */
export interface Doorway extends Edge {
  /** The place of its door in the list it came from. */
  readonly door: number;
  /** The lock that holds it. */
  readonly lock: string | null;
}

/** A door that a lock holds, or one that is just a way through. */
export interface LockDoor extends PlanDoor {
  readonly lock?: string | null;
}

/** A door that lies in no wall is none. */
export const doorwaysOf = (edges: readonly Edge[], doors: readonly LockDoor[]): Doorway[] => {
  const walls = joined(edges, sameSides);
  return doors.flatMap(({ x, y, along, length, lock = null }, door) => {
    const [line, start] = along === "x" ? [y, x] : [x, y];
    return walls.flatMap((wall): Doorway[] => {
      const from = Math.max(wall.from, start);
      const to = Math.min(wall.to, start + length);
      return sameLine(wall, { along, line }) && from < to
        ? [{ ...wall, from, to, door, lock }]
        : [];
    });
  });
};

/** A metre. */
const DOOR = 2;
/** A shorter wall stays closed: it would be all door. */
const SHORTEST_WITH_DOOR = 5;
const SHORTEST_WITH_ENTRANCE = 3;

/** In the middle of a wall, on the grid where that is possible. */
function doorIn({ along, line, from, to }: Edge): PlanDoor {
  const start = from + Math.floor((to - from - DOOR) / 2);
  return along === "x"
    ? { x: start, y: line, along, length: DOOR }
    : { x: line, y: start, along, length: DOOR };
}

const lengthOf = ({ from, to }: Edge): number => to - from;

const byLength = (a: Edge, b: Edge): number => lengthOf(b) - lengthOf(a);

const pairOf = ({ behind, front }: Edge): string => JSON.stringify([behind, front].sort());

/** One door between every two neighbours that share enough of a wall, in the longest piece of it. */
export function innerDoors(edges: readonly Edge[]): PlanDoor[] {
  const shared = joined(edges, sameSides)
    .filter((edge) => edge.behind !== null && edge.front !== null)
    .filter((edge) => lengthOf(edge) >= SHORTEST_WITH_DOOR)
    .sort(byLength);
  const pairs = new Map<string, Edge>();
  for (const edge of shared) if (!pairs.has(pairOf(edge))) pairs.set(pairOf(edge), edge);
  return [...pairs.values()].map(doorIn);
}

/** Seen best first: the front at the left, the front at the right, the back. */
const showing = ({ along, kind }: Edge): number =>
  (kind === "front" ? 0 : 2) + (along === "x" ? 0 : 1);

/** A way out of a zone, if it has a wall to the outside that is long enough. */
export function entranceOf(edges: readonly Edge[], zone: string): PlanDoor | null {
  const [wall] = joined(edges, sameSides)
    .filter(({ behind, front }) => behind === null || front === null)
    .filter(({ behind, front }) => behind === zone || front === zone)
    .filter((edge) => lengthOf(edge) >= SHORTEST_WITH_ENTRANCE)
    .sort((a, b) => showing(a) - showing(b) || byLength(a, b));
  return wall === undefined ? null : doorIn(wall);
}
