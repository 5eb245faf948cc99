/** How much is shown at once: the closer one looks, the larger the pins and the more words. */

export interface Detail {
  readonly name: "roomy" | "snug" | "dense" | "fine" | "tiny" | "far";
  /** Of a pin's head. */
  readonly radius: number;
  /** Between the middles of two heads. */
  readonly apart: number;
  /** From the foot on the floor to the middle of the head. */
  readonly lift: number;
  readonly icon: number;
  readonly nameSize: number;
  readonly wordSize: number;
  /** What a room's words may shrink to, best first. */
  readonly forms: readonly LabelForm[];
}

/** All in words; the name after the shape of its status; the shape alone. */
export type LabelForm = "full" | "name" | "shape";

/** A finger needs 44 pixels from one pin to the next, a mouse does not. */
export const TOUCH = 44;

const ROOMY: Detail = {
  name: "roomy",
  radius: 18,
  apart: TOUCH,
  lift: 31,
  icon: 21,
  nameSize: 14,
  wordSize: 12.5,
  forms: ["full"],
};
const SNUG: Detail = {
  ...ROOMY,
  name: "snug",
  radius: 15,
  apart: 33,
  lift: 26,
  icon: 18,
  nameSize: 13,
  wordSize: 12,
};
const DENSE: Detail = {
  ...SNUG,
  name: "dense",
  radius: 11.5,
  apart: 25,
  lift: 20,
  icon: 14,
  nameSize: 12,
  forms: ["full", "name"],
};
const FINE: Detail = {
  ...DENSE,
  name: "fine",
  radius: 9.5,
  apart: 20.5,
  lift: 16,
  icon: 12,
  nameSize: 11.5,
  forms: ["name", "shape"],
};
const TINY: Detail = {
  ...FINE,
  name: "tiny",
  radius: 8,
  apart: 17,
  lift: 13,
  icon: 10,
  nameSize: 11,
};

/** Dots: whoever wants to know more comes closer. */
export const FAR: Detail = {
  ...TINY,
  name: "far",
  radius: 4.5,
  apart: 11,
  lift: 7,
  icon: 0,
  forms: ["shape"],
};

/** Best first. Before the heads get smaller, words get shorter. */
export const DETAILS: readonly Detail[] = [
  ROOMY,
  SNUG,
  { ...SNUG, forms: ["name"] },
  DENSE,
  { ...DENSE, forms: ["name"] },
  FINE,
  TINY,
  FAR,
];
