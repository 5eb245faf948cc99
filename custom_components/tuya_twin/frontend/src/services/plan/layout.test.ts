import { describe, expect, it } from "vitest";
import { layOut, type Room } from "./old-layout";
import { composeScene, PIN_RADIUS, PIN_TOUCH } from "./old-scene";
import { wallsOf } from "./old-walls";

const COUNTS = Array.from({ length: 30 }, (_, index) => index + 1);
const specs = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `zone-${i}`, devices: (i * 7) % 6 }));
const overlaps = (a: Room, b: Room): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.d && b.y < a.y + a.d;

describe.each(COUNTS)("a house of %i zones", (count) => {
  const plan = layOut(specs(count));

  it("gives every zone a room inside the house, none over another, and no gap", () => {
    expect(plan.rooms.map((room) => room.id)).toEqual(specs(count).map((spec) => spec.id));
    for (const room of plan.rooms) {
      expect(room.x).toBeGreaterThanOrEqual(0);
      expect(room.y).toBeGreaterThanOrEqual(0);
      expect(room.x + room.w).toBeLessThanOrEqual(plan.w);
      expect(room.y + room.d).toBeLessThanOrEqual(plan.d);
      expect(Math.min(room.w, room.d)).toBeGreaterThanOrEqual(2.5);
    }
    plan.rooms.forEach((a, i) => {
      plan.rooms.slice(i + 1).forEach((b) => {
        expect(overlaps(a, b)).toBe(false);
      });
    });
    const area = plan.rooms.reduce((sum, room) => sum + room.w * room.d, 0);
    expect(area).toBe(plan.w * plan.d);
  });

  it("is the same each time", () => {
    expect(layOut(specs(count))).toEqual(plan);
  });

  it.each([
    ["phone", { width: 374, height: 352 }],
    ["desktop", { width: 860, height: 510 }],
  ])("keeps pins and words apart on a %s", (_name, viewport) => {
    const zones = specs(count).map(({ id }) => ({ id, name: `Room ${id}`, word: "Critical" }));
    const kinds = ["bulb", "siren", "lock"] as const;
    const devices = specs(count).flatMap(({ id, devices: many }) =>
      Array.from({ length: many }, (_, i) => {
        return { id: `${id}-${i}`, zone: id, kind: kinds[i % 3] ?? "bulb" };
      }),
    );
    const scene = composeScene(zones, devices, viewport);
    expect(scene.pins).toHaveLength(devices.length);
    expect(scene.labels).toHaveLength(count);
    scene.pins.forEach(({ head }, i) => {
      scene.pins.slice(i + 1).forEach((other) => {
        const apart = Math.hypot(head.x - other.head.x, head.y - other.head.y);
        expect(apart).toBeGreaterThanOrEqual(2 * PIN_TOUCH);
      });
      scene.labels.forEach(({ box }) => {
        const x = Math.max(box.x, Math.min(head.x, box.x + box.w));
        const y = Math.max(box.y, Math.min(head.y, box.y + box.h));
        expect(Math.hypot(head.x - x, head.y - y)).toBeGreaterThanOrEqual(PIN_RADIUS);
      });
    });
  });
});

it("has no rooms for no zones", () => {
  expect(layOut([])).toEqual({ w: 0, d: 0, rooms: [] });
});

it("opens the front wall where there is a lock", () => {
  const plan = layOut(specs(3));
  const closed = wallsOf(plan, new Set());
  expect(wallsOf(plan, new Set(["zone-1"])).front).toHaveLength(closed.front.length + 1);
});
