/** Where everything of the plan is drawn: finds the scale at which pins and words have room. */
import type { DeviceKind } from "../../types/wire";
import { ACROSS, extent, project, unproject, type Point, type Projection } from "./iso";
import { layOut, type FloorPlan, type Room } from "./old-layout";
import { WALL } from "./old-walls";

export interface SceneDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly zone: string;
}

export interface SceneZone {
  readonly id: string;
  readonly name: string;
  /** The longest status word that may stand under the name. */
  readonly word: string;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface Label {
  readonly zone: string;
  readonly text: string;
  readonly at: Point;
  readonly box: Box;
}

export interface Pin {
  readonly device: string;
  readonly head: Point;
  readonly foot: Point;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Scene {
  readonly plan: FloorPlan;
  readonly projection: Projection;
  readonly width: number;
  readonly height: number;
  readonly labels: readonly Label[];
  readonly pins: readonly Pin[];
}

/** The circle a finger can hit: 44 pixels across. */
export const PIN_TOUCH = 22;
export const PIN_RADIUS = 18;
/** From the foot on the floor to the middle of the head. */
const PIN_LIFT = 30;
const GAP = 3;
/** A foot under a label is not seen: worth this many pixels' walk from where it likes to be. */
const HIDDEN_FOOT = 40;

export const NAME_SIZE = 14;
export const WORD_SIZE = 12.5;
const LINE = 17;
/** A wide typeface's mean width; the real one is not known here. */
const EM_PER_LETTER = 0.58;
/** The shape before the status word. */
const WORD_SHAPE = 16;

const MARGIN = 14;
/** The foundation around the house and its shadow below, in units of the plan. */
export const BASE = { out: 0.42, thick: 0.3, cast: 0.26 } as const;
/** Steps of the search for a scale that fits, and where it gives up and lets pins touch. */
const GROW = 1.07;
const MOST_STEPS = 36;

const letters = (text: string, size: number): number =>
  Array.from(text).length * size * EM_PER_LETTER;

const shorten = (text: string, width: number): string => {
  const most = Math.max(3, Math.floor(width / (NAME_SIZE * EM_PER_LETTER)));
  const signs = Array.from(text);
  return signs.length <= most
    ? text
    : `${signs
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
};

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const grown = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  w: box.w + 2 * by,
  h: box.h + 2 * by,
});

const inside = (box: Box, point: Point): boolean =>
  point.x > box.x && point.x < box.x + box.w && point.y > box.y && point.y < box.y + box.h;

/** The drawn width of a room's floor at the height of its centre. */
const span = (room: Room, scale: number): number => Math.min(room.w, room.d) * 2 * ACROSS * scale;

/** Where in its room a label may stand, best first: a little before the middle. */
const LABEL_SPOTS = [0.58, 0.66, 0.5, 0.74, 0.42] as const;

function placeLabels(
  rooms: readonly Room[],
  zones: ReadonlyMap<string, SceneZone>,
  projection: Projection,
): Label[] | null {
  const labels: Label[] = [];
  for (const room of rooms) {
    const zone = zones.get(room.id);
    if (zone === undefined) continue;
    const text = shorten(zone.name, Math.max(90, span(room, projection.scale) + 12));
    const w = Math.max(letters(text, NAME_SIZE), letters(zone.word, WORD_SIZE) + WORD_SHAPE);
    const spots = LABEL_SPOTS.map((spot): Label => {
      const at = project(projection, room.x + room.w * spot, room.y + room.d * spot);
      return {
        zone: room.id,
        text,
        at,
        box: { x: at.x - w / 2, y: at.y - LINE, w, h: LINE * 2 },
      };
    });
    const free = spots.find((spot) =>
      labels.every((other) => !touches(grown(spot.box, GAP), other.box)),
    );
    if (free === undefined) return null;
    labels.push(free);
  }
  return labels;
}

/** Where a kind of device likes to be, as a share of the room: bulbs shine from the middle. */
function favourite(kind: DeviceKind, room: Room, plan: FloorPlan): Point {
  const at = (x: number, y: number): Point => ({ x: room.x + room.w * x, y: room.y + room.d * y });
  if (kind === "bulb") return at(0.4, 0.4);
  if (kind === "siren") return at(0.9, 0.35);
  if (room.y + room.d === plan.d) return at(0.5, 0.98);
  if (room.x + room.w === plan.w) return at(0.98, 0.5);
  return room.x === 0 ? at(0.02, 0.5) : at(0.5, 0.02);
}

function feet(room: Room): Point[] {
  const edge = 0.42;
  const steps = (length: number): number[] => {
    const free = Math.max(0, length - 2 * edge);
    const count = Math.max(1, Math.ceil(free / 0.45));
    return Array.from({ length: count + 1 }, (_, index) => edge + (free * index) / count);
  };
  return steps(room.w).flatMap((x) => steps(room.d).map((y) => ({ x: room.x + x, y: room.y + y })));
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function placePins(
  plan: FloorPlan,
  devices: readonly SceneDevice[],
  labels: readonly Label[],
  projection: Projection,
  strict: boolean,
): Pin[] | null {
  const pins: Pin[] = [];
  const keepOut = labels.map((label) => grown(label.box, PIN_RADIUS + GAP));
  const rooms = new Map(plan.rooms.map((room) => [room.id, room]));
  const apart = strict ? 2 * PIN_TOUCH : PIN_RADIUS;
  for (const device of devices) {
    const room = rooms.get(device.zone);
    if (room === undefined) continue;
    const wish = favourite(device.kind, room, plan);
    let best: Pin | null = null;
    let bestCost = Infinity;
    for (const spot of feet(room)) {
      const foot = project(projection, spot.x, spot.y);
      const head = { x: foot.x, y: foot.y - PIN_LIFT };
      if (pins.some((pin) => distance(pin.head, head) < apart)) continue;
      if (strict && keepOut.some((box) => inside(box, head))) continue;
      const hidden = labels.some((label) => inside(grown(label.box, GAP), foot)) ? HIDDEN_FOOT : 0;
      const cost =
        distance(spot, wish) * projection.scale + outside(room, head, projection) + hidden;
      if (cost < bestCost) {
        best = { device: device.id, head, foot };
        bestCost = cost;
      }
    }
    if (best !== null) pins.push(best);
    else if (strict) return null;
  }
  return pins;
}

/** A head that hides in the neighbour's room would be read as the neighbour's. */
function outside(room: Room, head: Point, projection: Projection): number {
  const at = unproject(projection, head);
  const past = Math.max(room.x - at.x, at.x - room.x - room.w, 0);
  const above = Math.max(room.y - at.y, at.y - room.y - room.d, 0);
  return (past + above) * projection.scale * 3;
}

/** The house with the foundation it stands on. */
function outline(plan: FloorPlan, tilt: number) {
  const { out, thick, cast } = BASE;
  const house = extent(plan.w, plan.d, WALL.back, tilt);
  const ground = extent(2 * out, 2 * (out + cast), thick, tilt);
  return {
    width: house.width + 4 * out * ACROSS,
    height: house.height + ground.height / 2 + cast * tilt + thick / 2,
    left: house.left + 2 * out * ACROSS,
    top: house.top,
  };
}

/** A tall viewport looks down more steeply, so that a phone's width is used. */
function tiltFor(viewport: Viewport): number {
  const ratio = viewport.height / viewport.width;
  return Math.min(0.72, Math.max(0.5, ratio * 0.78));
}

export function composeScene(
  zones: readonly SceneZone[],
  devices: readonly SceneDevice[],
  viewport: Viewport,
): Scene {
  const count = (id: string): number => devices.filter((device) => device.zone === id).length;
  const plan = layOut(zones.map((zone) => ({ id: zone.id, devices: count(zone.id) })));
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  const tilt = tiltFor(viewport);
  const size = outline(plan, tilt);
  const fit = Math.min(
    (viewport.width - 2 * MARGIN) / size.width,
    (viewport.height - 2 * MARGIN) / size.height,
  );
  let scale = Math.max(1, fit);
  for (let step = 0; ; step += 1) {
    const strict = step < MOST_STEPS;
    const width = Math.max(viewport.width, size.width * scale + 2 * MARGIN);
    const height = Math.max(viewport.height, size.height * scale + 2 * MARGIN);
    const projection: Projection = {
      scale,
      tilt,
      origin: {
        x: (width - size.width * scale) / 2 + size.left * scale,
        y: (height - size.height * scale) / 2 + size.top * scale,
      },
    };
    const labels = placeLabels(plan.rooms, byId, projection);
    const pins = labels && placePins(plan, devices, labels, projection, strict);
    if (labels && pins) return { plan, projection, width, height, labels, pins };
    if (!strict) return { plan, projection, width, height, labels: labels ?? [], pins: pins ?? [] };
    scale *= GROW;
  }
}
