/** The sheet: a floor seen from above, on which rooms are drawn, moved and opened. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Tool } from "../../controllers/editing";
import type { Action } from "../../services/editor/actions";
import type { Placement } from "../../services/editor/backdrop";
import { arrow, keyAction } from "../../services/editor/gesture";
import type { Choice } from "../../services/editor/hit";
import { overlapsOn } from "../../services/editor/overlaps";
import { extentOf, type Spot } from "../../services/editor/rect";
import type { Teller } from "../../services/editor/telling";
import {
  fitted,
  panned,
  shown,
  toGrid,
  toPixel,
  zoomed,
  type View,
} from "../../services/editor/view";
import type { Wording } from "../../services/wording";
import type { PlanDoor, PlanFloor } from "../../types/plan";
import type { Device } from "../../types/wire";
import { element } from "../element";
import { base } from "../styles";
import { canvasStyles } from "./canvas-styles";
import { controls } from "./controls";
import * as draw from "./draw";
import { CanvasDesk } from "./canvas-desk";
import { empty, zoomButtons } from "./canvas-parts";
import { kindOf, Pointers } from "./pointers";

const ZOOM = 1.3;
/** Pixels that an arrow moves the sheet. */
const PAN = 60;

@element("tuya-twin-editor-canvas")
export class TuyaTwinEditorCanvas extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) teller!: Teller;
  @property({ attribute: false }) floor!: PlanFloor;
  /** The floor as it would be if what is held were let go here. */
  @property({ attribute: false }) trial: PlanFloor | null = null;
  @property({ attribute: false }) devices: readonly Device[] = [];
  @property({ attribute: false }) choice: Choice | null = null;
  @property({ attribute: false }) tool: Tool = "choose";
  @property({ attribute: false }) zone: string | null = null;
  @property({ attribute: false }) picture: string | null = null;
  @property({ attribute: false }) placement: Placement | null = null;

  /** Which part of the grid is seen; null until there is room to see any. */
  @state() view: View | null = null;
  @state() private _width = 0;
  @state() private _height = 0;
  /** The door that a tap would put. */
  @state() ghost: PlanDoor | null = null;
  @state() pans = false;

  @query(".sheet") private readonly _sheet!: SVGSVGElement | null;

  private readonly _resize = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    this._width = Math.floor(entry.contentRect.width);
    this._height = Math.floor(entry.contentRect.height);
  });
  private readonly _coarse = matchMedia("(pointer: coarse)");
  private readonly _pointers = new Pointers(new CanvasDesk(this));
  private readonly _zooms = {
    out: () => {
      this._zoomBy(1 / ZOOM);
    },
    in: () => {
      this._zoomBy(ZOOM);
    },
    fit: () => {
      this.fit();
    },
  };
  private _fittedFloor = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this._resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._resize.disconnect();
  }

  /** Where on the grid a point of the page lies; null outside of the sheet. */
  spotAt(x: number, y: number): Spot | null {
    const box = this.getBoundingClientRect();
    const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    if (!inside || this.view === null) return null;
    return toGrid(this.view, { x: x - box.left, y: y - box.top });
  }

  /** The keyboard goes on where the pointer left off. */
  focusChoice(): void {
    const item = this.choice === null ? null : `[data-item="${itemOf(this.choice)}"]`;
    const found = item === null ? null : this.renderRoot.querySelector<SVGElement>(item);
    (found ?? this._sheet)?.focus({ preventScroll: true });
  }

  /** As much of the sheet as shows all that is drawn. */
  fit(): void {
    this.view = fitted(extentOf(this.floor.rooms), this._size);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const ready = this._width > 0 && this._height > 0;
    if (ready && (this.view === null || this._fittedFloor !== this.floor.id)) {
      this._fittedFloor = this.floor.id;
      this.fit();
    }
    // All of an automatic plan is new: one looks at it as a whole.
    const before = changed.get("floor");
    if (ready && before?.rooms.length === 0 && this.floor.rooms.length > 1) this.fit();
    if (changed.has("tool")) this.ghost = null;
    if (changed.has("choice") && !this._pointers.busy) this._reveal();
  }

  protected override render() {
    const view = this.view;
    if (view === null) return nothing;
    const floor = this.trial ?? this.floor;
    const sheet = this._drawn(floor, view);
    const { width, height } = this._size;
    return html`<svg
        class="sheet ${this.tool === "choose" ? "" : "draws"} ${this.pans ? "pans" : ""}"
        viewBox="0 0 ${width} ${height}"
        tabindex="0"
        role="group"
        aria-label=${this.words.t("editor.sheet", { floor: floor.name })}
        aria-describedby="keys"
        @pointerdown=${this._onDown}
        @pointermove=${this._onMove}
        @pointerup=${this._onUp}
        @pointercancel=${this._onCancel}
        @pointerleave=${this._onLeave}
        @mousedown=${this._onMouseDown}
        @wheel=${this._onWheel}
        @keydown=${this._onKey}
      >
        <defs>
          <pattern
            id="clash"
            width="10"
            height="10"
            patternTransform="rotate(45)"
            patternUnits="userSpaceOnUse"
          >
            <rect class="clash-ground" width="10" height="10"></rect>
            <rect class="clash-line" width="3" height="10"></rect>
          </pattern>
        </defs>
        ${this._backdrop(view)} ${draw.grid(view, this._size)} ${draw.rooms(sheet)}
        ${draw.clashes(sheet)} ${draw.walls(sheet)} ${draw.doors(sheet)}
        ${draw.ghost(view, this.ghost)} ${draw.labels(sheet)} ${draw.measures(sheet)}
        ${draw.devicesOf(sheet)} ${draw.handles(sheet)}
      </svg>
      ${floor.rooms.length === 0 ? empty(this.words, this._onAutomatic) : nothing}
      ${zoomButtons(this.words, this._zooms)}
      <div class="hidden" id="keys">${this.words.t("editor.keys")}</div>`;
  }

  private get _size() {
    return { width: this._width, height: this._height };
  }

  private _drawn(floor: PlanFloor, view: View): draw.Sheet {
    return {
      floor,
      view,
      size: this._size,
      choice: this.choice,
      overlaps: overlapsOn(floor),
      teller: this.teller,
      devices: new Map(this.devices.map((device) => [device.id, device])),
      handle: this._coarse.matches ? 11 : 6,
      reach: kindOf(this._coarse.matches ? "touch" : "mouse").reach,
      onFocus: (choice) => {
        if (!this._pointers.busy) this._tell("choose", choice);
      },
    };
  }

  private _backdrop(view: View) {
    if (this.picture === null || this.placement === null) return nothing;
    const { x, y } = toPixel(view, this.placement);
    return draw.backdrop(this.picture, {
      x,
      y,
      width: this.placement.width * view.scale,
      opacity: this.placement.opacity / 100,
    });
  }

  private _zoomBy(factor: number): void {
    if (this.view === null) return;
    this.view = zoomed(this.view, factor, { x: this._width / 2, y: this._height / 2 });
  }

  /** What was chosen elsewhere is brought into sight. */
  private _reveal(): void {
    const room = this.choice?.kind === "room" ? this.floor.rooms[this.choice.index] : undefined;
    if (room !== undefined && this.view !== null) this.view = shown(this.view, room, this._size);
  }

  private _tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  private _perform(action: Action): void {
    this._tell("do", action);
  }

  private _onDown(event: PointerEvent): void {
    if (event.button > 1) return;
    this.toggleAttribute("pointed", true);
    this._sheet?.setPointerCapture(event.pointerId);
    this._pointers.down(event);
  }

  private _onMove(event: PointerEvent): void {
    this._pointers.move(event);
  }

  private _onUp(event: PointerEvent): void {
    this._pointers.up(event);
    void this.updateComplete.then(() => {
      this.focusChoice();
    });
  }

  private _onCancel(event: PointerEvent): void {
    this._pointers.cancel(event);
  }

  private _onLeave(): void {
    this.ghost = null;
  }

  /** Which item gets the focus is decided by what was hit, not by what the mouse went down on. */
  private _onMouseDown(event: MouseEvent): void {
    event.preventDefault();
  }

  private _onWheel(event: WheelEvent): void {
    if (this.view === null) return;
    event.preventDefault();
    const box = this.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.view =
      event.ctrlKey || event.metaKey
        ? zoomed(this.view, Math.exp(-event.deltaY / 300), at)
        : panned(this.view, { x: -event.deltaX, y: -event.deltaY });
  }

  private _onKey(event: KeyboardEvent): void {
    this.toggleAttribute("pointed", false);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      this._escape(event);
      return;
    }
    const onItem = event.target !== this._sheet;
    const action =
      this.choice === null || !onItem
        ? null
        : keyAction(this.floor, this.choice, event.key, event.shiftKey);
    if (action === null && (onItem || !this._steer(event.key))) return;
    event.preventDefault();
    if (action !== null) this._perform(action);
  }

  /** First what is held is let go, then what is chosen. */
  private _escape(event: KeyboardEvent): void {
    if (!this._pointers.busy && this.choice === null) return;
    event.preventDefault();
    if (this._pointers.busy) this._pointers.cancel();
    else this._tell("choose", null);
    this._sheet?.focus({ preventScroll: true });
  }

  /** Without anything chosen, the keys carry the sheet. */
  private _steer(key: string): boolean {
    const by = arrow(key);
    if (this.view === null) return false;
    if (by !== null) this.view = panned(this.view, { x: -by.x * PAN, y: -by.y * PAN });
    else if (key === "+") this._zoomBy(ZOOM);
    else if (key === "-") this._zoomBy(1 / ZOOM);
    else if (key === "0") this.fit();
    else return false;
    return true;
  }

  private readonly _onAutomatic = (): void => {
    this._perform({ type: "automatic" });
  };

  static override styles = [base, controls, canvasStyles];
}

const itemOf = (choice: Choice): string =>
  choice.kind === "device"
    ? `device-${CSS.escape(choice.device)}`
    : `${choice.kind}-${choice.index}`;

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-canvas": TuyaTwinEditorCanvas;
  }
}
