/** A picture of the plan under the drawing: how small it is made, and where it lies. */
import { isRecord } from "../../types/checks";
import { clamp, LIMITS, type Rect } from "./rect";

export interface Placement {
  readonly x: number;
  readonly y: number;
  /** In steps; the height follows from the picture. */
  readonly width: number;
  /** In per cent. */
  readonly opacity: number;
}

/** Of the picture as it travels, in bytes. */
const MOST_BYTES = 512 * 1024;

/** From fine to coarse: the first that is small enough is taken. */
export const ATTEMPTS = [
  { longest: 2000, quality: 0.85 },
  { longest: 1600, quality: 0.8 },
  { longest: 1400, quality: 0.7 },
  { longest: 1100, quality: 0.6 },
  { longest: 800, quality: 0.5 },
  { longest: 500, quality: 0.4 },
] as const;

/** The size at which the longer side is `longest`; never larger than it was. */
export function scaledSize(width: number, height: number, longest: number) {
  const factor = Math.min(1, longest / Math.max(width, height, 1));
  return {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor)),
  };
}

/** A data URL is text: as long as this it travels. */
export const fitsTheWay = (picture: string): boolean => picture.length <= MOST_BYTES;

export const BOUNDS = {
  place: { least: 0, most: LIMITS.far },
  width: { least: 2, most: LIMITS.far },
  opacity: { least: 10, most: 100 },
} as const;

/** Over what is drawn, or over the beginning of the grid. */
export const firstPlacement = (drawn: Rect | null): Placement =>
  drawn === null
    ? { x: 8, y: 8, width: 30, opacity: 50 }
    : { x: drawn.x, y: drawn.y, width: Math.max(drawn.w, BOUNDS.width.least), opacity: 50 };

const within = (value: unknown, bounds: { least: number; most: number }): number | null =>
  typeof value === "number" && Number.isFinite(value)
    ? clamp(value, bounds.least, bounds.most)
    : null;

export function placed(value: unknown): Placement | null {
  if (!isRecord(value)) return null;
  const x = within(value.x, BOUNDS.place);
  const y = within(value.y, BOUNDS.place);
  const width = within(value.width, BOUNDS.width);
  const opacity = within(value.opacity, BOUNDS.opacity);
  return x === null || y === null || width === null || opacity === null
    ? null
    : { x, y, width, opacity };
}
