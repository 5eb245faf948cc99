/** All that can be done to a draft. */
import type { PlanDoor, PlanRoom } from "../../types/plan";
import type { Rect } from "./rect";

export type Action =
  | { readonly type: "add-floor"; readonly id: string; readonly name: string }
  | { readonly type: "rename-floor"; readonly floor: string; readonly name: string }
  | { readonly type: "move-floor"; readonly floor: string; readonly by: 1 | -1 }
  | { readonly type: "remove-floor"; readonly floor: string }
  | { readonly type: "move-zone"; readonly zone: string; readonly floor: string }
  | { readonly type: "automatic" }
  | { readonly type: "draw-room"; readonly floor: string; readonly room: PlanRoom }
  | {
      readonly type: "change-room";
      readonly floor: string;
      readonly index: number;
      readonly rect: Rect;
    }
  | {
      readonly type: "assign-room";
      readonly floor: string;
      readonly index: number;
      readonly zone: string;
    }
  | { readonly type: "remove-room"; readonly floor: string; readonly index: number }
  | { readonly type: "put-door"; readonly floor: string; readonly door: PlanDoor }
  | {
      readonly type: "change-door";
      readonly floor: string;
      readonly index: number;
      readonly door: PlanDoor;
    }
  | { readonly type: "remove-door"; readonly floor: string; readonly index: number }
  | {
      readonly type: "put-device";
      readonly floor: string;
      readonly device: string;
      readonly x: number;
      readonly y: number;
    }
  | { readonly type: "remove-device"; readonly device: string };
