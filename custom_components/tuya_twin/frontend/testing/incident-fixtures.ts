/** A night and a list as the Python tests wrote them, and records of whatever else may happen. */
import fc from "fast-check";
import incidentList from "../../../../tests/fixtures/wire/incident_list.json";
import incidentRecord from "../../../../tests/fixtures/wire/incident_record.json";
import { isIncidentRecord, isIncidentSummary } from "../src/types/incident-guards";
import type {
  IncidentRecord,
  IncidentSummary,
  RecordedCause,
  RecordedRun,
  RecordedStatus,
} from "../src/types/incident";
import { STATUSES, type Status } from "../src/types/wire";
import { codes } from "./fixtures";

export { incidentList, incidentRecord };

function checked<T>(value: unknown, guard: (value: unknown) => value is T): T {
  if (!guard(value)) throw new Error("The fixture does not pass the border check.");
  return value;
}

export const night: IncidentRecord = checked(incidentRecord, isIncidentRecord);
export const summaries: readonly IncidentSummary[] = incidentList.map((each) =>
  checked(each, isIncidentSummary),
);

const START = Date.parse(night.start);
const iso = (ms: number): string => new Date(START + ms).toISOString();

const times = fc.integer({ min: 0, max: 3_600_000 }).map(iso);
const zones = fc.constantFrom("HOUSE", "LivingRoom", "Foyer", "Cellar");
const devices = fc.constantFrom("lamp", "siren", "lock", "gone");
const names = fc.option(fc.constantFrom("Anna", "Ben"), { nil: null });
export const causes: fc.Arbitrary<RecordedCause> = fc.record({
  origin: fc.constantFrom("person", "automation", "system", "rules", "ai"),
  name: names,
  user_id: fc.constant(null),
  reason: fc.option(fc.constantFrom("Glass broke.", ""), { nil: null }),
  context_id: fc.constant(null),
});
const percent = fc.integer({ min: 0, max: 100 });
const commands = fc.oneof(
  fc.record({
    type: fc.constant("light" as const),
    on: fc.boolean(),
    mode: fc.constantFrom("white", "colour"),
    brightness: percent,
    hue: percent,
    saturation: percent,
    kelvin: fc.constant(2700),
    scene: fc.constant(null),
    effect: fc.constant("steady"),
  }),
  fc.record({
    type: fc.constant("siren" as const),
    on: fc.boolean(),
    volume: fc.constant(null),
    duration: fc.option(fc.integer({ min: 1, max: 300 }), { nil: null }),
    tone: fc.constant(null),
  }),
  fc.record({ type: fc.constant("bolt" as const), lock: fc.boolean() }),
  fc.constant({
    type: "put_back" as const,
    state: {
      on: true,
      mode: "white",
      brightness: 45,
      hue: null,
      saturation: null,
      kelvin: 2700,
      scene: null,
    },
  }),
  fc.constant({ type: "check" as const }),
);
const results = fc.constantFrom("pending", "sent", "confirmed", "failed", "skipped");
const steps = fc.uniqueArray(
  fc.record({
    device: devices,
    name: fc.constant("A thing"),
    kind: fc.constantFrom("bulb", "siren", "lock"),
    zone: zones.filter((zone) => zone !== "HOUSE"),
    command: commands,
    result: results,
    reason: fc.option(fc.constantFrom("unreachable", "jammed", "superseded", "hazard"), {
      nil: null,
    }),
    ms: fc.option(fc.integer({ min: 0, max: 6000 }), { nil: null }),
    path: fc.constantFrom("lan", "cloud", "entity", null),
    stand_ins: fc.constantFrom([], ["Kitchen siren"]),
  }),
  { maxLength: 3, selector: ({ device }) => device },
);
const runs: fc.Arbitrary<readonly RecordedRun[]> = fc
  .array(
    fc.record({
      protocol: fc.constantFrom("green", "yellow", "red"),
      zone: zones,
      cause: causes,
      started_at: times,
      resumed_at: fc.option(times, { nil: null }),
      deadline: fc.constant(5),
      steps,
    }),
    { maxLength: 4 },
  )
  .map((all) => all.map((run, index) => ({ ...run, id: `run-${index}` })));
const ofDevice = { at: times, device: devices, name: names };

/** What the whole house shows after each change, as the server counts it. */
function shownAfter(changes: readonly { zone: string; status: Status }[]): readonly Status[] {
  const own = new Map<string, Status>();
  return changes.map(({ zone, status }) => {
    if (zone === "HOUSE" && status === "GREEN_SAFE") own.clear();
    own.set(zone, status);
    const highest = Math.max(...[...own.values()].map((each) => STATUSES.indexOf(each)));
    return STATUSES[highest] ?? "GREEN_SAFE";
  });
}

const moments = fc.option(times, { nil: null });
const assessments = fc.record({
  at: times,
  zone: zones,
  status: fc.constantFrom(...STATUSES),
  score: fc.constantFrom(0, 35, 135),
  counts: fc.boolean(),
  grounds: fc.array(
    fc.record({
      why: fc.constantFrom(...codes.whys, "newer"),
      name: fc.constantFrom("Hallway", ""),
      role: fc.option(fc.constantFrom(...codes.roles, "newer"), { nil: null }),
      value: fc.constantFrom(0, 0.7, 50),
      seconds: fc.constantFrom(0, 6.1),
    }),
    { maxLength: 3 },
  ),
  events: fc.constant([]),
});
const opinions = fc.record({
  at: times,
  zone: zones,
  event: fc.constantFrom("asked", "given"),
  fate: fc.option(fc.constantFrom(...codes.opinion_fates, "newer"), { nil: null }),
  seconds: fc.option(fc.constant(1.2), { nil: null }),
  status: fc.option(fc.constantFrom(...STATUSES), { nil: null }),
  confidence: fc.option(fc.constantFrom(0, 0.8), { nil: null }),
  summary: fc.constantFrom("A cat.", ""),
  cited: fc.constantFrom([], ["binary_sensor.glass"]),
});
const watches = fc.record({
  at: times,
  event: fc.constantFrom("changed", "entry_began", "entry_ended"),
  mode: fc.option(fc.constantFrom("off", "home", "night", "away"), { nil: null }),
  counts_from: moments,
  bypassed: fc.constantFrom([], [{ sensor: "one", name: "Bathroom window" }]),
  until: moments,
  assessment: fc.option(assessments, { nil: null }),
  cause: fc.option(causes, { nil: null }),
});
const weights = fc.record({
  at: times,
  sensor: fc.constant("one"),
  name: fc.constant("Hallway"),
  zone: zones,
  weight: percent,
  cause: causes,
});

const statuses: fc.Arbitrary<readonly RecordedStatus[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 3_600_000 }),
      zone: zones,
      status: fc.constantFrom(...STATUSES),
      run_id: fc.option(fc.constantFrom("run-0", "run-9"), { nil: null }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((changes) => {
    const shown = shownAfter(changes);
    return changes
      .toSorted((a, b) => a.at - b.at)
      .map(({ at }, index) => {
        const change = changes[index] ?? changes[0];
        return {
          zone: change?.zone ?? "HOUSE",
          status: change?.status ?? "GREEN_SAFE",
          run_id: change?.run_id ?? null,
          at: iso(at),
          shown: shown[index] ?? "GREEN_SAFE",
          epoch: "one",
          seq: index + 1,
        };
      });
  });

export const records: fc.Arbitrary<IncidentRecord> = fc
  .record({
    statuses,
    runs,
    verdict: fc.constantFrom("false_alarm", "stood_down", null),
    trigger: fc.option(causes, { nil: null }),
    evidence: fc.array(
      fc.record({
        run_id: fc.constantFrom("run-0", "run-9"),
        source: fc.constant("binary_sensor.glass"),
        name: fc.constant("Glass"),
        state: fc.constant("on"),
        since: times,
      }),
      { maxLength: 2 },
    ),
    answers: fc.array(
      fc.record({
        at: times,
        answer: fc.constantFrom("acknowledged", "false_alarm", "stood_down"),
        cause: causes,
      }),
      { maxLength: 3 },
    ),
    told: fc.array(
      fc.record({
        at: times,
        call: fc.nat(3),
        targets: fc.constantFrom(["notify.anna"], ["notify.anna", "notify.ben"], []),
        failed: fc.constantFrom([], ["notify.anna"]),
      }),
      { maxLength: 3 },
    ),
    sirens: fc.array(
      fc.record({
        ...ofDevice,
        event: fc.constantFrom("armed", "silenced", "silent"),
        until: fc.option(times, { nil: null }),
        cause: fc.option(causes, { nil: null }),
      }),
      { maxLength: 4 },
    ),
    lights: fc.array(fc.record({ ...ofDevice, event: fc.constantFrom("lit", "put_back") }), {
      maxLength: 3,
    }),
    hazards: fc.array(
      fc.record({ at: times, active: fc.constantFrom([], ["binary_sensor.smoke"]) }),
      { maxLength: 2 },
    ),
    codes: fc.array(
      fc.record({
        ...ofDevice,
        accepted: fc.boolean(),
        cause: causes,
        locked_out_until: fc.option(times, { nil: null }),
      }),
      { maxLength: 3 },
    ),
    assessments: fc.array(assessments, { maxLength: 3 }),
    opinions: fc.array(opinions, { maxLength: 2 }),
    watch: fc.array(watches, { maxLength: 3 }),
    weights: fc.array(weights, { maxLength: 2 }),
  })
  .map((parts) => {
    const last = parts.statuses.at(-1);
    const shown = parts.statuses.map((each) => STATUSES.indexOf(each.shown));
    return {
      ...parts,
      version: 2,
      id: "one",
      start: parts.statuses[0]?.at ?? night.start,
      end: last?.shown === "GREEN_SAFE" ? last.at : null,
      status: STATUSES[Math.max(...shown)] ?? "GREEN_SAFE",
      record: [{ epoch: "one", first_seq: 1, last_seq: parts.statuses.length }],
    } satisfies IncidentRecord;
  });
