import { expect, it, vi } from "vitest";
import { emptyFloor } from "./draft";
import { savePlan } from "./saving";

const FLOORS = [emptyFloor("ground", "Ground floor")];

it("saves over a revision, and is told the new one", async () => {
  const callWS = vi.fn(() => Promise.resolve({ revision: 8 }));
  expect(await savePlan({ callWS }, "home", 7, FLOORS)).toBe(8);
  expect(callWS).toHaveBeenCalledExactlyOnceWith({
    type: "tuya_twin/plan/save",
    household: "home",
    revision: 7,
    floors: FLOORS,
  });
});

it.each([null, {}, { revision: "8" }])("makes nothing of the answer %j", async (answer) => {
  expect(await savePlan({ callWS: () => Promise.resolve(answer) }, "home", 7, FLOORS)).toBeNull();
});

it("rejects with what Home Assistant says", async () => {
  const refusal = Object.assign(new Error("Too many rooms"), { code: "invalid" });
  const hass = { callWS: () => Promise.reject(refusal) };
  await expect(savePlan(hass, "home", 7, FLOORS)).rejects.toBe(refusal);
});
