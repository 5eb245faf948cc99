import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawQr, QUIET, qrOf } from "./qr";

/** The dark modules of a path, read back. */
function modules(path: string): Set<string> {
  const found = new Set<string>();
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let step = 0; step < Number(length); step += 1) {
      found.add(`${Number(y) - QUIET},${Number(x) + step - QUIET}`);
    }
  }
  return found;
}

describe("the drawing", () => {
  it("has each dark module and no other", () => {
    const anyGrid = fc
      .integer({ min: 1, max: 12 })
      .chain((count) =>
        fc.tuple(
          fc.constant(count),
          fc.array(fc.boolean(), { minLength: count * count, maxLength: count * count }),
        ),
      );
    fc.assert(
      fc.property(anyGrid, ([count, dark]) => {
        const { size, path } = drawQr(count, (row, column) => dark[row * count + column] === true);
        const expected = dark.flatMap((on, at) =>
          on ? [`${Math.floor(at / count)},${at % count}`] : [],
        );
        expect(modules(path)).toEqual(new Set(expected));
        expect(size).toBe(count + 2 * QUIET);
      }),
    );
  });

  it("of a link has the three corners a scanner looks for", async () => {
    const { size, path } = await qrOf("https://home.example/api/tuya_twin/viewer#abc");
    const dark = modules(path);
    const last = size - 2 * QUIET - 1;
    for (const corner of [`0,0`, `0,${last}`, `${last},0`]) expect(dark.has(corner)).toBe(true);
    expect(dark.has("1,1")).toBe(false);
  });
});
