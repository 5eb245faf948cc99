/** What was done, in words: for who does not see it, and for who wants to be sure. */
import type { PlanDoor, PlanFloor } from "../../types/plan";
import type { House } from "../house";
import type { Wording } from "../wording";
import type { Action } from "./actions";
import { wallLines, lineOf } from "./doors";
import { floorById, type Draft } from "./draft";
import type { Choice } from "./hit";
import type { Overlap } from "./overlaps";

/** Grid steps to the metre. */
export const STEPS = 2;

export class Teller {
  private readonly _metres: Intl.NumberFormat;

  constructor(
    private readonly _house: Pick<House, "zones" | "devices">,
    private readonly _words: Wording,
    language: string,
  ) {
    this._metres = new Intl.NumberFormat(language, { style: "unit", unit: "meter" });
  }

  /** A length in grid steps. */
  length(steps: number): string {
    return this._metres.format(steps / STEPS);
  }

  zone(id: string): string {
    return this._house.zones.find((zone) => zone.id === id)?.name ?? id;
  }

  device(id: string): string {
    return this._house.devices.find((device) => device.id === id)?.name ?? id;
  }

  /** A door by the rooms it joins. */
  door(floor: PlanFloor, door: PlanDoor): string {
    const wall = wallLines(floor.rooms).find(
      ({ along, line, from, to }) =>
        along === door.along && line === lineOf(door) && from <= door[along] && to > door[along],
    );
    const [a, b] = [wall?.behind ?? null, wall?.front ?? null];
    if (a !== null && b !== null) {
      return this._words.t("editor.door_between", { a: this.zone(a), b: this.zone(b) });
    }
    const inside = a ?? b;
    return inside === null
      ? this._words.t("editor.door")
      : this._words.t("editor.door_out", { a: this.zone(inside) });
  }

  chosen(floor: PlanFloor, choice: Choice): string {
    switch (choice.kind) {
      case "room": {
        const room = floor.rooms[choice.index];
        if (room === undefined) return "";
        return this._words.t("editor.room_label", {
          name: this.zone(room.zone),
          w: this.length(room.w),
          d: this.length(room.d),
        });
      }
      case "door": {
        const door = floor.doors[choice.index];
        return door === undefined ? "" : this.door(floor, door);
      }
      case "device":
        return this.device(choice.device);
    }
  }

  overlaps(overlaps: readonly Overlap[]): string {
    return overlaps
      .map(({ zones: [a, b] }) =>
        this._words.t("editor.overlap", { a: this.zone(a), b: this.zone(b) }),
      )
      .join(" ");
  }

  /** `after` is the draft once it was done; the same one if nothing came of it. */
  said(action: Action, before: Draft, after: Draft): string {
    if (before === after) return this._words.t("editor.said_same");
    switch (action.type) {
      case "add-floor":
      case "rename-floor":
      case "move-floor":
      case "remove-floor":
        return this._ofFloor(action, before, after);
      case "draw-room":
      case "change-room":
      case "assign-room":
      case "remove-room":
        return this._ofRoom(action, before, after);
      case "put-door":
      case "change-door":
      case "remove-door":
        return this._ofDoor(action, before, after);
      case "put-device":
      case "remove-device":
        return this._ofDevice(action, before);
      case "move-zone":
        return this._words.t("editor.said_zone_moved", {
          name: this.zone(action.zone),
          floor: this._floorName(after, action.floor),
        });
      case "automatic":
        return this._words.t("editor.said_automatic");
    }
  }

  private _floorName(draft: Draft, id: string): string {
    return floorById(draft, id)?.name ?? "";
  }

  private _ofFloor(
    action: Action & { type: "add-floor" | "rename-floor" | "move-floor" | "remove-floor" },
    before: Draft,
    after: Draft,
  ): string {
    switch (action.type) {
      case "add-floor":
        return this._words.t("editor.said_floor_added", {
          floor: this._floorName(after, action.id),
        });
      case "rename-floor":
        return this._words.t("editor.said_floor_renamed", {
          floor: this._floorName(after, action.floor),
        });
      case "move-floor":
        return this._words.t(action.by > 0 ? "editor.said_floor_up" : "editor.said_floor_down", {
          floor: this._floorName(after, action.floor),
        });
      case "remove-floor":
        return this._words.t("editor.said_floor_removed", {
          floor: this._floorName(before, action.floor),
        });
    }
  }

  private _ofRoom(
    action: Action & { type: "draw-room" | "change-room" | "assign-room" | "remove-room" },
    before: Draft,
    after: Draft,
  ): string {
    const old = floorById(before, action.floor)?.rooms ?? [];
    const now = floorById(after, action.floor)?.rooms ?? [];
    const index = action.type === "draw-room" ? now.length - 1 : action.index;
    const was = old[index];
    const room = action.type === "remove-room" ? was : now[index];
    if (room === undefined) return "";
    const sized = was?.w !== room.w || was.d !== room.d;
    const key = {
      "draw-room": "editor.said_drawn",
      "change-room": sized ? "editor.said_sized" : "editor.said_moved",
      "assign-room": "editor.said_assigned",
      "remove-room": "editor.said_room_removed",
    } as const;
    return this._words.t(key[action.type], {
      name: this.zone(room.zone),
      w: this.length(room.w),
      d: this.length(room.d),
      x: this.length(room.x),
      y: this.length(room.y),
    });
  }

  private _ofDoor(
    action: Action & { type: "put-door" | "change-door" | "remove-door" },
    before: Draft,
    after: Draft,
  ): string {
    const floor = floorById(action.type === "remove-door" ? before : after, action.floor);
    const door = floor?.doors[action.type === "put-door" ? floor.doors.length - 1 : action.index];
    if (floor === undefined || door === undefined) return "";
    const key = {
      "put-door": "editor.said_door_put",
      "change-door": "editor.said_door_changed",
      "remove-door": "editor.said_door_removed",
    } as const;
    return this._words.t(key[action.type], {
      door: this.door(floor, door),
      length: this.length(door.length),
    });
  }

  private _ofDevice(
    action: Action & { type: "put-device" | "remove-device" },
    before: Draft,
  ): string {
    const name = this.device(action.device);
    if (action.type === "remove-device") {
      return this._words.t("editor.said_device_removed", { name });
    }
    const there = floorById(before, action.floor)?.devices.some(
      ({ device }) => device === action.device,
    );
    return this._words.t(there === true ? "editor.said_device_moved" : "editor.said_device_put", {
      name,
    });
  }
}
