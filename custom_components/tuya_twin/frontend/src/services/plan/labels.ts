/** Where the words of the rooms stand, and how much of them has room. */
import { centred, grown, touches, type Box } from "./boxes";
import type { Detail, LabelForm } from "./detail";
import { ACROSS, project, type Point, type Projection } from "./iso";
import type { RoomShape } from "./shape";

export interface SceneZone {
  readonly id: string;
  readonly name: string;
  /** The longest status word that may stand under the name. */
  readonly word: string;
}

export interface Label {
  readonly zone: string;
  readonly form: LabelForm;
  /** The name, in one line or two, as much of it as there is room for. */
  readonly lines: readonly string[];
  readonly at: Point;
  readonly box: Box;
}

/** A wide typeface's mean width; the real one is not known here. */
const EM_PER_LETTER = 0.57;
const EM_PER_SIGN = 1.04;
/** From here on, scripts are as wide as they are high. */
const WIDE_SIGNS = 0x1100;
/** The shape beside a word, with the gap between. */
const SHAPE = 18;
const LINE = 1.22;
const GAP = 2;
/** What a name may always take, as a narrow room has neighbours that leave it some air. */
const LEAST_WIDTH = 74;
const LEAST_LETTERS = 3;

const emOf = (sign: string): number =>
  sign > String.fromCodePoint(WIDE_SIGNS) ? EM_PER_SIGN : EM_PER_LETTER;

export const widthOf = (text: string, size: number): number =>
  Array.from(text).reduce((sum, sign) => sum + emOf(sign), 0) * size;

/** As much of a text as there is room for. */
export function shortened(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text;
  const signs = Array.from(text);
  const cut = (count: number): string => `${signs.slice(0, count).join("").trimEnd()}\u2026`;
  let count = signs.length - 1;
  while (count > LEAST_LETTERS && widthOf(cut(count), size) > width) count -= 1;
  return cut(count);
}

/** In two lines, if it has two words: so that the longer is as short as can be. */
function halves(text: string, size: number): string[] {
  const words = text.split(/\s+/);
  const splits = words.slice(1).map((_, index) => {
    const at = index + 1;
    return [words.slice(0, at).join(" "), words.slice(at).join(" ")];
  });
  const longest = (lines: readonly string[]): number =>
    Math.max(...lines.map((line) => widthOf(line, size)));
  return [[text], ...splits].reduce((a, b) => (longest(b) < longest(a) ? b : a));
}

/** The drawn width of a room's floor at the height of its centre. */
const span = ({ heart }: RoomShape, { scale }: Projection): number =>
  Math.min(heart.w, heart.d) * 2 * ACROSS * scale;

/** Where in its room a label may stand, best first: a little before the middle. */
const SPOTS = [
  [0.58, 0.58],
  [0.66, 0.66],
  [0.5, 0.5],
  [0.45, 0.65],
  [0.65, 0.45],
  [0.74, 0.74],
  [0.4, 0.4],
] as const;

/** How far beyond its room's width a name may go before it is cut. */
const OVER = 1.15;

/** A name in one line, in two, or cut, as far as each fits; best first. */
function wordings(form: LabelForm, name: string, width: number, size: number): string[][] {
  if (form === "shape") return [[]];
  const whole = [[name], halves(name, size)].filter((lines) =>
    lines.every((line) => widthOf(line, size) <= width * OVER),
  );
  return [...whole, halves(name, size).map((line) => shortened(line, size, width))];
}

function sizeOf(
  form: LabelForm,
  lines: readonly string[],
  word: string,
  { nameSize, wordSize }: Detail,
): readonly [width: number, height: number] {
  if (form === "shape") return [SHAPE, SHAPE];
  const widest = Math.max(...lines.map((line) => widthOf(line, nameSize)));
  if (form === "name") return [widest + SHAPE, lines.length * nameSize * LINE];
  const height = lines.length * nameSize * LINE + wordSize * LINE;
  return [Math.max(widest, widthOf(word, wordSize) + SHAPE), height];
}

function candidates(
  room: RoomShape,
  zone: SceneZone,
  detail: Detail,
  projection: Projection,
  form: LabelForm,
): Label[] {
  const width = Math.max(LEAST_WIDTH, span(room, projection) - (form === "name" ? SHAPE : 0));
  const { heart } = room;
  return wordings(form, zone.name, width, detail.nameSize).flatMap((lines) => {
    const [w, h] = sizeOf(form, lines, zone.word, detail);
    return SPOTS.map(([x, y]) => {
      const at = project(projection, heart.x + heart.w * x, heart.y + heart.d * y);
      return { zone: zone.id, form, lines, at, box: centred(at, w, h) };
    });
  });
}

/** Where a room's shape stands if nothing else has room. */
const reserve = (room: RoomShape, projection: Projection): Box => {
  const { x, y, w, d } = room.heart;
  return centred(project(projection, x + w / 2, y + d / 2), SHAPE, SHAPE);
};

const clear =
  (boxes: readonly Box[]) =>
  ({ box }: Label): boolean =>
    boxes.every((other) => !touches(grown(box, GAP), other));

/**
 * None over another, nor where a later room would show its shape; who finds no place goes without.
 * Over the `heads` of devices that somebody put there only if there is no other place.
 */
export function placeLabels(
  rooms: readonly RoomShape[],
  zones: ReadonlyMap<string, SceneZone>,
  detail: Detail,
  projection: Projection,
  heads: readonly Box[] = [],
): Label[] {
  const taken = new Map(rooms.map((room) => [room.zone, reserve(room, projection)]));
  const labels: Label[] = [];
  for (const room of rooms) {
    const zone = zones.get(room.zone);
    if (zone === undefined) continue;
    taken.delete(room.zone);
    const boxes = [...taken.values(), ...labels.map(({ box }) => box)];
    const [best] = detail.forms.flatMap((form) => {
      const free = candidates(room, zone, detail, projection, form).filter(clear(boxes));
      return [...free.filter(clear(heads)), ...free];
    });
    if (best !== undefined) labels.push(best);
  }
  return labels;
}
