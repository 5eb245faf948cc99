/** What a person can have a device do from its sheet, and how it is guarded. */
import type { Device } from "../../types/wire";
import type { Key } from "../languages";
import type { Ability } from "./abilities";

export const DEEDS = ["on", "off", "silence", "lock", "unlock"] as const;
export type DeedName = (typeof DEEDS)[number];

/** `tap` for what does no harm; the others cannot be set off by a stray touch. */
export type Guarding = "tap" | "twice" | "hold";

export interface Deed {
  readonly name: DeedName;
  readonly guarding: Guarding;
  readonly code: boolean;
}

export interface ServiceCall {
  readonly domain: string;
  readonly service: string;
  readonly data: Record<string, unknown>;
}

const plain = (name: DeedName, guarding: Guarding): Deed => ({ name, guarding, code: false });

/** A siren is only ever silenced from here: to have it sound there are the protocols. */
export function deedsOf(device: Device, ability: Ability): readonly Deed[] {
  if (ability.entityId === null) return [];
  switch (device.kind) {
    case "bulb":
      return [plain("on", "tap"), plain("off", "tap")];
    case "siren":
      return [plain("silence", "twice")];
    case "lock":
      return [
        ...(ability.lock ? [plain("lock", "twice")] : []),
        ...(ability.unlock
          ? [{ name: "unlock", guarding: "hold", code: ability.code } as const]
          : []),
      ];
  }
}

/** Why something cannot be asked of a device; null if all can. */
export function obstacleOf(device: Device, ability: Ability): Key | null {
  if (ability.entityId === null) return "acting.no_entity";
  if (device.kind !== "lock") return null;
  if (ability.lock) return ability.unlock ? null : "acting.no_unlock";
  return ability.unlock ? "acting.no_lock" : "acting.read_only";
}

const SERVICES: Readonly<Record<DeedName, string>> = {
  on: "turn_on",
  off: "turn_off",
  silence: "turn_off",
  lock: "lock",
  unlock: "unlock",
};

/** The call for an entity; a lent one may be of another domain than its kind, such as a switch. */
export function callOf(deed: DeedName, entityId: string, code = ""): ServiceCall {
  return {
    domain: entityId.split(".", 1).join(),
    service: SERVICES[deed],
    data: { entity_id: entityId, ...(code === "" ? {} : { code }) },
  };
}

/** Whether the device reports what was asked of it. */
export function achieved(deed: DeedName, device: Device): boolean {
  switch (device.kind) {
    case "bulb":
      return device.state.on === (deed === "on");
    case "siren":
      return device.state.sounding === false;
    case "lock":
      return device.state.bolt === (deed === "lock" ? "locked" : "unlocked");
  }
}
