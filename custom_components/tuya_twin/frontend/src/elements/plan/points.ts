/** Corners of the floor plan as the points of an SVG polygon. */
import { project, type Projection } from "../../services/plan/iso";
import type { Room } from "../../services/plan/old-layout";

export type Corner = readonly [x: number, y: number, z: number];

export const points = (projection: Projection, corners: readonly Corner[]): string =>
  corners
    .map(([x, y, z]) => project(projection, x, y, z))
    .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(" ");

export function floorPoints(projection: Projection, room: Room, inset = 0): string {
  const [x1, y1] = [room.x + inset, room.y + inset];
  const [x2, y2] = [room.x + room.w - inset, room.y + room.d - inset];
  return points(projection, [
    [x1, y1, 0],
    [x2, y1, 0],
    [x2, y2, 0],
    [x1, y2, 0],
  ]);
}
