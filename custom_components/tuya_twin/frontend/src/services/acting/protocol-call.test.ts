import { expect, it, vi } from "vitest";
import { callProtocol } from "./protocol-call";

it.each([
  ["red", null, "HOUSE"],
  ["yellow", "Foyer", "Foyer"],
] as const)("has %s run for %s", async (protocol, zone, told) => {
  const callService = vi.fn(() => Promise.resolve({}));
  await callProtocol({ callService }, protocol, "home", zone);
  expect(callService).toHaveBeenCalledExactlyOnceWith(
    "tuya_twin",
    `execute_${protocol}_protocol`,
    { zone: told, config_entry_id: "home" },
    undefined,
    false,
    true,
  );
});

it("says what Home Assistant says", async () => {
  const callService = vi.fn(() => Promise.reject(new Error("No such household")));
  await expect(callProtocol({ callService }, "green", "home", null)).rejects.toThrow(
    "No such household",
  );
});
