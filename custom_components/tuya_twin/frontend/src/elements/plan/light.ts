/** The light of the lamps that are on, in their colours, within the walls of their rooms. */
import { svg, type SVGTemplateResult } from "lit";
import type { Projection } from "../../services/plan/iso";
import type { Room } from "../../services/plan/old-layout";
import { lightColour } from "../../services/light-colour";
import type { Pin } from "../../services/plan/old-scene";
import { WALL } from "../../services/plan/old-walls";
import type { Bulb, Device } from "../../types/wire";
import { points } from "./points";

export interface Light {
  readonly bulb: Bulb;
  readonly room: Room;
  readonly pin: Pin;
}

/** How far a lamp shines, in units of the plan. */
const REACH = 3.4;

export function shining(
  pins: readonly Pin[],
  rooms: ReadonlyMap<string, Room>,
  devices: ReadonlyMap<string, Device>,
): Light[] {
  return pins.flatMap((pin) => {
    const bulb = devices.get(pin.device);
    const room = bulb && rooms.get(bulb.zone);
    return bulb?.kind === "bulb" && bulb.reachable && bulb.state.on === true && room
      ? [{ pin, bulb, room }]
      : [];
  });
}

export function lightGradient({ bulb }: Light, index: number): SVGTemplateResult {
  const strength = 0.35 + 0.4 * ((bulb.state.brightness ?? 100) / 100);
  const colour = lightColour(bulb.state);
  const stop = (offset: number, opacity: number) =>
    svg`<stop offset=${offset} stop-color=${colour} stop-opacity=${opacity.toFixed(2)}></stop>`;
  return svg`<radialGradient id="light-${index}">
    ${stop(0, strength)}${stop(0.35, strength * 0.52)}${stop(0.7, strength * 0.14)}${stop(1, 0)}
  </radialGradient>`;
}

/** Light stays in its room, and climbs the high walls at its back. */
export function lightClip(
  projection: Projection,
  { room }: Light,
  index: number,
): SVGTemplateResult {
  const [x2, y2] = [room.x + room.w, room.y + room.d];
  const up = (edge: number): number => (edge === 0 ? WALL.back : 0);
  return svg`<clipPath id="room-${index}">
    <polygon points=${points(projection, [
      [room.x, y2, 0],
      [room.x, y2, up(room.x)],
      [room.x, room.y, Math.max(up(room.x), up(room.y))],
      [x2, room.y, up(room.y)],
      [x2, room.y, 0],
      [x2, y2, 0],
    ])}></polygon>
  </clipPath>`;
}

export function glow(projection: Projection, { pin }: Light, index: number): SVGTemplateResult {
  const radius = REACH * projection.scale;
  return svg`<g clip-path="url(#room-${index})">
    <ellipse cx=${pin.foot.x} cy=${pin.foot.y - 6} rx=${radius} ry=${radius * 0.62}
      fill="url(#light-${index})"></ellipse>
  </g>`;
}
