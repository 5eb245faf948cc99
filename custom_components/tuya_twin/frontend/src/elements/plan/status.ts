/** What a status looks like besides its colour. */
import type { Status } from "../../types/wire";
import type { IconName } from "../icons";

/** Unknown while the house is not live: nobody may trust an old colour. */
export type Shown = Status | "unknown";

export const STATUS_SHAPES: Readonly<Record<Shown, IconName>> = {
  GREEN_SAFE: "check",
  YELLOW_WARNING: "triangle",
  RED_CRITICAL: "octagon",
  unknown: "question",
};
