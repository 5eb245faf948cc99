/** The flat drawing of a floor, in pixels of the view. */
import { nothing, svg, type SVGTemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { PlanDevice, PlanDoor, PlanFloor } from "../../types/plan";
import type { Device } from "../../types/wire";
import { wallLines } from "../../services/editor/doors";
import { handleAt, handlesFor, labelRooms, type Choice } from "../../services/editor/hit";
import type { Overlap } from "../../services/editor/overlaps";
import { centre, type Rect, type Spot } from "../../services/editor/rect";
import type { Teller } from "../../services/editor/telling";
import { toPixel, type Size, type View } from "../../services/editor/view";
import { icon } from "../icons";
import { KIND_ICONS } from "./signs";

export interface Sheet {
  readonly floor: PlanFloor;
  readonly view: View;
  readonly size: Size;
  readonly choice: Choice | null;
  readonly overlaps: readonly Overlap[];
  readonly teller: Teller;
  readonly devices: ReadonlyMap<string, Device>;
  /** In pixels: how large handles are for this pointer. */
  readonly handle: number;
  readonly reach: number;
  readonly onFocus: (choice: Choice) => void;
}

/** Lines nearer to each other than this are left out. */
const CLOSEST = 9;
const LETTER = 7.4;
/** Of a device. */
const RADIUS = 15;
const ICON = 19;

const f = (value: number): string => value.toFixed(1);

const boxOf = (view: View, rect: Rect) => {
  const { x, y } = toPixel(view, rect);
  return { x, y, w: rect.w * view.scale, d: rect.d * view.scale };
};

function lines(view: View, size: Size, every: number, name: string): SVGTemplateResult {
  const step = every * view.scale;
  const first = (at: number): number => Math.ceil(at / every) * every;
  const count = (length: number): number => Math.ceil(length / step) + 1;
  const from = toPixel(view, { x: first(view.x), y: first(view.y) });
  const down = Array.from({ length: count(size.width) }, (_, i) => from.x + i * step);
  const across = Array.from({ length: count(size.height) }, (_, i) => from.y + i * step);
  const d = [
    ...down.map((x) => `M${f(x)} 0V${size.height}`),
    ...across.map((y) => `M0 ${f(y)}H${size.width}`),
  ].join("");
  return svg`<path class=${name} d=${d}></path>`;
}

/** Half metres, metres and five metres, as far as they can be told apart. */
export function grid(view: View, size: Size): SVGTemplateResult {
  return svg`<g aria-hidden="true">
    ${view.scale >= CLOSEST ? lines(view, size, 1, "fine") : nothing}
    ${view.scale * 2 >= CLOSEST ? lines(view, size, 2, "metre") : nothing}
    ${lines(view, size, 10, "five")}
  </g>`;
}

const pressed = (yes: boolean): "true" | "false" => (yes ? "true" : "false");

const focusing = (sheet: Sheet, choice: Choice) => () => {
  sheet.onFocus(choice);
};

export function rooms(sheet: Sheet): SVGTemplateResult {
  const { floor, view, choice, teller } = sheet;
  return svg`${repeat(
    floor.rooms.map((room, index) => ({ room, index })),
    ({ index }) => `room-${index}`,
    ({ room, index }) => {
      const own = { kind: "room", index } as const;
      const chosen = choice?.kind === "room" && choice.index === index;
      const { x, y, w, d } = boxOf(view, room);
      return svg`<rect class="room ${chosen ? "chosen" : ""}"
        x=${f(x)} y=${f(y)} width=${f(w)} height=${f(d)} data-item="room-${index}"
        tabindex="0" role="button" aria-pressed=${pressed(chosen)}
        aria-label=${teller.chosen(floor, own)} aria-describedby="keys"
        @focus=${focusing(sheet, own)}></rect>`;
    },
  )}`;
}

/** Where rooms lie over each other, hatched as well as red. */
export function clashes({ floor, view, overlaps }: Sheet): SVGTemplateResult {
  return svg`<g class="clashes" aria-hidden="true">${overlaps.map(({ rooms: [i, j] }) => {
    const [a, b] = [floor.rooms[i], floor.rooms[j]];
    if (a === undefined || b === undefined) return nothing;
    const x = Math.max(a.x, b.x);
    const y = Math.max(a.y, b.y);
    const box = boxOf(view, {
      x,
      y,
      w: Math.min(a.x + a.w, b.x + b.w) - x,
      d: Math.min(a.y + a.d, b.y + b.d) - y,
    });
    return svg`<rect x=${f(box.x)} y=${f(box.y)} width=${f(box.w)} height=${f(box.d)}></rect>`;
  })}</g>`;
}

export function walls({ floor, view }: Sheet): SVGTemplateResult {
  const d = wallLines(floor.rooms)
    .map(({ along, line, from, to }) => {
      const ends = along === "x" ? [from, line, to, line] : [line, from, line, to];
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = ends;
      const a = toPixel(view, { x: x1, y: y1 });
      const b = toPixel(view, { x: x2, y: y2 });
      return `M${f(a.x)} ${f(a.y)}L${f(b.x)} ${f(b.y)}`;
    })
    .join("");
  return svg`<path class="walls" aria-hidden="true" d=${d}></path>`;
}

const doorLine = (view: View, door: PlanDoor) => {
  const a = toPixel(view, door);
  const length = door.length * view.scale;
  return door.along === "x"
    ? { ...a, x2: a.x + length, y2: a.y }
    : { ...a, x2: a.x, y2: a.y + length };
};

/** The middle of the ground that a leaf swings over. */
const swing = ({ x, y, along, length }: PlanDoor): Spot => {
  const half = length / 2;
  return along === "x" ? { x: x + half, y: y - half } : { x: x - half, y: y + half };
};

/** The gap and the swing of a leaf, as an architect draws it. */
function leaf(view: View, door: PlanDoor): string {
  const { x, y, x2, y2 } = doorLine(view, door);
  const r = door.length * view.scale;
  const open = door.along === "x" ? { x, y: y - r } : { x: x - r, y };
  const sweep = door.along === "x" ? 1 : 0;
  return `M${f(x)} ${f(y)}L${f(open.x)} ${f(open.y)}A${f(r)} ${f(r)} 0 0 ${sweep} ${f(x2)} ${f(y2)}`;
}

export function doors(sheet: Sheet): SVGTemplateResult {
  const { floor, view, choice, teller } = sheet;
  return svg`${repeat(
    floor.doors.map((door, index) => ({ door, index })),
    ({ index }) => `door-${index}`,
    ({ door, index }) => {
      const own = { kind: "door", index } as const;
      const chosen = choice?.kind === "door" && choice.index === index;
      const { x, y, x2, y2 } = doorLine(view, door);
      return svg`<g class="door ${chosen ? "chosen" : ""}" data-item="door-${index}"
        tabindex="0" role="button" aria-pressed=${pressed(chosen)}
        aria-label=${teller.chosen(floor, own)} aria-describedby="keys"
        @focus=${focusing(sheet, own)}>
        <line class="gap" x1=${f(x)} y1=${f(y)} x2=${f(x2)} y2=${f(y2)}></line>
        <path class="leaf" d=${leaf(view, door)}></path>
      </g>`;
    },
  )}`;
}

/** The door that a tap would put. */
export function ghost(view: View, door: PlanDoor | null): SVGTemplateResult | typeof nothing {
  return door === null
    ? nothing
    : svg`<path class="ghost" aria-hidden="true" d=${leaf(view, door)}></path>`;
}

const shorten = (text: string, width: number): string => {
  const most = Math.floor(width / LETTER);
  const signs = Array.from(text);
  if (signs.length <= most) return text;
  return most < 3
    ? ""
    : `${signs
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
};

/** Ways from the middle of a room, in pixels, until a name lies over no device or door. */
const ASIDE = [0, 30, -30, 54, -54] as const;

function freeLine(sheet: Sheet, at: Spot, width: number): number {
  const { view, floor } = sheet;
  const taken = [
    ...floor.devices.map((placed) => ({ spot: toPixel(view, placed), half: RADIUS })),
    ...floor.doors.map((door) => ({
      spot: toPixel(view, swing(door)),
      half: (door.length * view.scale) / 2,
    })),
  ];
  const free = ASIDE.find((by) =>
    taken.every(
      ({ spot, half }) =>
        Math.abs(spot.y - at.y - by) > half + 9 || Math.abs(spot.x - at.x) > width / 2 + half,
    ),
  );
  return at.y + (free ?? 0) + 5;
}

export function labels(sheet: Sheet): SVGTemplateResult {
  const { floor, view, teller } = sheet;
  return svg`<g class="labels" aria-hidden="true">${[...labelRooms(floor)].map(([zone, room]) => {
    const at = toPixel(view, centre(room));
    const text = shorten(teller.zone(zone), room.w * view.scale - 8);
    const y = freeLine(sheet, at, Array.from(text).length * LETTER);
    return svg`<text class="name" x=${f(at.x)} y=${f(y)}>${text}</text>`;
  })}</g>`;
}

/** Width and depth of the chosen room, inside its edges. */
export function measures({
  floor,
  view,
  choice,
  teller,
}: Sheet): SVGTemplateResult | typeof nothing {
  const room = choice?.kind === "room" ? floor.rooms[choice.index] : undefined;
  if (room === undefined) return nothing;
  const { x, y, w, d } = boxOf(view, room);
  if (w < 74 || d < 46) return nothing;
  return svg`<g class="measures" aria-hidden="true">
    <text x=${f(x + w / 2)} y=${f(y + 22)}>${teller.length(room.w)}</text>
    <text transform="translate(${f(x + 22)} ${f(y + d / 2)}) rotate(-90)">${teller.length(room.d)}</text>
  </g>`;
}

function device(sheet: Sheet, placed: PlanDevice): SVGTemplateResult | typeof nothing {
  const { floor, view, choice, teller, devices } = sheet;
  const known = devices.get(placed.device);
  if (known === undefined) return nothing;
  const own = { kind: "device", device: placed.device } as const;
  const chosen = choice?.kind === "device" && choice.device === placed.device;
  const { x, y } = toPixel(view, placed);
  return svg`<g class="device ${chosen ? "chosen" : ""}" data-item="device-${placed.device}"
    tabindex="0" role="button" aria-pressed=${pressed(chosen)}
    aria-label=${teller.chosen(floor, own)} aria-describedby="keys"
    @focus=${focusing(sheet, own)}>
    <title>${known.name}</title>
    <circle cx=${f(x)} cy=${f(y)} r=${RADIUS}></circle>
    <g transform="translate(${f(x - ICON / 2)} ${f(y - ICON / 2)})">${icon(KIND_ICONS[known.kind], ICON)}</g>
  </g>`;
}

export const devicesOf = (sheet: Sheet): SVGTemplateResult =>
  svg`${repeat(
    sheet.floor.devices,
    (placed) => placed.device,
    (placed) => device(sheet, placed),
  )}`;

export function handles({
  floor,
  view,
  choice,
  handle,
  reach,
}: Sheet): SVGTemplateResult | typeof nothing {
  const room = choice?.kind === "room" ? floor.rooms[choice.index] : undefined;
  if (room === undefined) return nothing;
  return svg`<g class="handles" aria-hidden="true">${handlesFor(room, reach / view.scale).map(
    (one) => {
      const at: Spot = toPixel(view, handleAt(room, one));
      return svg`<circle class="handle h${one.x * one.y} ${one.x === 0 ? "ns" : one.y === 0 ? "ew" : ""}"
        cx=${f(at.x)} cy=${f(at.y)} r=${handle}></circle>`;
    },
  )}</g>`;
}

/** What the plan is drawn over; never a button, never in the way. */
export const backdrop = (
  picture: string,
  { x, y, width, opacity }: Spot & { readonly width: number; readonly opacity: number },
): SVGTemplateResult =>
  svg`<image aria-hidden="true" href=${picture} x=${f(x)} y=${f(y)} width=${f(width)} opacity=${opacity}></image>`;
