/** The drawn plan of the house, as it stands on the wire. All lengths in grid steps of half a metre. */

export interface PlanRoom {
  /** Several rooms of one zone are one room: that is how an L is drawn. */
  readonly zone: string;
  readonly x: number;
  readonly y: number;
  /** Along x, which runs down right on the drawing. */
  readonly w: number;
  /** Along y, which runs down left. */
  readonly d: number;
}

/** A gap in the walls, from (x, y) on along one axis. */
export interface PlanDoor {
  readonly x: number;
  readonly y: number;
  readonly along: "x" | "y";
  readonly length: number;
}

/** Where a device's foot stands; fractions of a step are fine. */
export interface PlanDevice {
  readonly device: string;
  readonly x: number;
  readonly y: number;
}

export interface PlanFloor {
  readonly id: string;
  readonly name: string;
  /** The zones of this floor; those without rooms are laid out beside those that have some. */
  readonly zones: readonly string[];
  readonly rooms: readonly PlanRoom[];
  readonly doors: readonly PlanDoor[];
  readonly devices: readonly PlanDevice[];
}

export interface Plan {
  /** Counts the times it was saved; 0 if nobody has drawn anything. */
  readonly revision: number;
  /** From the lowest up. A zone on none of them stands on the first. */
  readonly floors: readonly PlanFloor[];
}

/** Of a house that nobody has drawn. */
export const UNDRAWN: Plan = { revision: 0, floors: [] };
