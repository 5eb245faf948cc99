/** Closer and farther: by two fingers, the wheel with Ctrl, keys, buttons. One finger only scrolls. */
import type { LitElement, ReactiveController } from "lit";
import { project, unproject, type Point, type Projection } from "../../services/plan/iso";

/** What is zoomed: a canvas in a window that scrolls over it. */
export interface Zoomed {
  window(): HTMLElement | null;
  canvas(): HTMLElement | null;
  projection(): Projection | null;
}

interface Anchor {
  /** The place of the floor that stays under the finger. */
  readonly floor: Point;
  /** In pixels from the corner of the window. */
  readonly at: Point;
}

interface Pinch {
  readonly apart: number;
  readonly middle: Point;
}

const CLOSEST = 6;
export const CLOSER = 1.5;
const WHEEL_PACE = 0.01;
/** After the last turn of the wheel the drawing is made anew. */
const WHEEL_REST_MS = 140;

const between = (touches: TouchList): Pinch | null => {
  const [a, b] = [touches[0], touches[1]];
  if (a === undefined || b === undefined) return null;
  return {
    apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    middle: { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 },
  };
};

export class Zoom implements ReactiveController {
  value = 1;
  private _anchor: Anchor | null = null;
  private _pinch: Pinch | null = null;
  /** What the canvas is stretched by until it is drawn anew. */
  private _stretch = 1;
  private _rest = 0;

  constructor(
    private readonly _host: LitElement,
    private readonly _zoomed: Zoomed,
  ) {
    _host.addController(this);
  }

  hostConnected(): void {
    const host = this._host;
    host.addEventListener("touchstart", this._onTouchStart, { passive: true });
    host.addEventListener("touchmove", this._onTouchMove, { passive: false });
    host.addEventListener("touchend", this._onTouchEnd);
    host.addEventListener("touchcancel", this._onTouchEnd);
    host.addEventListener("wheel", this._onWheel, { passive: false });
    host.addEventListener("dblclick", this._onDoubleClick);
  }

  hostDisconnected(): void {
    const host = this._host;
    host.removeEventListener("touchstart", this._onTouchStart);
    host.removeEventListener("touchmove", this._onTouchMove);
    host.removeEventListener("touchend", this._onTouchEnd);
    host.removeEventListener("touchcancel", this._onTouchEnd);
    host.removeEventListener("wheel", this._onWheel);
    host.removeEventListener("dblclick", this._onDoubleClick);
    window.clearTimeout(this._rest);
    this._stretch = 1;
  }

  /** After the drawing was made anew, what was under the finger is under it again. */
  hostUpdated(): void {
    const anchor = this._anchor;
    const [window, projection] = [this._zoomed.window(), this._zoomed.projection()];
    if (anchor === null || window === null || projection === null) return;
    this._anchor = null;
    const now = project(projection, anchor.floor.x, anchor.floor.y);
    window.scrollLeft = now.x - anchor.at.x;
    window.scrollTop = now.y - anchor.at.y;
  }

  get closer(): boolean {
    return this.value < CLOSEST;
  }

  /** By a factor, around a point of the window or around its middle. */
  by(factor: number, around: Point | null = null): void {
    this._to(this.value * factor, around);
  }

  reset(): void {
    this._to(1, null);
  }

  private _to(value: number, around: Point | null): void {
    const next = Math.min(CLOSEST, Math.max(1, value));
    this._stretched(1, null);
    if (next === this.value) return;
    this._anchor = this._anchorAt(around);
    this.value = next;
    this._host.requestUpdate();
  }

  private _anchorAt(around: Point | null): Anchor | null {
    const [window, projection] = [this._zoomed.window(), this._zoomed.projection()];
    if (window === null || projection === null) return null;
    const at = around ?? { x: window.clientWidth / 2, y: window.clientHeight / 2 };
    const pixel = { x: at.x + window.scrollLeft, y: at.y + window.scrollTop };
    return { at, floor: unproject(projection, pixel) };
  }

  /** From the page to the window, which may itself be drawn larger than it is. */
  private _inWindow({ x, y }: Point): Point | null {
    const window = this._zoomed.window();
    if (window === null) return null;
    const { left, top, width } = window.getBoundingClientRect();
    const drawn = window.offsetWidth / Math.max(1, width);
    return { x: (x - left) * drawn, y: (y - top) * drawn };
  }

  /** While fingers move, the drawing is only stretched: that costs nothing. */
  private _stretched(by: number, around: Point | null): void {
    this._stretch = by;
    const [window, canvas] = [this._zoomed.window(), this._zoomed.canvas()];
    if (window === null || canvas === null) return;
    if (around !== null) {
      const [x, y] = [around.x + window.scrollLeft, around.y + window.scrollTop];
      canvas.style.transformOrigin = `${x}px ${y}px`;
    }
    canvas.style.transform = by === 1 ? "" : `scale(${by})`;
  }

  private readonly _onTouchStart = (event: TouchEvent): void => {
    this._pinch = event.touches.length === 2 ? between(event.touches) : null;
  };

  private readonly _onTouchMove = (event: TouchEvent): void => {
    const [from, now] = [this._pinch, between(event.touches)];
    if (from === null || now === null) return;
    event.preventDefault();
    this._stretched(now.apart / from.apart, this._inWindow(from.middle));
  };

  private readonly _onTouchEnd = (): void => {
    const pinch = this._pinch;
    if (pinch === null) return;
    this._pinch = null;
    this.by(this._stretch, this._inWindow(pinch.middle));
  };

  private readonly _onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const around = this._inWindow({ x: event.clientX, y: event.clientY });
    const most = CLOSEST / this.value;
    const next = this._stretch * Math.exp(-event.deltaY * WHEEL_PACE);
    this._stretched(Math.min(most, Math.max(1 / this.value, next)), around);
    window.clearTimeout(this._rest);
    this._rest = window.setTimeout(() => {
      this.by(this._stretch, around);
    }, WHEEL_REST_MS);
  };

  private readonly _onDoubleClick = (event: MouseEvent): void => {
    const canvas = this._zoomed.canvas();
    if (canvas === null || !event.composedPath().includes(canvas)) return;
    if (this.value > 1) this.reset();
    else this.by(CLOSER * CLOSER, this._inWindow({ x: event.clientX, y: event.clientY }));
  };
}
