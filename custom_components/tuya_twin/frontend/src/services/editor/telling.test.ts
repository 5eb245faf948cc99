import { describe, expect, it } from "vitest";
import { DRAWN, floor, KNOWN, room } from "../../../testing/editor-kit";
import type { Device } from "../../types/wire";
import { Wording } from "../wording";
import type { Action } from "./actions";
import { overlapsIn } from "./draft";
import { reduce } from "./reduce";
import { Teller } from "./telling";

const HOUSE = {
  zones: [
    { id: "hall", name: "Hall", status: "GREEN_SAFE", since: null },
    { id: "kitchen", name: "Kitchen", status: "GREEN_SAFE", since: null },
  ] as const,
  devices: [{ id: "lamp", name: "Lamp", kind: "bulb", zone: "hall" } as Device],
};
const teller = new Teller(HOUSE, new Wording(), "en");
const ground = DRAWN.floors[0] ?? floor();

const told = (action: Action, draft = DRAWN): string =>
  teller.said(action, draft, reduce(draft, action, KNOWN));

const at = { floor: "ground", index: 0 } as const;
const outside = { x: 12, y: 10, along: "x", length: 2 } as const;

describe("what was done is told", () => {
  it.each<[string, Action]>([
    [
      "study is drawn, 2 m by 1.5 m.",
      { type: "draw-room", floor: "ground", room: room("study", 30, 0, 4, 3) },
    ],
    [
      "Hall moved: 4.5 m from the left, 5 m from the top.",
      { type: "change-room", ...at, rect: room("", 9, 10, 8, 6) },
    ],
    ["Hall is 3.5 m by 3 m now.", { type: "change-room", ...at, rect: room("", 10, 10, 7, 6) }],
    ["The room belongs to study now.", { type: "assign-room", ...at, zone: "study" }],
    ["The room of Hall is removed.", { type: "remove-room", ...at }],
    [
      "Door from Hall to the outside: put, 1 m wide.",
      { type: "put-door", floor: "ground", door: outside },
    ],
    [
      "Door between Hall and Kitchen: changed, 1 m wide.",
      { type: "change-door", ...at, door: { x: 18, y: 13, along: "y", length: 2 } },
    ],
    ["Door between Hall and Kitchen: removed.", { type: "remove-door", ...at }],
    ["Lamp moved.", { type: "put-device", floor: "ground", device: "lamp", x: 11, y: 11 }],
    ["horn is on the plan.", { type: "put-device", floor: "ground", device: "horn", x: 20, y: 11 }],
    ["Lamp is taken off the plan.", { type: "remove-device", device: "lamp" }],
    ["Attic is added.", { type: "add-floor", id: "f1", name: "Attic" }],
    ["The floor is called Loft now.", { type: "rename-floor", floor: "up", name: "Loft" }],
    ["Ground floor is one floor higher.", { type: "move-floor", floor: "ground", by: 1 }],
    ["Upstairs is one floor lower.", { type: "move-floor", floor: "up", by: -1 }],
    ["Upstairs is removed.", { type: "remove-floor", floor: "up" }],
    ["Hall is on Upstairs now.", { type: "move-zone", zone: "hall", floor: "up" }],
    ["The automatic plan is drawn.", { type: "automatic" }],
    ["That is not possible here.", { type: "remove-door", floor: "up", index: 3 }],
  ])("%s", (words, action) => {
    expect(told(action)).toBe(words);
  });

  it("lengths are in metres, as the language writes them", () => {
    expect(teller.length(7)).toBe("3.5 m");
    expect(new Teller(HOUSE, new Wording(), "de").length(7)).toBe("3,5 m");
  });

  it("nothing is told of what is nowhere", () => {
    const gone = { floor: "gone", index: 0 };
    const other = { floors: [] };
    expect(teller.said({ type: "remove-room", ...gone }, DRAWN, other)).toBe("");
    expect(
      teller.said({ type: "change-room", ...gone, rect: room("", 0, 0, 1, 1) }, DRAWN, other),
    ).toBe("");
    expect(teller.said({ type: "remove-door", ...gone }, DRAWN, other)).toBe("");
    expect(teller.said({ type: "remove-door", ...at, index: 7 }, DRAWN, other)).toBe("");
    expect(teller.said({ type: "rename-floor", floor: "gone", name: "x" }, DRAWN, other)).toBe(
      "The floor is called  now.",
    );
  });
});

describe("what is chosen has a name", () => {
  it("says size or neighbours", () => {
    expect(teller.chosen(ground, { kind: "room", index: 0 })).toBe("Hall, 4 m by 3 m");
    expect(teller.chosen(ground, { kind: "door", index: 0 })).toBe("Door between Hall and Kitchen");
    expect(teller.chosen(ground, { kind: "device", device: "lamp" })).toBe("Lamp");
  });

  it("says which room a door leads out of, from either side of the wall", () => {
    expect(teller.door(ground, { x: 12, y: 10, along: "x", length: 2 })).toBe(
      "Door from Hall to the outside",
    );
    expect(teller.door(ground, { x: 12, y: 16, along: "x", length: 2 })).toBe(
      "Door from Hall to the outside",
    );
    expect(teller.door(ground, { x: 12, y: 12, along: "x", length: 2 })).toBe("Door");
  });

  it("says nothing of what is not there", () => {
    expect(teller.chosen(ground, { kind: "room", index: 7 })).toBe("");
    expect(teller.chosen(ground, { kind: "door", index: 7 })).toBe("");
  });

  it("names what lies over each other", () => {
    const over = reduce(DRAWN, { type: "change-room", ...at, rect: room("", 14, 10, 8, 6) }, KNOWN);
    expect(teller.overlaps(overlapsIn(over))).toBe("Hall and Kitchen lie over each other.");
    expect(teller.overlaps([])).toBe("");
  });
});
