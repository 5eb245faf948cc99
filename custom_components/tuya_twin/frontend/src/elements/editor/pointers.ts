/** Fingers and mice on the sheet: one draws or moves, two carry the sheet itself. */
import type { PlanDoor, PlanFloor } from "../../types/plan";
import type { Tool } from "../../controllers/editing";
import type { Action } from "../../services/editor/actions";
import { doorNear, wallLines } from "../../services/editor/doors";
import { dragAction, type Held } from "../../services/editor/gesture";
import { hit, type Choice, type Target } from "../../services/editor/hit";
import type { Spot } from "../../services/editor/rect";
import { USUAL_ROOM } from "../../services/editor/rooms";
import { panned, pinched, toGrid, type View } from "../../services/editor/view";

/** What the pointers need of the sheet, and tell it. */
export interface Desk {
  readonly floor: PlanFloor;
  readonly choice: Choice | null;
  readonly tool: Tool;
  /** Whose room is drawn; null while there is nothing to draw. */
  readonly zone: string | null;
  view: View;
  pixel(event: PointerEvent): Spot;
  choose(choice: Choice | null): void;
  attempt(action: Action | null): void;
  perform(action: Action): void;
  /** Nothing is there that this tool could be used on. */
  miss(): void;
  ghost(door: PlanDoor | null): void;
  panning(yes: boolean): void;
}

interface Press {
  readonly start: Spot;
  readonly from: Spot;
  readonly target: Target | null;
  readonly held: Held | "sheet" | null;
  readonly floor: PlanFloor;
  readonly reach: number;
  readonly slack: number;
  moved: boolean;
}

/** In pixels: how far a finger and a mouse may miss, and shake. */
const TOUCH = { reach: 22, slack: 9, pull: 14 } as const;
const MOUSE = { reach: 10, slack: 4, pull: 8 } as const;

export const kindOf = (type: string): typeof TOUCH | typeof MOUSE =>
  type === "touch" ? TOUCH : MOUSE;

export class Pointers {
  private readonly _down = new Map<number, Spot>();
  private _press: Press | null = null;
  private _action: Action | null = null;

  constructor(private readonly _desk: Desk) {}

  get busy(): boolean {
    return this._down.size > 0;
  }

  down(event: PointerEvent): void {
    const pixel = this._desk.pixel(event);
    this._down.set(event.pointerId, pixel);
    this._desk.ghost(null);
    if (this._down.size > 1) {
      this.cancel();
      return;
    }
    this._press = this._begin(event, pixel);
  }

  move(event: PointerEvent): void {
    const pixel = this._desk.pixel(event);
    const before = this._down.get(event.pointerId);
    if (before === undefined) {
      this._hover(event, pixel);
      return;
    }
    if (this._down.size === 2) this._pinch(event.pointerId, pixel);
    this._down.set(event.pointerId, pixel);
    if (this._down.size === 1 && this._press !== null)
      this._drag(this._press, before, pixel, event);
  }

  up(event: PointerEvent): void {
    const pixel = this._desk.pixel(event);
    const press = this._press;
    this._down.delete(event.pointerId);
    if (press === null) return;
    this._press = null;
    this._desk.panning(false);
    if (!press.moved) this._tap(press, toGrid(this._desk.view, pixel));
    else if (this._action !== null) this._desk.perform(this._action);
    this._desk.attempt(null);
    this._action = null;
  }

  /** What was not finished has not happened. */
  cancel(event?: PointerEvent): void {
    if (event !== undefined) this._down.delete(event.pointerId);
    this._press = null;
    this._action = null;
    this._desk.panning(false);
    this._desk.attempt(null);
  }

  private _begin(event: PointerEvent, start: Spot): Press {
    const { view, floor, choice } = this._desk;
    const { reach, slack } = kindOf(event.pointerType);
    const from = toGrid(view, start);
    const target = hit(floor, from, reach / view.scale, choice);
    const held = event.button === 1 ? "sheet" : this._held(target);
    return { start, from, target, held, floor, reach, slack, moved: false };
  }

  private _held(target: Target | null): Press["held"] {
    const { tool, zone } = this._desk;
    if (tool === "room" && zone !== null) {
      return target?.kind === "handle" ? target : { kind: "draw", zone };
    }
    if (tool === "door") return target?.kind === "door" ? target : "sheet";
    return target ?? "sheet";
  }

  private _drag(press: Press, before: Spot, pixel: Spot, event: PointerEvent): void {
    const far = Math.hypot(pixel.x - press.start.x, pixel.y - press.start.y);
    if (!press.moved && far < press.slack) return;
    const { held } = press;
    const first = !press.moved;
    press.moved = true;
    if (held === "sheet" || held === null) {
      this._desk.panning(true);
      const origin = first ? press.start : before;
      this._desk.view = panned(this._desk.view, { x: pixel.x - origin.x, y: pixel.y - origin.y });
      return;
    }
    if (first && held.kind !== "draw") this._desk.choose(choiceOf(held));
    const { view } = this._desk;
    const pull = kindOf(event.pointerType).pull / view.scale;
    this._action = dragAction(press.floor, held, press.from, toGrid(view, pixel), pull);
    this._desk.attempt(this._action);
  }

  private _pinch(id: number, pixel: Spot): void {
    const [other] = [...this._down].filter(([key]) => key !== id);
    const before = this._down.get(id);
    if (other === undefined || before === undefined) return;
    this._desk.view = pinched(this._desk.view, [before, other[1]], [pixel, other[1]]);
  }

  private _tap({ target, reach, held }: Press, spot: Spot): void {
    const { tool, zone, floor } = this._desk;
    if (tool === "door" && target?.kind !== "door") {
      const door = doorNear(wallLines(floor.rooms), spot, (reach * 1.6) / this._desk.view.scale);
      if (door === null) this._desk.miss();
      else this._desk.perform({ type: "put-door", floor: floor.id, door });
      return;
    }
    if (tool === "room" && zone !== null && target === null && held !== "sheet") {
      const { w, d } = USUAL_ROOM;
      const room = { zone, x: spot.x - w / 2, y: spot.y - d / 2, w, d };
      this._desk.perform({ type: "draw-room", floor: floor.id, room });
      return;
    }
    this._desk.choose(target === null ? null : choiceOf(target));
  }

  private _hover(event: PointerEvent, pixel: Spot): void {
    const { tool, floor, view } = this._desk;
    if (tool !== "door" || event.pointerType === "touch") return;
    const reach = (MOUSE.reach * 1.6) / view.scale;
    this._desk.ghost(doorNear(wallLines(floor.rooms), toGrid(view, pixel), reach));
  }
}

const choiceOf = (target: Target): Choice =>
  target.kind === "handle" ? { kind: "room", index: target.index } : target;
