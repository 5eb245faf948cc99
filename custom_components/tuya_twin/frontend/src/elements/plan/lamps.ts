/** The light of the bulbs that are on: on the floor of their room and up its walls. */
import { svg, type SVGTemplateResult } from "lit";
import { lightColour } from "../../services/light-colour";
import type { Projection } from "../../services/plan/iso";
import type { Pin } from "../../services/plan/pins";
import type { Bulb, Device } from "../../types/wire";

export interface Lamp {
  readonly bulb: Bulb;
  readonly pin: Pin;
}

/** How far a lamp shines, in steps. */
const REACH = 7;
/** Rings of light lie flat on the floor. */
const FLAT = 0.62;
/** Above the foot, in pixels: light also falls on walls. */
const RAISED = 6;

const shines = (device: Device | undefined): device is Bulb =>
  device?.kind === "bulb" && device.reachable && device.state.on === true;

export const lampsOf = (
  pins: readonly Pin[],
  devices: ReadonlyMap<string, Device>,
): readonly Lamp[] =>
  pins.flatMap((pin) => {
    const bulb = devices.get(pin.device);
    return shines(bulb) ? [{ pin, bulb }] : [];
  });

/** Whether two lists of lamps look the same, so that nothing has to be drawn again. */
export const sameLamps = (a: readonly Lamp[], b: readonly Lamp[]): boolean =>
  a.length === b.length &&
  a.every(({ bulb, pin }, index) => {
    const other = b[index];
    return bulb.state === other?.bulb.state && pin === other.pin;
  });

export const brightnessOf = ({ state }: Bulb): number =>
  Math.min(1, Math.max(0, (state.brightness ?? 100) / 100));

export function lampGradient(
  { bulb, pin }: Lamp,
  index: number,
  { scale }: Projection,
): SVGTemplateResult {
  const strength = 0.3 + 0.5 * brightnessOf(bulb);
  const colour = lightColour(bulb.state);
  const stop = (offset: number, opacity: number) =>
    svg`<stop offset=${offset} stop-color=${colour} stop-opacity=${opacity.toFixed(2)}></stop>`;
  const place = `translate(${pin.foot.x.toFixed(1)} ${(pin.foot.y - RAISED).toFixed(1)})`;
  return svg`<radialGradient id="lamp-${index}" gradientUnits="userSpaceOnUse"
    cx="0" cy="0" r=${(REACH * scale).toFixed(1)}
    gradientTransform="${place} scale(1 ${FLAT})">
    ${stop(0, strength)}${stop(0.22, strength * 0.66)}${stop(0.48, strength * 0.32)}
    ${stop(0.74, strength * 0.1)}${stop(1, 0)}
  </radialGradient>`;
}
