/** The colour a bulb shines in, as a browser writes it, and its everyday name. */
import type { BulbState } from "../types/wire";

export type ColourName =
  | "red"
  | "orange"
  | "yellow"
  | "green"
  | "cyan"
  | "blue"
  | "purple"
  | "pink"
  | "warm_white"
  | "white"
  | "cool_white";

const HUES: readonly (readonly [number, ColourName])[] = [
  [16, "red"],
  [42, "orange"],
  [70, "yellow"],
  [165, "green"],
  [200, "cyan"],
  [255, "blue"],
  [290, "purple"],
  [340, "pink"],
];

const DEFAULT_KELVIN = 2700;

/** A scene, such as the flashing of an alarm, has the hue of its light where that is known. */
const hueOf = (state: BulbState): number | null =>
  state.mode === "colour" || state.mode === "scene" ? state.hue : null;

export function colourName(state: BulbState): ColourName {
  const hue = hueOf(state);
  if (hue !== null && (state.saturation ?? 100) >= 15) {
    const turned = ((hue % 360) + 360) % 360;
    // Beyond the last one the circle is red again.
    return HUES.find(([below]) => turned < below)?.[1] ?? "red";
  }
  const kelvin = state.kelvin ?? DEFAULT_KELVIN;
  if (kelvin < 3500) return "warm_white";
  return kelvin < 5000 ? "white" : "cool_white";
}

export function lightColour(state: BulbState): string {
  const hue = hueOf(state);
  if (hue !== null) {
    const saturation = state.saturation ?? 100;
    // Hue and saturation as a bulb means them; a fully saturated colour is half as light.
    return `hsl(${hue} 100% ${100 - saturation / 2}%)`;
  }
  return kelvinColour(state.kelvin ?? DEFAULT_KELVIN);
}

type Rgb = readonly [red: number, green: number, blue: number];

const WARM: Rgb = [255, 176, 88];
const NEUTRAL: Rgb = [255, 236, 214];
const COOL: Rgb = [205, 224, 255];

/** Between candle and overcast sky, by eye: straight lines are close enough for a drawing. */
function kelvinColour(kelvin: number): string {
  return kelvin < 4500
    ? mixed(WARM, NEUTRAL, (kelvin - 2200) / (4500 - 2200))
    : mixed(NEUTRAL, COOL, (kelvin - 4500) / (6500 - 4500));
}

function mixed(from: Rgb, to: Rgb, share: number): string {
  const part = Math.min(1, Math.max(0, share));
  const between = (a: number, b: number): number => Math.round(a + (b - a) * part);
  return `rgb(${between(from[0], to[0])} ${between(from[1], to[1])} ${between(from[2], to[2])})`;
}
