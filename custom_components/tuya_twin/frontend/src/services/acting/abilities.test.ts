import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { AbilityBook, readAbilities } from "./abilities";

const ANSWER = {
  devices: {
    door: { entity_id: "lock.door", lock: true, unlock: true, code: true },
    lamp: { entity_id: null, lock: false, unlock: false, code: false },
  },
};
const DOOR = { entityId: "lock.door", lock: true, unlock: true, code: true };

describe("the answer", () => {
  it("is read by device", () => {
    const abilities = readAbilities(ANSWER);
    expect(abilities.get("door")).toEqual(DOOR);
    expect(abilities.get("lamp")?.entityId).toBeNull();
  });

  it("allows nothing that it does not say plainly", () => {
    const odd = { devices: { door: { entity_id: 7, lock: "yes" }, lamp: "on" } };
    const abilities = readAbilities(odd);
    expect(abilities.get("door")).toEqual({
      entityId: null,
      lock: false,
      unlock: false,
      code: false,
    });
    expect(abilities.has("lamp")).toBe(false);
    expect(readAbilities({ devices: [] }).size).toBe(0);
  });

  it("can be anything without harm", () => {
    fc.assert(
      fc.property(fc.anything(), (answer) => {
        for (const ability of readAbilities(answer).values()) {
          expect(typeof ability.unlock).toBe("boolean");
        }
      }),
    );
  });
});

describe("the book", () => {
  it("asks once for each household", async () => {
    const ask = vi.fn().mockResolvedValue(ANSWER);
    const book = new AbilityBook();
    await book.of("home", ask);
    expect((await book.of("home", ask)).get("door")).toEqual(DOOR);
    await book.of("cabin", ask);
    expect(ask.mock.calls).toEqual([
      [{ type: "tuya_twin/devices", household: "home" }],
      [{ type: "tuya_twin/devices", household: "cabin" }],
    ]);
  });

  it("asks again after it was told to forget", async () => {
    const ask = vi.fn().mockResolvedValue(ANSWER);
    const book = new AbilityBook();
    await book.of("home", ask);
    book.forget("home");
    await book.of("home", ask);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it("does not keep a failure", async () => {
    const ask = vi.fn().mockRejectedValueOnce(new Error("gone")).mockResolvedValue(ANSWER);
    const book = new AbilityBook();
    await expect(book.of("home", ask)).rejects.toThrow("gone");
    expect((await book.of("home", ask)).size).toBe(2);
  });

  it("keeps the newer page when an older one fails late", async () => {
    let fail: (error: Error) => void = () => undefined;
    const late = new Promise((_, reject) => {
      fail = reject;
    });
    const ask = vi.fn().mockReturnValueOnce(late).mockResolvedValue(ANSWER);
    const book = new AbilityBook();
    const first = book.of("home", ask);
    book.forget("home");
    await book.of("home", ask);
    fail(new Error("late"));
    await expect(first).rejects.toThrow("late");
    await book.of("home", ask);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
