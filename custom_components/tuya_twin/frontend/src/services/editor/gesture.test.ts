import { describe, expect, it } from "vitest";
import { DRAWN, floor, room } from "../../../testing/editor-kit";
import { arrow, choiceAfter, dragAction, keyAction } from "./gesture";

const ground = DRAWN.floors[0] ?? floor();
const hall = { kind: "room", index: 0 } as const;
const door = { kind: "door", index: 0 } as const;
const lamp = { kind: "device", device: "lamp" } as const;
const from = { x: 12, y: 12 };

describe("a drag", () => {
  it("draws a room from corner to corner", () => {
    const held = { kind: "draw", zone: "study" } as const;
    expect(dragAction(ground, held, { x: 30, y: 10 }, { x: 34.2, y: 13.9 }, 0)).toEqual({
      type: "draw-room",
      floor: "ground",
      room: room("study", 30, 10, 4, 4),
    });
  });

  it("moves a room, and its edge by a handle", () => {
    expect(dragAction(ground, hall, from, { x: 9.2, y: 12 }, 0)).toEqual({
      type: "change-room",
      floor: "ground",
      index: 0,
      rect: { x: 7, y: 10, w: 8, d: 6 },
    });
    const handle = { kind: "handle", index: 0, handle: { x: 1, y: 0 } } as const;
    expect(dragAction(ground, handle, from, { x: 20.1, y: 40 }, 0)).toEqual({
      type: "change-room",
      floor: "ground",
      index: 0,
      rect: { x: 10, y: 10, w: 10, d: 6 },
    });
  });

  it("is drawn to the neighbours, not to the room itself", () => {
    expect(dragAction(ground, hall, from, { x: 12.8, y: 12 }, 1)).toMatchObject({
      rect: { x: 10, y: 10 },
    });
    expect(dragAction(ground, hall, from, { x: 7.2, y: 17.6 }, 0.5)).toMatchObject({
      rect: { x: 5, y: 16 },
    });
  });

  it("moves a door along its wall only", () => {
    expect(dragAction(ground, door, from, { x: 90, y: 13.2 }, 0)).toEqual({
      type: "change-door",
      floor: "ground",
      index: 0,
      door: { x: 18, y: 13, along: "y", length: 2 },
    });
  });

  it("moves a device", () => {
    expect(dragAction(ground, lamp, from, { x: 13.2, y: 11 }, 0)).toMatchObject({
      type: "put-device",
      floor: "ground",
      device: "lamp",
      y: 11,
    });
  });

  it("moves nothing that is not there", () => {
    expect(dragAction(ground, { ...hall, index: 9 }, from, from, 0)).toBeNull();
    expect(dragAction(ground, { ...door, index: 9 }, from, from, 0)).toBeNull();
    expect(dragAction(ground, { ...lamp, device: "horn" }, from, from, 0)).toBeNull();
  });
});

describe("a key", () => {
  it("moves a room by a step, with shift its edge", () => {
    expect(keyAction(ground, hall, "ArrowLeft", false)).toMatchObject({
      type: "change-room",
      rect: room("hall", 9, 10, 8, 6),
    });
    expect(keyAction(ground, hall, "ArrowDown", true)).toMatchObject({
      rect: room("hall", 10, 10, 8, 7),
    });
    const thin = floor({ rooms: [room("hall", 10, 10, 1, 1)] });
    expect(keyAction(thin, hall, "ArrowUp", true)).toMatchObject({
      rect: room("hall", 10, 10, 1, 1),
    });
  });

  it("moves a door along its wall, with shift its end", () => {
    expect(keyAction(ground, door, "ArrowDown", false)).toMatchObject({
      type: "change-door",
      door: { x: 18, y: 13, along: "y", length: 2 },
    });
    expect(keyAction(ground, door, "ArrowUp", true)).toMatchObject({ door: { length: 1 } });
    expect(keyAction(ground, door, "ArrowLeft", false)).toMatchObject({ door: { x: 18, y: 12 } });
  });

  it("moves a device by a step, with shift by half of one", () => {
    expect(keyAction(ground, lamp, "ArrowRight", false)).toMatchObject({ x: 13, y: 12 });
    expect(keyAction(ground, lamp, "ArrowUp", true)).toMatchObject({ x: 12, y: 11.5 });
  });

  it("removes what is chosen", () => {
    expect(keyAction(ground, hall, "Delete", false)).toEqual({
      type: "remove-room",
      floor: "ground",
      index: 0,
    });
    expect(keyAction(ground, door, "Backspace", false)).toEqual({
      type: "remove-door",
      floor: "ground",
      index: 0,
    });
    expect(keyAction(ground, lamp, "Delete", false)).toEqual({
      type: "remove-device",
      device: "lamp",
    });
  });

  it("does nothing else, nor anything to what is not there", () => {
    expect(keyAction(ground, hall, "Enter", false)).toBeNull();
    expect(keyAction(ground, { ...hall, index: 9 }, "ArrowUp", false)).toBeNull();
    expect(keyAction(ground, { ...door, index: 9 }, "ArrowUp", false)).toBeNull();
    expect(keyAction(ground, { ...lamp, device: "horn" }, "ArrowUp", false)).toBeNull();
    expect([arrow("ArrowUp"), arrow("a")]).toEqual([{ x: 0, y: -1 }, null]);
  });
});

describe("what is chosen afterwards", () => {
  const at = { floor: "ground", index: 0 };

  it("is what was made or changed", () => {
    const draw = { type: "draw-room", floor: "ground", room: room("hall", 0, 0, 1, 1) } as const;
    expect(choiceAfter(draw, ground, null)).toEqual({ kind: "room", index: 1 });
    expect(choiceAfter(draw, undefined, null)).toBeNull();
    const put = {
      type: "put-door",
      floor: "ground",
      door: { x: 0, y: 0, along: "x", length: 1 },
    } as const;
    expect(choiceAfter(put, ground, null)).toEqual(door);
    expect(choiceAfter(put, undefined, null)).toBeNull();
    const device = { type: "put-device", floor: "ground", device: "lamp", x: 0, y: 0 } as const;
    expect(choiceAfter(device, ground, null)).toEqual(lamp);
    const rect = { x: 0, y: 0, w: 1, d: 1 };
    expect(choiceAfter({ type: "change-room", ...at, rect }, ground, null)).toEqual(hall);
    expect(choiceAfter({ type: "assign-room", ...at, zone: "study" }, ground, null)).toEqual(hall);
    expect(choiceAfter({ type: "change-door", ...at, door: put.door }, ground, null)).toEqual(door);
  });

  it("is what it was where only the floor changed, and nothing once something is gone", () => {
    expect(choiceAfter({ type: "rename-floor", floor: "ground", name: "x" }, ground, hall)).toBe(
      hall,
    );
    expect(choiceAfter({ type: "move-floor", floor: "ground", by: 1 }, ground, hall)).toBe(hall);
    expect(choiceAfter({ type: "remove-room", ...at }, ground, hall)).toBeNull();
  });
});
