import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIVES, LONGEST_NAME, missing, NEW_DRAFT, requestOf, withZone } from "./draft";

const named = { ...NEW_DRAFT, name: " Kitchen tablet " };

describe("a draft", () => {
  it("begins without a name", () => {
    expect(missing(NEW_DRAFT)).toEqual({ field: "name", key: "viewers.name_missing" });
    expect(missing(named)).toBeNull();
  });

  it("needs a room if it is not to be all of them", () => {
    const some = { ...named, all: false };
    expect(missing(some)?.field).toBe("zones");
    const chosen = withZone(some, "Foyer", true);
    expect(missing(chosen)).toBeNull();
    expect(missing(withZone(chosen, "Foyer", false))?.field).toBe("zones");
  });

  it("asks for all rooms by naming none", () => {
    expect(requestOf(withZone(named, "Foyer", true), "home")).toEqual({
      type: "tuya_twin/viewer_link",
      household: "home",
      name: "Kitchen tablet",
      kiosk: false,
      days: 365,
    });
    const some = withZone({ ...named, all: false }, "Foyer", true);
    expect(requestOf(some, "home").zones).toEqual(["Foyer"]);
  });

  it("never asks for what the server refuses, once nothing is missing", () => {
    const anyDraft = fc.record({
      name: fc.string({ maxLength: 80 }),
      kiosk: fc.boolean(),
      days: fc.constantFrom(...LIVES),
      all: fc.boolean(),
      chosen: fc.array(fc.string()).map((zones) => new Set(zones)),
    });
    fc.assert(
      fc.property(anyDraft, (draft) => {
        fc.pre(missing(draft) === null);
        const request = requestOf(draft, "home");
        expect(request.name.length).toBeGreaterThan(0);
        expect(request.name.length).toBeLessThanOrEqual(LONGEST_NAME);
        expect(request.zones?.length).not.toBe(0);
      }),
    );
  });
});
