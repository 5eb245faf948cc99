import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ZoneStatus } from "../../types/wire";
import { Wording } from "../wording";
import { readViewer, readViewers, viewerRow } from "./viewer";

const words = new Wording(undefined, { language: "en", time_zone: "server" }, "UTC");
const NOW = Date.parse("2026-11-26T12:00:00Z");
const TABLET = {
  id: "9f86d081884c7d65",
  name: "Kitchen tablet",
  household: "home",
  zones: null,
  kiosk: true,
  created_at: "2026-11-01T12:00:00+00:00",
  expires_at: "2027-11-01T12:00:00+00:00",
  last_used_at: "2026-11-26T11:00:00+00:00",
  connections: 1,
};
const ZONES: readonly ZoneStatus[] = [
  { id: "Foyer", name: "The foyer", status: "GREEN_SAFE", since: null },
];

const row = (more: object) => {
  const viewer = readViewer({ ...TABLET, ...more });
  if (viewer === null) throw new Error("That is no viewer");
  return viewerRow(viewer, ZONES, words, NOW);
};

describe("the list", () => {
  it("has the newest first", () => {
    const older = { ...TABLET, id: "older", created_at: "2026-10-01T12:00:00+00:00" };
    const listed = readViewers({ response: { viewer_tokens: [older, TABLET] } });
    expect(listed.map((viewer) => viewer.id)).toEqual([TABLET.id, "older"]);
  });

  it("leaves out what it cannot read", () => {
    const odd = [
      null,
      { ...TABLET, id: 7 },
      { ...TABLET, name: null },
      { ...TABLET, created_at: "long ago" },
      { ...TABLET, expires_at: 0 },
    ];
    expect(readViewers({ response: { viewer_tokens: odd } })).toEqual([]);
    expect(readViewers({ response: {} })).toEqual([]);
    expect(readViewers({ response: [] })).toEqual([]);
    expect(readViewers(undefined)).toEqual([]);
  });

  it("can be anything without harm", () => {
    fc.assert(
      fc.property(fc.anything(), (viewer_tokens) => {
        expect(readViewers({ response: { viewer_tokens } })).toBeInstanceOf(Array);
      }),
    );
  });
});

describe("a row", () => {
  it("says what a screen is, shows, and how long it may", () => {
    expect(row({})).toEqual({
      id: TABLET.id,
      name: "Kitchen tablet",
      kind: "kiosk",
      zones: "Shows the whole house",
      presence: "connected now",
      connected: true,
      life: "From Nov 1, 2026 to Nov 1, 2027",
    });
  });

  it("says when it was last there", () => {
    expect(row({ connections: 0, kiosk: false })).toMatchObject({
      kind: "",
      presence: "last connected 1 hr. ago",
      connected: false,
    });
    expect(row({ connections: 0, last_used_at: null }).presence).toBe("not connected yet");
  });

  it("calls rooms by their names, as far as there are any", () => {
    expect(row({ zones: ["Foyer", 7, "Attic"] }).zones).toBe("Shows The foyer and Attic");
  });
});
