/** The border check of the drawn plan. */
import { list, number, oneOf, shape, text } from "./checks";
import type { Plan, PlanDevice, PlanDoor, PlanFloor, PlanRoom } from "./plan";

const isPlanFloor = shape<PlanFloor>({
  id: text,
  name: text,
  zones: list(text),
  rooms: list(shape<PlanRoom>({ zone: text, x: number, y: number, w: number, d: number })),
  doors: list(shape<PlanDoor>({ x: number, y: number, along: oneOf(["x", "y"]), length: number })),
  devices: list(shape<PlanDevice>({ device: text, x: number, y: number })),
});
export const isPlan = shape<Plan>({ revision: number, floors: list(isPlanFloor) });
