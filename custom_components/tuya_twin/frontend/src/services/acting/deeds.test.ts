import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDevice, bulb, lock, siren } from "../../../testing/devices";
import type { Ability } from "./abilities";
import { achieved, callOf, DEEDS, deedsOf, obstacleOf } from "./deeds";

const ability = (more: Partial<Ability> = {}): Ability => ({
  entityId: "lock.door",
  lock: true,
  unlock: true,
  code: false,
  ...more,
});
const anyAbility: fc.Arbitrary<Ability> = fc.record({
  entityId: fc.constantFrom("light.lamp", "switch.horn", null),
  lock: fc.boolean(),
  unlock: fc.boolean(),
  code: fc.boolean(),
});
const DOOR = lock({ bolt: "locked" });

describe("what can be done", () => {
  it("follows from the kind", () => {
    expect(deedsOf(bulb(true), ability()).map((deed) => deed.name)).toEqual(["on", "off"]);
    expect(deedsOf(siren({ sounding: false }), ability()).map((deed) => deed.name)).toEqual([
      "silence",
    ]);
    expect(deedsOf(DOOR, ability({ code: true }))).toEqual([
      { name: "lock", guarding: "twice", code: false },
      { name: "unlock", guarding: "hold", code: true },
    ]);
  });

  it("is nothing without an entity", () => {
    expect(deedsOf(bulb(true), ability({ entityId: null }))).toEqual([]);
    expect(obstacleOf(bulb(true), ability({ entityId: null }))).toBe("acting.no_entity");
  });

  it("never is a lock or a siren by a single tap, and never has a siren sound", () => {
    fc.assert(
      fc.property(anyDevice, anyAbility, (device, able) => {
        const deeds = deedsOf(device, able);
        if (device.kind !== "bulb") {
          expect(deeds.every((deed) => deed.guarding !== "tap" && deed.name !== "on")).toBe(true);
        }
        expect(deeds.filter((deed) => deed.name === "unlock" && deed.guarding !== "hold")).toEqual(
          [],
        );
      }),
    );
  });

  it("is explained where it is less than all", () => {
    expect(obstacleOf(bulb(true), ability())).toBeNull();
    expect(obstacleOf(DOOR, ability())).toBeNull();
    expect(obstacleOf(DOOR, ability({ lock: false }))).toBe("acting.no_lock");
    expect(obstacleOf(DOOR, ability({ unlock: false }))).toBe("acting.no_unlock");
    expect(obstacleOf(DOOR, ability({ lock: false, unlock: false }))).toBe("acting.read_only");
  });
});

describe("the call", () => {
  it("is one of the entity's own domain", () => {
    expect(callOf("on", "light.lamp")).toEqual({
      domain: "light",
      service: "turn_on",
      data: { entity_id: "light.lamp" },
    });
    expect(callOf("silence", "switch.horn")).toMatchObject({
      domain: "switch",
      service: "turn_off",
    });
  });

  it("carries a code only where one was given", () => {
    expect(callOf("unlock", "lock.door").data).toEqual({ entity_id: "lock.door" });
    expect(callOf("unlock", "lock.door", "1234").data).toEqual({
      entity_id: "lock.door",
      code: "1234",
    });
  });
});

describe("what was asked", () => {
  it("is achieved when the device reports it", () => {
    expect(achieved("on", bulb(true))).toBe(true);
    expect(achieved("off", bulb(false))).toBe(true);
    expect(achieved("silence", siren({ sounding: false }))).toBe(true);
    expect(achieved("lock", lock({ bolt: "locked" }))).toBe(true);
    expect(achieved("unlock", lock({ bolt: "unlocked" }))).toBe(true);
  });

  it("is never achieved by what is not known, nor by a jam", () => {
    fc.assert(
      fc.property(fc.constantFrom(...DEEDS), (deed) => {
        expect(achieved(deed, bulb(null))).toBe(false);
        expect(achieved(deed, siren({ sounding: null }))).toBe(false);
        expect(achieved(deed, lock({ bolt: "unknown" }))).toBe(false);
        expect(achieved(deed, lock({ bolt: "jammed" }))).toBe(false);
      }),
    );
  });
});
