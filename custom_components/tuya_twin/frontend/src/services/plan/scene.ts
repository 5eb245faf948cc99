/** Where everything of a floor is drawn: with as much detail as its size leaves room for. */
import { DETAILS, FAR, type Detail } from "./detail";
import { fitFloor, type Viewport } from "./fit";
import type { FloorDevice } from "./floors";
import type { Projection } from "./iso";
import { placeLabels, type Label, type SceneZone } from "./labels";
import { fixedHeads, placePins, type Pin, type Strictness } from "./pins";
import type { FloorShape } from "./shape";

export interface Scene {
  readonly shape: FloorShape;
  readonly detail: Detail;
  readonly projection: Projection;
  readonly width: number;
  readonly height: number;
  readonly labels: readonly Label[];
  readonly pins: readonly Pin[];
}

/** The same floor, devices and viewport always give the same scene. */
export function composeScene(
  shape: FloorShape,
  zones: readonly SceneZone[],
  devices: readonly FloorDevice[],
  viewport: Viewport,
  zoom = 1,
): Scene {
  const fit = fitFloor(shape, viewport, zoom);
  const { projection } = fit;
  const names = new Map(zones.map((zone) => [zone.id, zone]));
  const here = devices.filter(({ zone }) => shape.floor.zones.includes(zone));
  const compose = (detail: Detail, strict: Strictness): Scene => {
    const labels = placeLabels(
      shape.rooms,
      names,
      detail,
      projection,
      fixedHeads(shape, detail, projection),
    );
    const pins = placePins(shape, here, labels, detail, projection, strict);
    return { ...fit, shape, detail, labels, pins };
  };
  const whole = ({ labels, pins }: Scene): boolean =>
    labels.length === shape.rooms.length && pins.length === here.length;
  // Rather smaller than one over the other; but where somebody put two in one place, so be it.
  for (const strict of ["all", "unput"] as const) {
    for (const detail of DETAILS) {
      const scene = compose(detail, strict);
      if (whole(scene)) return scene;
    }
  }
  return compose(FAR, "nobody");
}
