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
  [361, "red"],
];

const DEFAULT_KELVIN = 2700;

const coloured = (state: BulbState): boolean => state.mode === "colour" && state.hue !== null;

export function colourName(state: BulbState): ColourName {
  if (coloured(state) && (state.saturation ?? 100) >= 15) {
    const hue = (((state.hue ?? 0) % 360) + 360) % 360;
    return HUES.find(([below]) => hue < below)?.[1] ?? "red";
  }
  const kelvin = state.kelvin ?? DEFAULT_KELVIN;
  if (kelvin < 3500) return "warm_white";
  return kelvin < 5000 ? "white" : "cool_white";
}

export function lightColour(state: BulbState): string {
  if (coloured(state)) {
    const saturation = state.saturation ?? 100;
    // Hue and saturation as a bulb means them; a fully saturated colour is half as light.
    return `hsl(${state.hue ?? 0} 100% ${100 - saturation / 2}%)`;
  }
  return kelvinColour(state.kelvin ?? DEFAULT_KELVIN);
}

/** Between candle and overcast sky, by eye: straight lines are close enough for a drawing. */
function kelvinColour(kelvin: number): string {
  const warm = [255, 176, 88] as const;
  const neutral = [255, 236, 214] as const;
  const cool = [205, 224, 255] as const;
  const [from, to, low, high] =
    kelvin < 4500 ? [warm, neutral, 2200, 4500] : [neutral, cool, 4500, 6500];
  const share = Math.min(1, Math.max(0, (kelvin - low) / (high - low)));
  const mix = from.map((part, index) => Math.round(part + ((to[index] ?? part) - part) * share));
  return `rgb(${mix.join(" ")})`;
}
