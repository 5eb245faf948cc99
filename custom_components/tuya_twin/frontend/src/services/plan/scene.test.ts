import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as given from "../../../testing/plans";
import type { Plan } from "../../types/plan";
import { holds, touches } from "./boxes";
import { DETAILS, FAR } from "./detail";
import { fitFloor } from "./fit";
import { floorsOf, type FloorDevice } from "./floors";
import { distance, project, unproject } from "./iso";
import { placeLabels, shortened, widthOf, type SceneZone } from "./labels";
import { fixedHeads, placePins } from "./pins";
import { composeScene } from "./scene";
import { shapeOf, type FloorShape } from "./shape";

const { room } = given;
const VIEWPORTS = {
  phone: { width: 364, height: 344 },
  tablet: { width: 768, height: 490 },
  desktop: { width: 860, height: 540 },
};
const NOBODY: Plan = { revision: 0, floors: [] };

function shapeFor(
  plan: Plan,
  zones: readonly string[],
  devices: readonly FloorDevice[],
): FloorShape {
  const [floor] = floorsOf(plan, zones, devices);
  if (floor === undefined) throw new Error("there is a floor");
  return shapeOf(floor);
}

function drawn(
  rooms: Plan["floors"][number]["rooms"],
  devices: Plan["floors"][number]["devices"] = [],
): Plan {
  return { revision: 1, floors: [{ id: "g", name: "", zones: [], rooms, doors: [], devices }] };
}

const COUNTS = Array.from({ length: 30 }, (_, index) => index + 1);

describe.each(COUNTS)("a house of %i zones", (count) => {
  const { zones, devices } = given.household(count);
  const shape = shapeFor(
    NOBODY,
    zones.map(({ id }) => id),
    devices,
  );

  it.each(Object.entries(VIEWPORTS))("keeps pins and words apart on a %s", (name, viewport) => {
    const scene = composeScene(shape, zones, devices, viewport);
    const { detail } = scene;
    scene.labels.forEach((label, index) => {
      for (const other of scene.labels.slice(index + 1)) {
        expect(touches(label.box, other.box)).toBe(false);
      }
    });
    expect(scene.pins.map(({ device }) => device).sort()).toEqual(
      devices.map(({ id }) => id).sort(),
    );
    if (name === "phone" && detail === FAR) return;
    expect(scene.labels).toHaveLength(count);
    scene.pins.forEach(({ head }, index) => {
      for (const other of scene.pins.slice(index + 1)) {
        expect(distance(head, other.head)).toBeGreaterThanOrEqual(detail.apart);
      }
      expect(scene.labels.some(({ box }) => holds(box, head))).toBe(false);
    });
  });

  it("shows all there is to know to whoever comes close", () => {
    const scene = composeScene(shape, zones, devices, VIEWPORTS.phone, 6);
    expect(scene.detail).toBe(DETAILS[0]);
    expect(scene.labels.map(({ form }) => form)).toEqual(zones.map(() => "full"));
  });

  it("stands all of its devices in their rooms, within the canvas", () => {
    const scene = composeScene(shape, zones, devices, VIEWPORTS.desktop);
    const rooms = new Map(shape.rooms.map((each) => [each.zone, each]));
    for (const pin of scene.pins) {
      const zone = devices.find(({ id }) => id === pin.device)?.zone ?? "";
      expect(rooms.get(zone)?.has(pin.at)).toBe(true);
      expect(pin.foot).toEqual(project(scene.projection, pin.at.x, pin.at.y));
      expect(holds({ x: 0, y: 0, w: scene.width, h: scene.height }, pin.foot)).toBe(true);
    }
  });
});

describe("the scene of any plan", () => {
  const zones: SceneZone[] = given.ZONES.map((id) => ({ id, name: `The ${id}`, word: "Critical" }));

  it("has every device of a known zone once, and is the same each time", () => {
    fc.assert(
      fc.property(given.plans, given.devices, (plan, devices) => {
        for (const shape of floorsOf(plan, given.ZONES, devices).map(shapeOf)) {
          const scene = composeScene(shape, zones, devices, VIEWPORTS.tablet);
          const here = devices.filter(({ zone }) => shape.floor.zones.includes(zone));
          expect(scene.pins.map(({ device }) => device).sort()).toEqual(
            here.map(({ id }) => id).sort(),
          );
          expect(composeScene(shape, zones, devices, VIEWPORTS.tablet)).toEqual(scene);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("fits its window, and grows with the zoom", () => {
    fc.assert(
      fc.property(given.plans, fc.double({ min: 1, max: 6, noNaN: true }), (plan, zoom) => {
        for (const shape of floorsOf(plan, given.ZONES, []).map(shapeOf)) {
          const { width, height, projection } = fitFloor(shape, VIEWPORTS.desktop, zoom);
          if (zoom === 1) expect([width, height]).toEqual([860, 540]);
          for (const { x, y } of shape.ground.flat()) {
            const at = project(projection, x, y);
            expect(holds({ x: 0, y: 0, w: width, h: height }, at)).toBe(true);
          }
        }
      }),
    );
  });
});

describe("devices", () => {
  const lamp = (id: string): FloorDevice => ({ id, zone: "hall", kind: "bulb" });

  it("stand where they were put, with their heads apart", () => {
    const put = ["a", "b", "c"].map((device) => ({ device, x: 3, y: 3 }));
    const devices = [lamp("d"), ...put.map(({ device }) => lamp(device))];
    const shape = shapeFor(drawn([room("hall", 0, 0, 9, 9)], put), ["hall"], devices);
    const scene = composeScene(shape, [], devices, VIEWPORTS.desktop);
    const pins = new Map(scene.pins.map((pin) => [pin.device, pin]));
    for (const { device } of put) expect(pins.get(device)?.at).toEqual({ x: 3, y: 3 });
    const heads = scene.pins.map(({ head }) => head);
    heads.forEach((head, index) => {
      for (const other of heads.slice(index + 1)) {
        expect(distance(head, other)).toBeGreaterThanOrEqual(scene.detail.apart);
      }
    });
  });

  const rooms = [room("hall", 0, 0, 8, 8), room("bath", 8, 0, 8, 8), room("study", 0, 8, 16, 8)];
  const named = ["hall", "bath", "study"].map((id) => ({ id, name: `The ${id}`, word: "Safe" }));

  it("that somebody put get smaller where they would be over words or each other", () => {
    const put = [1, 3, 5, 7].flatMap((x) => [2, 5].map((y) => ({ device: `d${x}${y}`, x, y })));
    const devices = put.map(({ device }) => lamp(device));
    const shape = shapeFor(drawn(rooms, put), ["hall", "bath", "study"], devices);
    const scene = composeScene(shape, named, devices, VIEWPORTS.phone);
    expect(scene.detail.radius).toBeLessThan(18);
    expect(scene.pins).toHaveLength(8);
    scene.pins.forEach(({ head }, index) => {
      for (const other of scene.pins.slice(index + 1)) {
        expect(distance(head, other.head)).toBeGreaterThanOrEqual(scene.detail.apart);
      }
      expect(scene.labels.some(({ box }) => holds(box, head))).toBe(false);
    });
  });

  it("that somebody put in one place do not make everything else small", () => {
    const put = Array.from({ length: 40 }, (_, index) => ({ device: `d${index}`, x: 3, y: 3 }));
    const devices = put.map(({ device }) => lamp(device));
    const shape = shapeFor(drawn(rooms, put), ["hall", "bath", "study"], devices);
    const scene = composeScene(shape, named, devices, VIEWPORTS.desktop);
    expect(scene.detail).toBe(DETAILS[0]);
    expect(scene.pins).toHaveLength(40);
  });

  it("are all drawn, even where they cannot but touch", () => {
    const devices = Array.from({ length: 60 }, (_, index) => lamp(`d${index}`));
    const shape = shapeFor(
      drawn([room("hall", 0, 0, 2, 2), room("bath", 2, 0, 60, 60)]),
      ["hall", "bath"],
      devices,
    );
    const scene = composeScene(shape, [], devices, VIEWPORTS.phone);
    expect(scene.detail).toBe(FAR);
    expect(scene.pins).toHaveLength(60);
  });

  it("wait at the door that they hold, on their side of it", () => {
    const rooms = [room("hall", 0, 0, 12, 12), room("bath", 12, 0, 12, 12)];
    const locks: FloorDevice[] = [
      { id: "front", zone: "hall", kind: "lock" },
      { id: "between", zone: "bath", kind: "lock" },
      { id: "stray", zone: "bath", kind: "lock" },
    ];
    const doors = [
      { x: 5, y: 12, along: "x", length: 2 },
      { x: 12, y: 5, along: "y", length: 2 },
    ] as const;
    const [plan] = drawn(rooms).floors;
    const shape = shapeFor(
      { revision: 1, floors: plan === undefined ? [] : [{ ...plan, doors }] },
      ["hall", "bath"],
      locks,
    );
    const { projection } = fitFloor(shape, VIEWPORTS.desktop, 1);
    const [detail = FAR] = DETAILS;
    const pins = placePins(shape, locks, [], detail, projection, "all");
    const at = (id: string) => pins.find(({ device }) => device === id)?.at ?? { x: 0, y: 0 };
    expect(distance(at("front"), { x: 6, y: 11.16 })).toBeLessThan(1);
    expect(distance(at("between"), { x: 12.84, y: 6 })).toBeLessThan(1);
  });

  it("of no known zone are left out", () => {
    const shape = shapeFor(drawn([room("hall", 0, 0, 9, 9)]), ["hall"], []);
    const { projection } = fitFloor(shape, VIEWPORTS.desktop, 1);
    expect(placePins(shape, [{ ...lamp("x"), zone: "?" }], [], FAR, projection, "all")).toEqual([]);
  });
});

describe("words", () => {
  it("are as wide as their letters, Chinese wider than Latin", () => {
    expect(widthOf("\u5ba2\u5385", 10)).toBeGreaterThan(widthOf("ab", 10));
  });

  it("are cut where there is no more room, but not to nothing", () => {
    expect(shortened("Hall", 10, 100)).toBe("Hall");
    expect(shortened("Guest room", 10, 40)).toBe("Guest\u2026");
    expect(shortened("Wolfeschlegelstein", 10, 1)).toBe("Wol\u2026");
  });

  it("stand in two lines in a room that is narrow", () => {
    const zones = new Map([
      ["hall", { id: "hall", name: "Guest bathroom upstairs", word: "Safe" }],
    ]);
    const shape = shapeFor(drawn([room("hall", 0, 0, 6, 30)]), ["hall"], []);
    const { projection } = fitFloor(shape, VIEWPORTS.phone, 1);
    const [detail = FAR] = DETAILS;
    const [label] = placeLabels(shape.rooms, zones, detail, projection);
    expect(label?.lines).toHaveLength(2);
    expect(placeLabels(shape.rooms, new Map(), detail, projection)).toEqual([]);
  });

  it("leave the place of a head that cannot move", () => {
    const zones = [{ id: "hall", name: "Hall", word: "Safe" }];
    const rooms = [room("hall", 0, 0, 20, 20)];
    const alone = composeScene(shapeFor(drawn(rooms), ["hall"], []), zones, [], VIEWPORTS.desktop);
    const [free] = alone.labels;
    const { detail, projection } = alone;
    const below = { x: free?.at.x ?? 0, y: (free?.at.y ?? 0) + detail.lift };
    const put = [{ device: "d", ...unproject(projection, below) }];
    const shape = shapeFor(drawn(rooms, put), ["hall"], []);
    const [label] = composeScene(shape, zones, [], VIEWPORTS.desktop).labels;
    const [head] = fixedHeads(shape, detail, projection);
    if (label === undefined || head === undefined) throw new Error("there are both");
    expect(label.at).not.toEqual(free?.at);
    expect(touches(label.box, head)).toBe(false);
  });

  it("give way where two rooms are too close for both", () => {
    const both = ["hall", "bath"].map((id) => ({ id, name: id, word: "Safe" }));
    const rooms = [room("hall", 0, 0, 1, 1), room("bath", 1, 0, 1, 1), room("study", 2, 0, 60, 60)];
    const shape = shapeFor(drawn(rooms), ["hall", "bath", "study"], []);
    const { projection } = fitFloor(shape, VIEWPORTS.phone, 1);
    const zones = new Map(both.map((zone) => [zone.id, zone]));
    expect(placeLabels(shape.rooms, zones, FAR, projection)).toHaveLength(1);
  });
});
