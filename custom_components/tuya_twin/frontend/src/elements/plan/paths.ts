/** Corners of a floor as the points of an SVG drawing. */
import { project, type Projection } from "../../services/plan/iso";
import type { Loop } from "../../services/plan/shape";
import type { Face, Wall } from "../../services/plan/walls";

export type Corner = readonly [x: number, y: number, z: number];

const at = (projection: Projection, [x, y, z]: Corner): string => {
  const point = project(projection, x, y, z);
  return `${point.x.toFixed(1)},${point.y.toFixed(1)}`;
};

export const points = (projection: Projection, corners: readonly Corner[]): string =>
  corners.map((corner) => at(projection, corner)).join(" ");

/** Closed loops as one path, moved along the floor by `shift` and to the height `z`. */
export const loopPath = (
  projection: Projection,
  loops: readonly Loop[],
  z = 0,
  shift = 0,
): string =>
  loops
    .map(
      (loop) => `M${loop.map(({ x, y }) => at(projection, [x + shift, y + shift, z])).join("L")}Z`,
    )
    .join("");

/** The side of a wall that looks at the room in front of it. */
export function facePoints(projection: Projection, wall: Wall, face: Face): string {
  const { x, y, w, d, height } = wall;
  const ends: readonly (readonly [number, number])[] =
    wall.along === "x"
      ? [
          [face.from, y + d],
          [face.to, y + d],
        ]
      : [
          [x + w, face.from],
          [x + w, face.to],
        ];
  const low = ends.map(([ex, ey]): Corner => [ex, ey, 0]);
  const high = ends.map(([ex, ey]): Corner => [ex, ey, height]).reverse();
  return points(projection, [...low, ...high]);
}

/** A strip of the floor before a wall, `depth` steps wide, mitred where it may meet another. */
export function footPath(projection: Projection, wall: Wall, face: Face, depth: number): string {
  const { from, to } = face;
  const [x, y] = [wall.x + wall.w, wall.y + wall.d];
  const mitre = Math.min(depth, (to - from) / 2);
  // All strips run the same way round, so that none takes another out where they cross.
  const corners: readonly Corner[] =
    wall.along === "x"
      ? [
          [from, y, 0],
          [to, y, 0],
          [to - mitre, y + depth, 0],
          [from + mitre, y + depth, 0],
        ]
      : [
          [x, to, 0],
          [x, from, 0],
          [x + depth, from + mitre, 0],
          [x + depth, to - mitre, 0],
        ];
  return `M${corners.map((corner) => at(projection, corner)).join("L")}Z`;
}
