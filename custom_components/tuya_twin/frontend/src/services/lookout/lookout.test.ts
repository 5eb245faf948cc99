import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codes, incidentUpdate, lookoutUpdate, snapshot } from "../../../testing/fixtures";
import { atRest, houseWith, words } from "../../../testing/houses";
import { WATCH_MODES, type Ground, type Opinion, type Watch } from "../../types/lookout";
import { HOUSE } from "../../types/wire";
import { EMPTY_HOUSE } from "../house";
import { findingsOf, opinionOf } from "./findings";
import { reasonSentences, reasonsOf, sensorWords, signWords } from "./grounds";
import { opinionWords } from "./opinion-words";
import {
  bypassedWords,
  entryWords,
  isGoingOn,
  isUsed,
  leavingSeconds,
  modeWords,
  placeWords,
  sinceWords,
} from "./watch-words";

const NOW = Date.parse("2026-11-22T02:14:09.000Z");
const [came, found] = lookoutUpdate.assessments;
const alarm = houseWith({});
const ground = (parts: Partial<Ground>): Ground => ({
  why: "sign",
  name: "Hallway",
  role: "motion",
  value: 50,
  seconds: 0,
  ...parts,
});
const open = /[{}]/;

describe("reasons", () => {
  it.each(codes.whys)("have words for %s", (why) => {
    const [sentence, ...others] = reasonSentences({ grounds: [ground({ why })], score: 50 }, words);
    expect(sentence).toBeTruthy();
    expect(sentence).not.toMatch(open);
    expect(others).toEqual([]);
  });

  it.each(codes.roles)("name what a sensor of the role %s tells", (role) => {
    const said = sensorWords(ground({ role }), words);
    expect(said).toMatch(/^Hallway \(.+\)$/u);
    expect(said).not.toMatch(open);
  });

  it("are a sum that anybody can follow", () => {
    expect(reasonSentences(found ?? { grounds: [], score: 0 }, words)).toEqual([
      "Hallway (motion) 50 \u00b7 then Living room window (vibration) +40 \u00b7 \u00d7\u00a01.5 at night = 135",
    ]);
  });

  it("say beside the sum what was decisive", () => {
    const grounds = [
      ground({}),
      ground({ why: "day", name: "", role: null, value: 0.7 }),
      ground({ why: "at_least" }),
    ];
    expect(reasonsOf({ grounds, score: 35 }, words)).toEqual({
      sum: ["Hallway (motion) 50", "\u00d7\u00a00.7 by day"],
      total: "= 35",
      notes: ["It is at least a warning while the house is watched."],
    });
  });

  it("leave out what only a newer server knows", () => {
    const grounds = [ground({ why: "full_moon" }), ground({ role: "seismograph" })];
    expect(reasonSentences({ grounds, score: 50 }, words)).toEqual(["Hallway 50 = 50"]);
    expect(reasonSentences({ grounds: [], score: 0 }, words)).toEqual([]);
  });

  it("tell of a sensor that this screen may not know only what it is", () => {
    expect(sensorWords(ground({ name: "" }), words)).toBe("motion, elsewhere");
    expect(sensorWords(ground({ name: "", role: null }), words)).toBe("");
  });

  it("name each sensor that told something once", () => {
    const grounds = [
      ground({}),
      ground({ why: "followed", name: "Front door", role: "vibration" }),
      ground({}),
      ground({ why: "night" }),
    ];
    expect(signWords(grounds, words)).toBe("Hallway (motion) and Front door (vibration)");
    expect(signWords([], words)).toBe("");
    expect(signWords([ground({ name: "Foyer Motion" })], words)).toBe("Foyer Motion");
  });
});

describe("findings", () => {
  it("are those of what is going on, the gravest first", () => {
    expect(findingsOf(alarm).map(({ zone }) => zone)).toEqual(["LivingRoom", "Foyer"]);
  });

  it("are of the same gravity the newest first", () => {
    const later = { ...came, zone: "MasterBedroom", at: "2026-11-22T02:14:05.000+00:00" };
    const lookout = { ...lookoutUpdate, assessments: [came, later] };
    const zones = findingsOf(houseWith({ lookout })).map(({ zone }) => zone);
    expect(zones).toEqual(["MasterBedroom", "Foyer"]);
  });

  it.each([
    ["a house at rest", { ...atRest, incident: snapshot.incident }],
    ["no incident", { incident: null }],
    ["what was found an hour before", { lookout: old() }],
    ["what was no danger", { lookout: { ...lookoutUpdate, assessments: [harmless()] } }],
  ])("are none for %s", (_, parts) => {
    expect(findingsOf(houseWith(parts))).toEqual([]);
  });

  it("are none of rooms that are safe again", () => {
    const house = houseWith({ house: { status: "GREEN_SAFE", since: null } });
    expect(findingsOf(house).map(({ zone }) => zone)).toEqual(["LivingRoom"]);
  });

  it("are none of what was over when something else began", () => {
    const ended = "2026-11-22T02:14:08.000+00:00";
    const zones = snapshot.zones.map((zone) => ({ ...zone, status: "GREEN_SAFE", since: ended }));
    const glass = { status: "RED_CRITICAL", since: "2026-11-22T02:14:08.500+00:00" };
    expect(findingsOf(houseWith({ zones, house: glass }))).toEqual([]);
  });

  it("of the whole house are some while that is above green", () => {
    const lookout = { ...lookoutUpdate, assessments: [{ ...found, zone: HOUSE }] };
    expect(findingsOf(houseWith({ lookout }))).toHaveLength(1);
  });

  function old(): object {
    const at = "2026-11-22T01:00:00.000+00:00";
    return { ...lookoutUpdate, assessments: [{ ...found, at }] };
  }

  function harmless(): object {
    return { ...found, status: "GREEN_SAFE" };
  }
});

describe("a second opinion", () => {
  const said: Opinion = {
    zone: "Foyer",
    at: "2026-11-22T02:14:08.000+00:00",
    fate: "noted",
    status: "RED_CRITICAL",
    confidence: 0.8,
    summary: " Somebody shook the window. ",
    seconds: 1.8,
  };

  it.each(codes.opinion_fates)("has words for the fate %s", (fate) => {
    const told = opinionWords({ ...said, fate }, words);
    expect(told.fate).not.toBe("");
    expect(Object.values(told).join()).not.toMatch(open);
  });

  it("is told as what an AI says, in quotation marks", () => {
    expect(opinionWords(said, words)).toEqual({
      what: "An AI takes it for: Critical, 80 % sure",
      quote: "\u201cSomebody shook the window.\u201d",
      fate: "It moved nothing: the rules decide.",
    });
  });

  it("may be without anything", () => {
    const bare = { ...said, confidence: null, summary: " ", fate: "newer", seconds: null };
    expect(opinionWords(bare, words)).toEqual({
      what: "An AI takes it for: Critical",
      quote: "",
      fate: "",
    });
    const none = { ...bare, status: null, fate: null };
    expect(opinionWords(none, words)).toMatchObject({
      what: "An AI was asked for a second opinion",
      fate: "",
    });
    const late = opinionWords({ ...bare, fate: "late" }, words);
    expect(late.fate).toBe("It came too late, after 0 ms, and moved nothing.");
  });

  it("is shown while its incident is open, and no longer", () => {
    expect(opinionOf(alarm)?.confidence).toBe(0.8);
    expect(opinionOf(houseWith({ incident: null }))).toBeNull();
    const other = { ...incidentUpdate.incident, id: "another" };
    expect(opinionOf(houseWith({ incident: other }))).toBeNull();
    expect(opinionOf(EMPTY_HOUSE)).toBeNull();
  });
});

describe("the watch", () => {
  const watch = alarm.lookout.watch;
  const at = (parts: Partial<Watch>) => ({
    ...alarm,
    lookout: { ...alarm.lookout, watch: { ...watch, ...parts } },
  });

  it("has words for every mode there is, and for no other", () => {
    expect(WATCH_MODES).toEqual(codes.watch_modes);
    expect(WATCH_MODES.map((mode) => modeWords(mode, words))).toEqual([
      "Not watched",
      "At home",
      "Night",
      "Away",
    ]);
  });

  it("is of no use to a house that was never watched", () => {
    expect(isUsed(watch)).toBe(true);
    expect(isUsed(EMPTY_HOUSE.lookout.watch)).toBe(false);
  });

  it("says since when it is so, after a day with the date", () => {
    expect(sinceWords(watch, NOW, words)).toBe("since 02:01");
    expect(sinceWords(watch, NOW + 86_400_000, words)).toBe("since Nov 22, 2026, 02:01");
    expect(sinceWords({ ...watch, since: null }, NOW, words)).toBe("");
  });

  it("names what does not count", () => {
    const said = "Does not count in this watch: Bathroom window.";
    expect(bypassedWords(watch.bypassed, words)).toBe(said);
    expect(bypassedWords([], words)).toBe("");
  });

  it("counts the seconds down that are left to leave, to none", () => {
    const from = new Date(NOW + 12_300).toISOString();
    expect(leavingSeconds({ ...watch, counts_from: from }, NOW)).toBe(13);
    expect(leavingSeconds({ ...watch, counts_from: from }, NOW + 12_300)).toBeNull();
    expect(leavingSeconds({ ...watch, counts_from: from, mode: "off" }, NOW)).toBeNull();
    expect(leavingSeconds({ ...watch, counts_from: null }, NOW)).toBeNull();
  });

  it("tells whoever came in how long there is to say who they are", () => {
    expect(entryWords(alarm, NOW, words)).toEqual({
      title: "Somebody came in: Foyer",
      left: "22 s to say that it is you.",
      spoken: "Somebody came in: Foyer. 22 s to say that it is you.",
    });
    const where = (zone: string | null) =>
      entryWords(at({ entry_zone: zone }), NOW + 60_000, words)?.spoken;
    const up = "Somebody came in. The time to say that it is you is up.";
    expect([where(HOUSE), where(null)]).toEqual([up, up]);
    expect(entryWords(at({ entry_until: null }), NOW, words)).toBeNull();
  });

  it("never counts below nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: -400_000, max: 400_000 }), (later) => {
        const left = entryWords(alarm, NOW + later, words)?.left ?? "";
        expect(left).not.toContain("-");
        const seconds = leavingSeconds(watch, NOW + later);
        expect(seconds === null || seconds > 0).toBe(true);
      }),
    );
  });

  it("is not ended by a stray tap while something is going on", () => {
    const calm = houseWith({ ...atRest, lookout: undefined });
    expect(isGoingOn(calm)).toBe(false);
    expect(isGoingOn(alarm)).toBe(true);
    expect(isGoingOn({ ...calm, lookout: alarm.lookout })).toBe(true);
    expect(isGoingOn({ ...alarm, lookout: calm.lookout })).toBe(true);
  });

  it("says where by name", () => {
    const places = [HOUSE, "LivingRoom"].map((zone) => placeWords(alarm, zone, words));
    expect(places).toEqual(["whole house", "Living room"]);
  });
});
