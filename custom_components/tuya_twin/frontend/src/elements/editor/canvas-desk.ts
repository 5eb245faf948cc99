/** The sheet as the pointers see it. */
import type { Tool } from "../../controllers/editing";
import type { Action } from "../../services/editor/actions";
import type { Choice } from "../../services/editor/hit";
import type { Spot } from "../../services/editor/rect";
import type { View } from "../../services/editor/view";
import type { PlanDoor, PlanFloor } from "../../types/plan";
import type { Desk } from "./pointers";

/** What of the canvas is a pointer's business. */
interface Canvas extends EventTarget {
  readonly floor: PlanFloor;
  readonly choice: Choice | null;
  readonly tool: Tool;
  readonly zone: string | null;
  view: View | null;
  ghost: PlanDoor | null;
  pans: boolean;
  getBoundingClientRect(): DOMRect;
}

export class CanvasDesk implements Desk {
  constructor(private readonly _canvas: Canvas) {}

  get floor(): PlanFloor {
    return this._canvas.floor;
  }

  get choice(): Choice | null {
    return this._canvas.choice;
  }

  get tool(): Tool {
    return this._canvas.tool;
  }

  get zone(): string | null {
    return this._canvas.zone;
  }

  get view(): View {
    return this._canvas.view ?? { x: 0, y: 0, scale: 1 };
  }

  set view(view: View) {
    this._canvas.view = view;
  }

  pixel(event: PointerEvent): Spot {
    const box = this._canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  choose(choice: Choice | null): void {
    this._tell("choose", choice);
  }

  attempt(action: Action | null): void {
    this._tell("try", action);
  }

  perform(action: Action): void {
    this._tell("do", action);
  }

  miss(): void {
    this._tell("miss", null);
  }

  ghost(door: PlanDoor | null): void {
    this._canvas.ghost = door;
  }

  panning(yes: boolean): void {
    this._canvas.pans = yes;
  }

  private _tell(type: string, detail: unknown): void {
    this._canvas.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
