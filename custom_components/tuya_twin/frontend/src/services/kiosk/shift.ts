/** Moves the picture by a few pixels each minute, so that nothing burns into the screen. Pure. */

export interface Shift {
  readonly x: number;
  readonly y: number;
}

const MINUTE_MS = 60_000;
/** Pixels to each side: more than the width of a thin line, less than anyone would notice. */
export const REACH = 6;
const STEP = 2;
const SIDE = (2 * REACH) / STEP + 1;

/** Row by row over a square, there and back, so that two minutes are never far apart. */
export function shiftAt(now: number): Shift {
  const spots = SIDE * SIDE;
  const round = Math.floor(now / MINUTE_MS) % (2 * spots);
  const spot = round < spots ? round : 2 * spots - 1 - round;
  const row = Math.floor(spot / SIDE);
  const column = row % 2 === 0 ? spot % SIDE : SIDE - 1 - (spot % SIDE);
  return { x: column * STEP - REACH, y: row * STEP - REACH };
}
