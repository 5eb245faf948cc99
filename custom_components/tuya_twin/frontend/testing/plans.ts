/** Floors for the plan's tests: as people draw them, and as nobody would. */
import fc from "fast-check";
import type { FloorDevice } from "../src/services/plan/floors";
import type { Plan, PlanDoor, PlanFloor, PlanRoom } from "../src/types/plan";

export const ZONES = ["hall", "kitchen", "bath", "study"] as const;

const side = fc.integer({ min: 1, max: 9 });
const place = fc.integer({ min: -6, max: 14 });

export const aRoom: fc.Arbitrary<PlanRoom> = fc.record({
  zone: fc.constantFrom(...ZONES),
  x: place,
  y: place,
  w: side,
  d: side,
});

export const rooms = fc.array(aRoom, { minLength: 1, maxLength: 7 });

export const aDoor: fc.Arbitrary<PlanDoor> = fc.record({
  x: place,
  y: place,
  along: fc.constantFrom("x", "y"),
  length: fc.integer({ min: 1, max: 4 }),
});

export const doors = fc.array(aDoor, { maxLength: 8 });

export const devices: fc.Arbitrary<FloorDevice[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom("bulb", "siren", "lock"),
      zone: fc.constantFrom(...ZONES, "elsewhere"),
    }),
    { maxLength: 9 },
  )
  .map((things) => things.map((thing, index) => ({ ...thing, id: `d${index}` })));

const aFloor: fc.Arbitrary<Omit<PlanFloor, "id" | "name">> = fc.record({
  zones: fc.uniqueArray(fc.constantFrom(...ZONES)),
  rooms: fc.array(aRoom, { maxLength: 5 }),
  doors,
  devices: fc.array(fc.record({ device: fc.constantFrom("d0", "d1", "d2"), x: place, y: place }), {
    maxLength: 2,
  }),
});

export const plans: fc.Arbitrary<Plan> = fc.array(aFloor, { maxLength: 3 }).map((floors) => ({
  revision: floors.length,
  floors: floors.map((floor, index) => ({ ...floor, id: `f${index}`, name: `Floor ${index}` })),
}));

export const room = (zone: string, x: number, y: number, w: number, d: number): PlanRoom => ({
  zone,
  x,
  y,
  w,
  d,
});

/** An L of two pieces, and what stands in its corner. */
export const L: readonly PlanRoom[] = [
  room("hall", 0, 0, 10, 4),
  room("hall", 0, 4, 4, 6),
  room("kitchen", 4, 4, 6, 6),
];

/** `count` zones that nobody has drawn, with some devices each. */
export const household = (count: number) => {
  const kinds = ["bulb", "siren", "lock"] as const;
  const names = [
    "Kitchen",
    "Children\u2019s playroom and library",
    "Bath",
    "Guest room",
    "\u5ba2\u5385",
  ];
  const zones = Array.from({ length: count }, (_, i) => ({
    id: `zone-${i}`,
    name: `${names[i % names.length] ?? ""} ${i + 1}`,
    word: "Critical",
  }));
  const things: FloorDevice[] = zones.flatMap(({ id }, i) =>
    Array.from({ length: (i * 7) % 4 }, (_, n) => ({
      id: `${id}-${n}`,
      zone: id,
      kind: kinds[(i + n) % 3] ?? "bulb",
    })),
  );
  return { zones, devices: things };
};
