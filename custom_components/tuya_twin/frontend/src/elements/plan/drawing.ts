/** A floor as it is drawn, in layers: the calm house, the alarm over it, words and pins above. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import { shownForZone, type House } from "../../services/house";
import type { Pin } from "../../services/plan/pins";
import type { Scene } from "../../services/plan/scene";
import type { RoomShape } from "../../services/plan/shape";
import type { Wording } from "../../services/wording";
import type { Device, ZoneStatus } from "../../types/wire";
import { foundation, uprights, type Paint } from "./building";
import { lampGradient, type Lamp } from "./lamps";
import { loopPath } from "./paths";
import { pinButton, waves } from "./pins";
import { roomFloor, roomLabel } from "./rooms";
import { stopKey, type Pointed } from "./roving";
import type { Shown } from "./status";
import { toneOf } from "./tone";

export interface View {
  readonly house: House;
  readonly words: Wording;
  readonly live: boolean;
  readonly scene: Scene;
  readonly lamps: readonly Lamp[];
  /** The chosen zone and device. */
  readonly zone: string | null;
  readonly device: string | null;
  readonly stop: string | null;
  readonly pointed: Pointed | null;
  /** The zone that has the focus of the keyboard. */
  readonly ringed: string | null;
  readonly direction: string;
  readonly choose: (zone: string) => void;
  readonly show: (device: string) => void;
}

const shownFor = ({ live, house }: View, zone: ZoneStatus): Shown =>
  live ? shownForZone(house, zone) : "unknown";

function redZones(view: View): ReadonlySet<string> {
  const red = view.house.zones.filter((zone) => shownFor(view, zone) === "RED_CRITICAL");
  const here = new Set(view.scene.shape.floor.zones);
  return new Set(red.map(({ id }) => id).filter((id) => here.has(id)));
}

function paintOf(view: View, devices: ReadonlyMap<string, Device>, red: ReadonlySet<string>) {
  const lock: Paint["lock"] = (id) => {
    const device = devices.get(id);
    return device === undefined ? "idle" : toneOf(device, view.live);
  };
  const tones = view.scene.shape.doorways.map((way) => (way.lock === null ? "" : lock(way.lock)));
  const paint: Paint = { lamps: view.lamps, red, lock };
  return { paint, key: [view.scene, view.lamps, [...red].join(), tones.join()] };
}

const frame = ({ width, height }: Scene): string => `0 0 ${width} ${height}`;

function room(view: View, shape: RoomShape, zone: ZoneStatus) {
  const { scene, words } = view;
  const shown = shownFor(view, zone);
  const chosen = view.zone === zone.id;
  const stop = view.stop === stopKey("zone", zone.id);
  const choose = (): void => {
    view.choose(zone.id);
  };
  return guard([scene, zone.name, shown, chosen, stop, words], () =>
    roomFloor(scene.projection, shape, { zone, shown, chosen, stop, choose }, words),
  );
}

function calm(view: View, zones: ReadonlyMap<string, ZoneStatus>, paint: Paint, key: unknown[]) {
  const { scene, words, lamps } = view;
  return html`<svg
    class="calm"
    width=${scene.width}
    height=${scene.height}
    viewBox=${frame(scene)}
    role="group"
    aria-label=${words.t("plan.label")}
    aria-description=${words.t("plan.keys")}
  >
    <defs>
      <pattern
        id="hatch"
        width="11"
        height="11"
        patternTransform="rotate(45)"
        patternUnits="userSpaceOnUse"
      >
        <rect class="hatch-line" width="4.5" height="11"></rect>
      </pattern>
      ${guard([scene, lamps], () =>
        lamps.map((lamp, index) => lampGradient(lamp, index, scene.projection)),
      )}
    </defs>
    <g class="dead" aria-hidden="true">
      ${guard([scene], () => foundation(scene.shape, scene.projection))}
    </g>
    ${repeat(
      scene.shape.rooms,
      (shape) => shape.zone,
      (shape) => {
        const zone = zones.get(shape.zone);
        return zone === undefined ? nothing : room(view, shape, zone);
      },
    )}
    <g class="dead" aria-hidden="true">${guard(key, () => uprights(scene, paint))}</g>
  </svg>`;
}

/** The same house once more in the light of the alarm; only its opacity ever moves. */
function alarm({ scene }: View, paint: Paint, key: unknown[]) {
  const floors = scene.shape.rooms.filter(({ zone }) => paint.red.has(zone));
  return html`<svg
    class="alarm dead"
    width=${scene.width}
    height=${scene.height}
    viewBox=${frame(scene)}
    aria-hidden="true"
  >
    ${guard(
      key,
      () =>
        svg`${floors.map(
          ({ outline }) =>
            svg`<path class="floor-red" d=${loopPath(scene.projection, outline)}></path>`,
        )}${uprights(scene, paint)}`,
    )}
  </svg>`;
}

/** What is chosen and what has the focus, above all light. */
function marks({ scene, zone, ringed }: View) {
  const ring = (look: string, id: string | null) =>
    scene.shape.rooms
      .filter((shape) => shape.zone === id)
      .map(
        ({ outline }) =>
          svg`<path class="ring ${look}" d=${loopPath(scene.projection, outline)}></path>`,
      );
  return html`<svg
    class="marks dead"
    width=${scene.width}
    height=${scene.height}
    viewBox=${frame(scene)}
    aria-hidden="true"
  >
    ${ring("chosen", zone)}${ring("focused", ringed)}
  </svg>`;
}

function labels(view: View, zones: ReadonlyMap<string, ZoneStatus>) {
  const { scene, words, direction } = view;
  return scene.labels.map((label) => {
    const zone = zones.get(label.zone);
    if (zone === undefined) return nothing;
    const shown = shownFor(view, zone);
    return guard([label, shown, direction, words], () =>
      roomLabel(label, scene.detail, shown, direction, words),
    );
  });
}

function pin(view: View, where: Pin, device: Device) {
  const { scene, live, words } = view;
  const chosen = view.device === device.id;
  const stop = view.stop === stopKey("device", device.id);
  const described = view.pointed?.kind === "device" && view.pointed.id === device.id;
  const show = (): void => {
    view.show(device.id);
  };
  return guard([where, scene.detail, device, live, chosen, stop, described, words], () =>
    pinButton(where, scene.detail, { device, live, chosen, stop, described, show }, words),
  );
}

function sounding({ scene, live }: View, devices: ReadonlyMap<string, Device>) {
  return scene.pins.map((where) => {
    const device = devices.get(where.device);
    return device !== undefined && toneOf(device, live) === "loud" ? waves(where) : nothing;
  });
}

export function drawing(view: View): TemplateResult {
  const { scene } = view;
  const zones = new Map(view.house.zones.map((zone) => [zone.id, zone]));
  const devices = new Map(view.house.devices.map((device) => [device.id, device]));
  const red = redZones(view);
  const quiet = paintOf(view, devices, new Set());
  const { paint, key } = paintOf(view, devices, red);
  const size = styleMap({
    width: `${scene.width}px`,
    height: `${scene.height}px`,
    "--radius": `${scene.detail.radius}px`,
  });
  return html`<div class="canvas ${scene.detail.name}" style=${size}>
    ${calm(view, zones, quiet.paint, quiet.key)} ${red.size > 0 ? alarm(view, paint, key) : nothing}
    <div class="dead" aria-hidden="true">${sounding(view, devices)}</div>
    ${marks(view)}
    <div aria-hidden="true" class="dead">${labels(view, zones)}</div>
    ${repeat(
      scene.pins,
      (where) => where.device,
      (where) => {
        const device = devices.get(where.device);
        return device === undefined ? nothing : pin(view, where, device);
      },
    )}
  </div>`;
}
