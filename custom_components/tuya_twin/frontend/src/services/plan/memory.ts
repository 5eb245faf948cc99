/** Remembers what was drawn last: a light that changes must not lay out the house anew. */
import type { Plan } from "../../types/plan";
import type { Device, ZoneStatus } from "../../types/wire";
import type { Viewport } from "./fit";
import { floorsOf, type DrawnFloor, type FloorDevice } from "./floors";
import type { SceneZone } from "./labels";
import { composeScene, type Scene } from "./scene";
import { shapeOf, type FloorShape } from "./shape";

/** Gives the last answer again as long as it is asked the same. */
class Last<T> {
  private _known: { readonly key: string; readonly answer: T } | null = null;

  for(key: string, make: () => T): T {
    if (this._known?.key !== key) this._known = { key, answer: make() };
    return this._known.answer;
  }
}

const standing = ({ id, kind, zone }: Device): FloorDevice => ({ id, kind, zone });

export class SceneMemory {
  private readonly _floors = new Last<readonly DrawnFloor[]>();
  private readonly _scene = new Last<Scene>();
  private readonly _shapes = new WeakMap<DrawnFloor, FloorShape>();
  private _plan: Plan | null = null;
  private _plans = 0;
  private _devices: readonly FloorDevice[] = [];

  floors(
    plan: Plan,
    zones: readonly ZoneStatus[],
    devices: readonly Device[],
  ): readonly DrawnFloor[] {
    if (plan !== this._plan) this._plans += 1;
    this._plan = plan;
    const ids = zones.map(({ id }) => id);
    const things = devices.map(standing);
    return this._floors.for(JSON.stringify([this._plans, ids, things]), () => {
      this._devices = things;
      return floorsOf(plan, ids, things);
    });
  }

  /** `word` is the longest that may stand under a room's name. */
  scene(
    floor: DrawnFloor,
    zones: readonly ZoneStatus[],
    word: string,
    viewport: Viewport,
    zoom: number,
  ): Scene {
    const shape = this._shapeOf(floor);
    const names = zones.map(({ id, name }): SceneZone => ({ id, name, word }));
    const key = JSON.stringify([this._plans, floor.id, names, this._devices, viewport, zoom]);
    return this._scene.for(key, () => composeScene(shape, names, this._devices, viewport, zoom));
  }

  private _shapeOf(floor: DrawnFloor): FloorShape {
    const known = this._shapes.get(floor) ?? shapeOf(floor);
    this._shapes.set(floor, known);
    return known;
  }
}
