/** A mouse has no second finger: it drags what is larger than its window. */
import type { LitElement, ReactiveController } from "lit";

/** Shorter ways are clicks. */
const CLICK_PX = 5;

interface Grip {
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  moved: boolean;
}

export class Drag implements ReactiveController {
  private _grip: Grip | null = null;

  constructor(
    private readonly _host: LitElement,
    private readonly _window: () => HTMLElement | null,
  ) {
    _host.addController(this);
  }

  hostConnected(): void {
    this._host.addEventListener("pointerdown", this._onDown);
    this._host.addEventListener("click", this._onClick, { capture: true });
  }

  hostDisconnected(): void {
    this._host.removeEventListener("pointerdown", this._onDown);
    this._host.removeEventListener("click", this._onClick, { capture: true });
    this._release();
  }

  private readonly _onDown = (event: PointerEvent): void => {
    const window = this._window();
    this._grip = null;
    if (event.pointerType !== "mouse" || event.button !== 0 || window === null) return;
    if (!event.composedPath().includes(window)) return;
    const { clientX: x, clientY: y } = event;
    this._grip = { x, y, left: window.scrollLeft, top: window.scrollTop, moved: false };
    document.addEventListener("pointermove", this._onMove);
    document.addEventListener("pointerup", this._release, { once: true });
  };

  private readonly _onMove = (event: PointerEvent): void => {
    const [grip, window] = [this._grip, this._window()];
    if (grip === null || window === null) return;
    const [x, y] = [event.clientX - grip.x, event.clientY - grip.y];
    if (!grip.moved && Math.hypot(x, y) < CLICK_PX) return;
    grip.moved = true;
    window.scrollLeft = grip.left - x;
    window.scrollTop = grip.top - y;
  };

  private readonly _release = (): void => {
    document.removeEventListener("pointermove", this._onMove);
  };

  /** What ends a drag is no click on what lies below. */
  private readonly _onClick = (event: MouseEvent): void => {
    const moved = this._grip?.moved === true;
    this._grip = null;
    const window = this._window();
    const scrolls =
      window !== null &&
      (window.scrollWidth > window.clientWidth || window.scrollHeight > window.clientHeight);
    if (moved && scrolls) event.stopPropagation();
  };
}
