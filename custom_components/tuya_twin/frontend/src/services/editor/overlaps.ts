/** Rooms of different zones that lie over each other: so a plan cannot be saved. */
import type { PlanFloor } from "../../types/plan";
import { overlap } from "./rect";

export interface Overlap {
  readonly floor: string;
  readonly zones: readonly [string, string];
  /** Their places among the floor's rooms. */
  readonly rooms: readonly [number, number];
}

export const overlapsOn = (floor: PlanFloor): readonly Overlap[] =>
  floor.rooms.flatMap((a, i) =>
    floor.rooms.flatMap((b, j): Overlap[] =>
      j > i && a.zone !== b.zone && overlap(a, b)
        ? [{ floor: floor.id, zones: [a.zone, b.zone], rooms: [i, j] }]
        : [],
    ),
  );
