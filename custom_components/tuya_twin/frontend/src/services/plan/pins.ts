/** Where the devices stand: their feet on the floor of their room, their heads apart. */
import { centred, grown, holds, type Box } from "./boxes";
import type { Detail } from "./detail";
import type { Doorway } from "./doors";
import type { FloorDevice } from "./floors";
import { distance, project, unproject, type Point, type Projection } from "./iso";
import type { Label } from "./labels";
import { middleOf } from "./lock-doors";
import { EDGE, type FloorShape, type RoomShape } from "./shape";

export interface Pin {
  readonly device: string;
  readonly head: Point;
  readonly foot: Point;
  /** The foot in steps of the floor. */
  readonly at: Point;
}

const GAP = 3;
/** A foot under a label is not seen: worth this many pixels' walk from where it likes to be. */
const HIDDEN_FOOT = 40;

/** In front of the door that it holds, on the side of its room. */
function atDoor(way: Doorway, room: RoomShape): Point {
  const { x, y } = middleOf(way);
  const [dx, dy] = way.along === "x" ? [0, EDGE] : [EDGE, 0];
  const front = { x: x + dx, y: y + dy };
  return room.has(front) ? front : { x: x - dx, y: y - dy };
}

/** Where others than bulbs like to be, as a share of the room. */
const LIKES = { siren: [0.9, 0.35], lock: [0.5, 0.9] } as const;

/** One lamp shines from a little behind the middle, several light the whole room. */
function lampSpot(index: number, count: number): readonly [number, number] {
  if (count === 1) return [0.4, 0.4];
  return [0.12 + (0.76 * (index + 0.5)) / count, index % 2 === 0 ? 0.3 : 0.62];
}

function favourite(
  device: FloorDevice,
  room: RoomShape,
  shape: FloorShape,
  lamps: readonly FloorDevice[],
): Point {
  const { id, kind } = device;
  const door = shape.doorways.find(({ lock }) => lock === id);
  if (door !== undefined) return atDoor(door, room);
  const { heart } = room;
  const [x, y] = kind === "bulb" ? lampSpot(lamps.indexOf(device), lamps.length) : LIKES[kind];
  return { x: heart.x + heart.w * x, y: heart.y + heart.d * y };
}

/** What it costs, in pixels of a walk, to stand in a crowd, for each pixel, or over words. */
const CROWD = 100;
const COVER = 200;
/** Where a head may be over a foot that cannot move: in lifts up, in heads to the side. */
const RISES = [1, 1.6, 2.2, 3.2] as const;
const ASIDES = [0, -0.5, 0.5, -1, 1] as const;

/** A head that hides in the neighbour's room would be read as the neighbour's. */
const astray = (room: RoomShape, head: Point, projection: Projection): number =>
  room.has(unproject(projection, head)) ? 0 : projection.scale * 4;

/** What a place costs before anybody asks for it, in pixels. */
interface Place extends Spot {
  readonly cost: number;
}

type Spot = Omit<Pin, "device">;

/** Where heads would be whose feet cannot move; words better leave that free. */
export function fixedHeads(shape: FloorShape, detail: Detail, projection: Projection): Box[] {
  return [...shape.floor.placed.values()].map(({ x, y }) => {
    const foot = project(projection, x, y);
    const size = 2 * (detail.radius + GAP);
    return centred({ x: foot.x, y: foot.y - detail.lift }, size, size);
  });
}

class Search {
  readonly pins: Pin[] = [];
  private readonly _words: readonly Box[];
  private readonly _places = new Map<RoomShape, readonly Place[]>();

  constructor(
    private readonly _projection: Projection,
    private readonly _detail: Detail,
    private readonly _labels: readonly Label[],
  ) {
    this._words = _labels.map(({ box }) => grown(box, _detail.radius + GAP));
  }

  /** The foot stays where somebody put it; only the head may give way, and be free if `strict`. */
  put(device: string, at: Point, strict: boolean): void {
    const { lift, apart } = this._detail;
    const foot = project(this._projection, at.x, at.y);
    const heads = RISES.flatMap((up) =>
      ASIDES.map((aside) => ({ x: foot.x + aside * apart, y: foot.y - lift * up })),
    );
    const head = heads.reduce((a, b) => (this._harm(b) < this._harm(a) ? b : a));
    if (strict && this._harm(head) > 0) return;
    this.pins.push({ device, at, foot, head });
  }

  /** In the best free place of its room; not `strict` in the best of all places. */
  place(device: string, wish: Point, room: RoomShape, strict: boolean): void {
    let best: Spot | null = null;
    let lowest = Infinity;
    for (const { cost, ...spot } of this._placesIn(room)) {
      const sum = cost + distance(spot.at, wish) * this._projection.scale;
      if (sum >= lowest) continue;
      const harm = this._harm(spot.head);
      if (sum + harm >= lowest || (strict && harm > 0)) continue;
      lowest = sum + harm;
      best = spot;
    }
    if (best !== null) this.pins.push({ device, ...best });
  }

  private _placesIn(room: RoomShape): readonly Place[] {
    const known = this._places.get(room);
    if (known !== undefined) return known;
    const places = room.feet.map((at): Place => {
      const foot = project(this._projection, at.x, at.y);
      const head = { x: foot.x, y: foot.y - this._detail.lift };
      const hidden = this._labels.some(({ box }) => holds(grown(box, GAP), foot));
      const cost = astray(room, head, this._projection) + (hidden ? HIDDEN_FOOT : 0);
      return { at, foot, head, cost };
    });
    this._places.set(room, places);
    return places;
  }

  /** How much a head would be over others, and over words; 0 if it is free. */
  private _harm(head: Point): number {
    const { apart } = this._detail;
    const nearest = this.pins.reduce(
      (least, pin) => Math.min(least, distance(pin.head, head)),
      apart,
    );
    const covers = this._words.some((box) => holds(box, head));
    return (apart - nearest) * CROWD + (covers ? COVER : 0);
  }
}

/** Who has to find a free place, and is left out otherwise: all, but those somebody put, or nobody. */
export type Strictness = "all" | "unput" | "nobody";

/** All who are not left out are as far apart as may be. */
export function placePins(
  shape: FloorShape,
  devices: readonly FloorDevice[],
  labels: readonly Label[],
  detail: Detail,
  projection: Projection,
  strict: Strictness,
): Pin[] {
  const search = new Search(projection, detail, labels);
  const rooms = new Map(shape.rooms.map((room) => [room.zone, room]));
  const { placed } = shape.floor;
  for (const { id } of devices) {
    const at = placed.get(id);
    if (at !== undefined) search.put(id, at, strict === "all");
  }
  const free = devices.filter(({ id }) => !placed.has(id));
  for (const device of free) {
    const room = rooms.get(device.zone);
    if (room === undefined) continue;
    const lamps = free.filter(({ kind, zone }) => kind === "bulb" && zone === device.zone);
    search.place(device.id, favourite(device, room, shape, lamps), room, strict !== "nobody");
  }
  return search.pins;
}
