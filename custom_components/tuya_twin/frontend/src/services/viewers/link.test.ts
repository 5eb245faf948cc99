import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ASKED,
  CODE_MS,
  countdown,
  link,
  linkAddress,
  onlyHere,
  open,
  type Link,
  type LinkInput,
} from "./link";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const CODE = { event: "code", code: "once", expires_at: "2026-11-26T12:10:00+00:00" };
const VIEWER = {
  id: "9f86d081884c7d65",
  name: "Kitchen tablet",
  created_at: "2026-11-26T12:01:00+00:00",
  expires_at: "2027-11-26T12:01:00+00:00",
};
const REDEEMED = { event: "redeemed", viewer: VIEWER };
const hear = (message: unknown): LinkInput => ({ kind: "message", message });
const TICK: LinkInput = { kind: "tick" };
const LOST: LinkInput = { kind: "lost" };
const REFUSED: LinkInput = { kind: "refused", problem: { kind: "told", message: "No." } };

const shown = link(ASKED, hear(CODE), NOW);

describe("a link", () => {
  it("is shown until its code runs out", () => {
    expect(shown).toEqual({ kind: "shown", code: "once", until: NOW + CODE_MS });
    expect(link(shown, TICK, NOW + CODE_MS - 1)).toBe(shown);
    expect(link(shown, TICK, NOW + CODE_MS)).toEqual({ kind: "expired" });
  });

  it("lasts ten minutes where this machine's clock is wrong", () => {
    for (const now of [NOW - 3_600_000, NOW + 3_600_000]) {
      expect(link(ASKED, hear(CODE), now)).toMatchObject({ until: now + CODE_MS });
    }
    const without = { event: "code", code: "once" };
    expect(link(ASKED, hear(without), NOW)).toMatchObject({ until: NOW + CODE_MS });
  });

  it("becomes the screen that redeemed it", () => {
    const state = link(shown, hear(REDEEMED), NOW);
    expect(state.kind === "redeemed" && state.viewer.name).toBe("Kitchen tablet");
  });

  it("breaks with the connection, and is refused with a reason", () => {
    expect(link(shown, LOST, NOW)).toEqual({ kind: "broken" });
    expect(link(ASKED, LOST, NOW)).toEqual({ kind: "broken" });
    expect(link(ASKED, REFUSED, NOW)).toEqual(REFUSED);
  });

  it("does not mind words it does not know", () => {
    for (const message of [null, "code", { event: "code" }, { event: "redeemed" }, { event: 1 }]) {
      expect(link(shown, hear(message), NOW)).toBe(shown);
    }
    expect(link(ASKED, TICK, NOW)).toBe(ASKED);
  });

  it("stays as it ended, whatever comes", () => {
    const inputs = fc.oneof(fc.constantFrom(hear(CODE), hear(REDEEMED), TICK, LOST, REFUSED));
    fc.assert(
      fc.property(fc.array(fc.tuple(inputs, fc.nat(CODE_MS))), (played) => {
        let state: Link = ASKED;
        let now = NOW;
        for (const [input, pause] of played) {
          now += pause;
          const next = link(state, input, now);
          if (!open(state)) expect(next).toBe(state);
          if (next.kind === "shown") expect(next.until - now).toBeLessThanOrEqual(CODE_MS);
          state = next;
        }
      }),
    );
  });
});

describe("what is shown of it", () => {
  it("counts down to nothing and no further", () => {
    expect(countdown(NOW + CODE_MS, NOW)).toBe("10:00");
    expect(countdown(NOW + 64_001, NOW)).toBe("1:05");
    expect(countdown(NOW, NOW + 5000)).toBe("0:00");
  });

  it("has the code where no server sees it", () => {
    const address = new URL(linkAddress("https://home.example", "a-b_c"));
    expect(address.pathname).toBe("/api/tuya_twin/viewer");
    expect(address.search).toBe("");
    expect(address.hash).toBe("#a-b_c");
  });

  it("warns of an address that means this machine", () => {
    for (const name of ["localhost", "ha.localhost", "127.0.0.1", "::1", "[::1]"]) {
      expect(onlyHere(name)).toBe(true);
    }
    for (const name of ["homeassistant.local", "192.168.1.27", "1.127.0.0", "localhost.example"]) {
      expect(onlyHere(name)).toBe(false);
    }
  });
});
