/** The plan is one stop of the Tab key; within it the arrow keys lead to the next room or device. */
import type { LitElement, ReactiveController } from "lit";

export interface Pointed {
  readonly kind: "zone" | "device";
  readonly id: string;
}

type Focusable = HTMLElement | SVGElement;

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** How much farther something seems that lies to the side. */
const ASIDE = 2.2;

/** `zone:hall` or `device:abc`. */
export const stopKey = (kind: Pointed["kind"], id: string): string => `${kind}:${id}`;

/** The room or device that an event happened on. */
export function pointedAt(target: EventTarget | null): Pointed | null {
  if (!(target instanceof Element)) return null;
  const button = target.closest("[data-zone], [data-device]");
  if (!(button instanceof HTMLElement || button instanceof SVGElement)) return null;
  const { zone, device } = button.dataset;
  if (device !== undefined) return { kind: "device", id: device };
  return zone === undefined ? null : { kind: "zone", id: zone };
}

const middle = (target: Element): readonly [number, number] => {
  const { left, top, width, height } = target.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

export class Roving implements ReactiveController {
  constructor(private readonly _host: LitElement) {
    _host.addController(this);
  }

  hostConnected(): void {
    this._host.addEventListener("keydown", this._onKey);
  }

  hostDisconnected(): void {
    this._host.removeEventListener("keydown", this._onKey);
  }

  private readonly _onKey = (event: KeyboardEvent): void => {
    const from = event.composedPath()[0];
    if (!(from instanceof Element) || pointedAt(from) === null || event.altKey || event.metaKey)
      return;
    const next = this._next(from, event.key);
    if (next === null) return;
    event.preventDefault();
    next.focus();
  };

  private _next(from: Element, key: string): Focusable | null {
    const all = [
      ...this._host.renderRoot.querySelectorAll<Focusable>("[data-zone], [data-device]"),
    ];
    if (key === "Home") return all.at(0) ?? null;
    if (key === "End") return all.at(-1) ?? null;
    const direction = DIRECTIONS[key];
    if (direction === undefined) return null;
    const here = middle(from);
    const far = (target: Element): number => {
      const [x, y] = middle(target);
      const [dx, dy] = [x - here[0], y - here[1]];
      const along = dx * direction[0] + dy * direction[1];
      const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
      return along <= 1 || aside > along * ASIDE ? Infinity : along + aside * ASIDE;
    };
    const near = all
      .filter((target) => target !== from)
      .map((target) => ({ target, far: far(target) }))
      .sort((a, b) => a.far - b.far)
      .at(0);
    return near === undefined || near.far === Infinity ? null : near.target;
  }
}
