import { describe, expect, it } from "vitest";
import { askForWatchEntity, askToWatch, readWatchEntity } from "./asking";

describe("having the house watched", () => {
  it("is possible by the entity that the server names", async () => {
    const asked: unknown[] = [];
    const callWS = (request: unknown): Promise<unknown> => {
      asked.push(request);
      return Promise.resolve({ devices: {}, watch_entity: "select.home_watching" });
    };
    expect(await askForWatchEntity({ callWS }, "one")).toBe("select.home_watching");
    expect(asked).toEqual([{ type: "tuya_twin/devices", household: "one" }]);
  });

  it.each([null, {}, { watch_entity: null }, { watch_entity: 7 }])(
    "is not possible where it says %j",
    (answer) => {
      expect(readWatchEntity(answer)).toBeNull();
    },
  );

  it("is asked of Home Assistant's own entity, and its refusal is passed on", async () => {
    const called: unknown[] = [];
    const callService = (...call: unknown[]): Promise<unknown> => {
      called.push(call);
      return Promise.reject(new Error("Bathroom window"));
    };
    const asked = askToWatch({ callService }, "select.home_watching", "night");
    await expect(asked).rejects.toThrow("Bathroom window");
    expect(called).toEqual([
      [
        "select",
        "select_option",
        { entity_id: "select.home_watching", option: "night" },
        undefined,
        false,
      ],
    ]);
  });
});
