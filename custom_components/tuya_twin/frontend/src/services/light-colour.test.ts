import { describe, expect, it } from "vitest";
import type { BulbState } from "../types/wire";
import { colourName, lightColour } from "./light-colour";

const bulb = (state: Partial<BulbState>): BulbState => ({
  on: true,
  mode: "white",
  brightness: 100,
  hue: null,
  saturation: null,
  kelvin: null,
  ...state,
});

const coloured = (hue: number, saturation: number | null = 100) =>
  bulb({ mode: "colour", hue, saturation });

describe("the everyday name of a light", () => {
  it.each([
    [0, "red"],
    [30, "orange"],
    [60, "yellow"],
    [120, "green"],
    [180, "cyan"],
    [240, "blue"],
    [280, "purple"],
    [320, "pink"],
    [350, "red"],
    [360, "red"],
    [-60, "pink"],
  ])("is at hue %i %s", (hue, name) => {
    expect(colourName(coloured(hue))).toBe(name);
  });

  it.each([
    [null, "warm_white"],
    [2700, "warm_white"],
    [4000, "white"],
    [6500, "cool_white"],
  ])("is at %s kelvin %s", (kelvin, name) => {
    expect(colourName(bulb({ kelvin }))).toBe(name);
  });

  it("is a white if there is hardly any colour in it", () => {
    expect(colourName(coloured(0, 10))).toBe("warm_white");
    expect(colourName(coloured(0, null))).toBe("red");
  });

  it("is that of the light a scene shows, as in the flashing of an alarm", () => {
    expect(colourName(bulb({ mode: "scene", hue: 0, saturation: 100 }))).toBe("red");
    expect(colourName(bulb({ mode: "scene" }))).toBe("warm_white");
  });
});

describe("the colour of a light on the screen", () => {
  it("is half as light as white where it is fully saturated", () => {
    expect(lightColour(coloured(0))).toBe("hsl(0 100% 50%)");
    expect(lightColour(coloured(120, 50))).toBe("hsl(120 100% 75%)");
    expect(lightColour(coloured(120, null))).toBe("hsl(120 100% 50%)");
  });

  it("goes from candle to sky, and no further at either end", () => {
    const at = (kelvin: number | null) => lightColour(bulb({ kelvin }));
    expect(at(1500)).toBe(at(2200));
    expect(at(2200)).toBe("rgb(255 176 88)");
    expect(at(4500)).toBe("rgb(255 236 214)");
    expect(at(9000)).toBe("rgb(205 224 255)");
    expect(at(null)).toBe(at(2700));
  });
});
