import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codes } from "../../../testing/fixtures";
import { causes, night, records, summaries } from "../../../testing/incident-fixtures";
import { ORIGINS, type RecordedCause, type RecordedStep } from "../../types/incident";
import { Wording } from "../wording";
import { Calendar } from "./calendar";
import { entryWords, triggerWords } from "./entry-words";
import { whereWords, whoWords, type EntryWords } from "./said";
import { hitWords, lengthWords, placesWords, shortWords, worstOf } from "./summary-words";
import { timelineOf, type Entry } from "./timeline";

const locale = { language: "en-GB", time_format: "24", time_zone: "server" };
const words = new Wording(undefined, locale, "UTC");
const calendar = new Calendar(locale, "UTC");
const ZONES: Readonly<Record<string, string>> = { LivingRoom: "Living room" };
const names = {
  zone: (id: string) => ZONES[id] ?? id,
  entity: (id: string) => id.replace("notify.mobile_app_anna", "Anna\u2019s phone"),
};
const say = (entry: Entry): EntryWords => entryWords(entry, names, words);
const entries = timelineOf(night);
const told = entries.map(say);
const cause: RecordedCause = {
  origin: "automation",
  name: null,
  user_id: null,
  reason: null,
  context_id: null,
};

const ofStep = (more: Partial<RecordedStep>): EntryWords => {
  const entry = entries.find(({ kind }) => kind === "step");
  if (entry?.kind !== "step") throw new Error("a step is needed");
  return say({ ...entry, step: { ...entry.step, ...more } });
};
const change = <K extends Entry["kind"]>(
  kind: K,
  changed: (entry: Entry & { kind: K }) => Entry,
): EntryWords => {
  const entry = entries.find((each): each is Entry & { kind: K } => each.kind === kind);
  if (entry === undefined) throw new Error(`${kind} is needed`);
  return say(changed(entry));
};

describe("the night in words", () => {
  it("tells everything, each in one sentence", () => {
    expect(told.map(({ what }) => what)).toEqual([
      "Found in Living room: Warning",
      "Motion, living room showed \u201con\u201d",
      "Warning: Living room",
      "Warning protocol for Living room, called by an automation",
      "An AI was asked for a second opinion: Living room",
      "Living room lamp: yellow, 30 %",
      "An AI takes it for: Warning, 60 % sure",
      "Found in Living room: Critical",
      "Glass showed \u201con\u201d",
      "Motion, living room showed \u201con\u201d",
      "Critical: whole house",
      "Red protocol for whole house, called by the rules",
      "Back door was left out, because of smoke or gas",
      "An AI was asked for a second opinion: Living room",
      "Attic siren: sounding",
      "Living room lamp: red, 100 %",
      "Told: Anna\u2019s phone",
      "Front door: locked, bolt out",
      "The run was taken up again after a restart",
      "Bedside lamp did not confirm",
      "Hall siren did not answer",
      "An AI was asked for a second opinion",
      "Found in Living room: Critical",
      "No door is locked: binary_sensor.smoke_kitchen",
      "Bedside lamp shows the light of the alarm at last",
      "Doors may be locked again",
      "No right code for Front door, tried by Ben",
      "No right code for Front door, tried by Ben",
      "Watched from now on: Night, called by Ben",
      "Attic siren is sounding",
      "Told: notify.carla",
      "Acknowledged by Anna",
      "Attic siren was told by Anna to be silent",
      "Attic siren has proven to be silent",
      "Somebody came in: Foyer",
      "Found in Foyer: Safe",
      "Right code for Front door, given by Anna",
      "Nobody is waited for any more",
      "Not watched any more, called by Anna",
      "A sign did not count: Foyer",
      "Warning: whole house",
      "Warning protocol for whole house, called by Anna",
      "Attic siren: silent",
      "Living room lamp: yellow, 30 %",
      "Bedside lamp was put back, or that was given up",
      "Called a false alarm by Anna",
      "Glass counts 50 % from now on, set by Anna",
      "Safe: whole house",
      "Safe protocol for whole house, called by Anna",
      "Hall siren: silent",
      "Attic siren: silent",
      "Living room lamp: as before the alarm",
    ]);
  });

  it("says more where there is more to say, and what to do", () => {
    const siren = told.find(({ what }) => what === "Hall siren did not answer");
    expect(siren).toMatchObject({
      more: ["Stood in for it: Kitchen siren."],
      cure: "Check its power and Wi-Fi.",
    });
    const more = told.flatMap((each) => each.more);
    expect(more).toEqual(
      expect.arrayContaining([
        "Glass broke. Devices asked: 6.",
        "Devices asked: 2.",
        "Since 02:13:58.",
        "Confirmed after 42 ms.",
        "Confirmed by the cloud after 184 ms.",
        "Confirmed by its entity after 77 ms.",
        "Could not be told: notify.ben.",
        "No code is taken until 02:22:15.",
        "Until 02:18:25 by its own clock.",
        "It was the cat",
        "Glass (breaking glass) 60 \u00b7 \u00d7\u00a01.5 at night = 90",
        "Smoke, kitchen is dangerous at any hour, watched or not.",
        "\u201cSomebody, or a pet, moved in the living room.\u201d",
        "It moved nothing: the rules decide.",
        "It rests on: binary_sensor.motion.",
        "There was no answer. The rules decide alone.",
        "Signs count from 02:17:50.",
        "Does not count in this watch: Bathroom window.",
        "They have until 02:19:20 to say who they are.",
        "Motion, hall did not count: the house was not watched for it.",
      ]),
    );
  });

  it("has a sentence for everything that may have happened", () => {
    fc.assert(
      fc.property(records, (record) => {
        for (const entry of timelineOf(record)) {
          const { what, more } = say(entry);
          expect([what, ...more].join(" ")).not.toMatch(/[{}]|undefined|null/);
        }
      }),
    );
  });

  it.each([
    [{ result: "pending" }, "Living room lamp: no result yet"],
    [{ result: "sent" }, "Living room lamp: no result yet"],
    [{ command: { type: "check" } }, "Living room lamp: answered"],
    [{ result: "skipped", reason: "superseded" }, "was given a newer command"],
    [{ result: "skipped", reason: null }, "did not do what was asked"],
  ] as const)("says what became of a step: %j", (more, what) => {
    expect(ofStep(more).what).toContain(what);
  });

  it("does not say how long it took if nobody knows", () => {
    expect(ofStep({ ms: null }).more).toEqual(["Confirmed."]);
  });

  it("says what the house showed if that was not the zone's own", () => {
    const { more } = change("status", (entry) => {
      return { ...entry, status: { ...entry.status, shown: "RED_CRITICAL" } };
    });
    expect(more).toEqual(["The house shows: Critical."]);
  });

  it("has a word for a device without a name, and for nobody that could be told", () => {
    expect(
      change("light", (entry) => ({ ...entry, light: { ...entry.light, name: null } })).what,
    ).toBe("A device shows the light of the alarm at last");
    expect(
      change("told", (entry) => {
        return { ...entry, told: { ...entry.told, failed: entry.told.targets } };
      }).what,
    ).toBe("Nobody could be told");
    expect(
      change("told", (entry) => ({ ...entry, told: { ...entry.told, targets: [], failed: [] } }))
        .what,
    ).toBe("Nobody was told: the options name no one");
  });
});

describe("a watch that is not wholly on record", () => {
  const bare = { counts_from: null, bypassed: [], until: null, assessment: null, cause: null };

  it("is told as far as it is", () => {
    const event = "changed" as const;
    const off = change("watch", (entry) => {
      return { ...entry, watch: { ...entry.watch, ...bare, event, mode: null } };
    });
    expect(off).toMatchObject({ what: "Not watched any more, called by ", more: [] });
    const on = change("watch", (entry) => {
      return { ...entry, watch: { ...entry.watch, ...bare, event, mode: "away", cause } };
    });
    expect(on.what).toBe("Watched from now on: Away, called by an automation");
    const entry = change("watch", (each) => {
      return { ...each, watch: { ...each.watch, ...bare, event: "entry_began" } };
    });
    expect(entry).toMatchObject({ what: "Somebody came in: ", more: [] });
  });
});

describe("who and where", () => {
  it("is a person by name, or what it was", () => {
    expect(whoWords({ ...cause, name: "Anna" }, words)).toBe("Anna");
    expect(whoWords({ ...cause, origin: "person" }, words)).toBe("somebody");
    expect(whoWords({ ...cause, origin: "system" }, words)).toBe("the household itself");
    expect(codes.origins).toEqual(ORIGINS);
    const who = ORIGINS.map((origin) => whoWords({ ...cause, origin }, words));
    expect(new Set(who).size).toBe(ORIGINS.length);
    expect(whoWords({ ...cause, origin: "ai", name: "Bot" }, words)).toBe(
      "Bot, an AI, within the rules",
    );
  });

  it("is the whole house, or a zone by its name", () => {
    expect(whereWords("HOUSE", names, words)).toBe("whole house");
    expect(whereWords("LivingRoom", names, words)).toBe("Living room");
  });

  it("says what set it off", () => {
    expect(triggerWords(night.trigger, words)).toBe(
      "Motion, nobody at home, called by an automation",
    );
    expect(triggerWords(cause, words)).toBe("Called by an automation");
    const said: RecordedCause = { ...cause, origin: "ai", reason: "It is you. " };
    expect(triggerWords(said, words)).toBe(
      "\u201cIt is you\u201d, called by an AI, within the rules",
    );
    expect(triggerWords(null, words)).toBe("What set it off is not on record");
    fc.assert(fc.property(causes, (any) => triggerWords(any, words) !== ""));
  });
});

describe("an incident in short", () => {
  const [open, over, evening] = summaries;
  if (!open || !over || !evening) throw new Error("three are needed");

  it("says how bad, when, and how it ended", () => {
    expect(shortWords(over, words, calendar)).toBe("Critical, 02:13 to 02:31, false alarm");
    expect(shortWords(open, words, calendar)).toBe("Critical, since 02:52, still open");
    expect(shortWords(evening, words, calendar)).toBe("Warning, 20:01 to 20:09");
    const short = { ...evening, end: "2026-11-21T20:01:05Z" };
    expect(shortWords(short, words, calendar)).toBe("Warning, 20:01:00 to 20:01:05");
  });

  it("counts several, and names the worst", () => {
    expect(hitWords([over], words, calendar)).toBe(shortWords(over, words, calendar));
    expect(hitWords([evening, over], words, calendar)).toBe("2 incidents, the worst: Critical");
    expect(worstOf([evening])).toBe("YELLOW_WARNING");
  });

  it("names some places and counts many", () => {
    expect(placesWords(["LivingRoom", "HOUSE"], names, words)).toBe("Living room and whole house");
    expect(placesWords(["a", "b", "c", "d"], names, words)).toBe("4 rooms");
  });

  it("says how long it lasted, or has lasted so far", () => {
    expect(lengthWords(over, 0, words, calendar)).toBe("lasted 17 mins 2 secs");
    const now = Date.parse(open.start) + 5000;
    expect(lengthWords(open, now, words, calendar)).toBe("for 5 secs so far");
  });
});
