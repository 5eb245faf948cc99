import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLANK, shelf } from "../../../testing/editor-kit";
import { ATTEMPTS, firstPlacement, fitsTheWay, placed, scaledSize } from "./backdrop";
import {
  dropDraft,
  keepDraft,
  keepPlacement,
  keptDraft,
  keptPlacement,
  type Shelf,
} from "./keeping";

const refuse = (): never => {
  throw new Error("not allowed here");
};
const CLOSED: Shelf = { getItem: refuse, setItem: refuse, removeItem: refuse };

describe("a draft", () => {
  const plan = { revision: 4, ...BLANK };

  it("is there again after a reload, for its own household", () => {
    const own = shelf();
    keepDraft(own, "home", plan);
    expect(keptDraft(own, "home")).toEqual(plan);
    expect(keptDraft(own, "cabin")).toBeNull();
    dropDraft(own, "home");
    expect(keptDraft(own, "home")).toBeNull();
  });

  it.each(["{", "7", '{"revision":1}', '{"revision":1,"floors":[]}'])("is not %s", (text) => {
    const own = shelf();
    own.setItem("tuya-twin-draft:home", text);
    expect(keptDraft(own, "home")).toBeNull();
  });

  it("is done without where the browser keeps nothing", () => {
    keepDraft(CLOSED, "home", plan);
    dropDraft(CLOSED, "home");
    expect(keptDraft(CLOSED, "home")).toBeNull();
  });
});

describe("a picture's place", () => {
  const place = { x: 3, y: 4, width: 20, opacity: 40 };

  it("is kept for its floor", () => {
    const own = shelf();
    keepPlacement(own, "home", "up", place);
    expect(keptPlacement(own, "home", "up")).toEqual(place);
    expect(keptPlacement(own, "home", "ground")).toBeNull();
  });

  it("is within bounds, whatever was kept", () => {
    expect(placed({ x: -5, y: 900, width: 0, opacity: 700 })).toEqual({
      x: 0,
      y: 400,
      width: 2,
      opacity: 100,
    });
    for (const key of ["x", "y", "width", "opacity"]) {
      expect(placed({ ...place, [key]: "much" })).toBeNull();
      expect(placed({ ...place, [key]: Number.NaN })).toBeNull();
    }
    expect(placed(null)).toBeNull();
  });

  it("begins over what is drawn", () => {
    expect(firstPlacement(null)).toEqual({ x: 8, y: 8, width: 30, opacity: 50 });
    expect(firstPlacement({ x: 10, y: 11, w: 1, d: 6 })).toEqual({
      x: 10,
      y: 11,
      width: 2,
      opacity: 50,
    });
  });
});

describe("a picture", () => {
  it("keeps its shape and never grows", () => {
    const side = fc.integer({ min: 1, max: 9000 });
    fc.assert(
      fc.property(side, side, fc.constantFrom(...ATTEMPTS), (width, height, { longest }) => {
        const size = scaledSize(width, height, longest);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(longest);
        expect(size.width).toBeLessThanOrEqual(width);
        expect(size.height).toBeLessThanOrEqual(height);
        const factor = Math.min(1, longest / Math.max(width, height));
        expect(Math.abs(size.width - Math.max(1, width * factor))).toBeLessThanOrEqual(0.5);
        expect(Math.abs(size.height - Math.max(1, height * factor))).toBeLessThanOrEqual(0.5);
      }),
    );
    expect(scaledSize(0, 0, 500)).toEqual({ width: 1, height: 1 });
  });

  it("travels up to half a mebibyte", () => {
    expect(fitsTheWay("x".repeat(524_288))).toBe(true);
    expect(fitsTheWay("x".repeat(524_289))).toBe(false);
  });
});
