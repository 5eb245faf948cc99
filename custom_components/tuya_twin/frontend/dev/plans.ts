/** Houses for the plan: `?plan=villa|court|street|rooms` with `&mood=`, `&rooms=` and `&devices=`. */
type Json = Record<string, unknown>;

const GREEN = "GREEN_SAFE";
const YELLOW = "YELLOW_WARNING";
const RED = "RED_CRITICAL";

const now = Date.now();
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

const base = (id: string, name: string, zone: string, seconds = 20): Json => ({
  id,
  name,
  zone,
  reachable: true,
  seen_at: ago(seconds),
  trouble: null,
});

const bulb = (id: string, name: string, zone: string, state: Json = {}): Json => ({
  ...base(id, name, zone),
  kind: "bulb",
  state: {
    on: true,
    mode: "white",
    brightness: 70,
    hue: null,
    saturation: null,
    kelvin: 2700,
    ...state,
  },
});
const siren = (id: string, name: string, zone: string, sounding: boolean): Json => ({
  ...base(id, name, zone, 95),
  kind: "siren",
  state: { sounding },
});
const lock = (id: string, name: string, zone: string, bolt: string): Json => ({
  ...base(id, name, zone, 340),
  kind: "lock",
  state: { bolt },
});
const gone = (thing: Json, seconds: number): Json => ({
  ...thing,
  reachable: false,
  trouble: "unreachable",
  seen_at: ago(seconds),
});

const room = (zone: string, x: number, y: number, w: number, d: number) => ({ zone, x, y, w, d });
const door = (x: number, y: number, along: "x" | "y", length = 2) => ({ x, y, along, length });
const colour = (hue: number, brightness = 90): Json => ({
  mode: "colour",
  hue,
  saturation: 90,
  brightness,
});

interface House {
  readonly zones: readonly (readonly [id: string, name: string])[];
  readonly devices: readonly Json[];
  readonly floors: readonly Json[];
}

/** An L with three floors, one of them with a room that nobody has drawn. */
const villa = (red: boolean): House => ({
  zones: [
    ["cellar", "Cellar"],
    ["workshop", "Workshop"],
    ["living", "Living room"],
    ["kitchen", "Kitchen"],
    ["hall", "Hall"],
    ["bath", "Guest bathroom"],
    ["garage", "Garage"],
    ["bedroom", "Master bedroom"],
    ["child", "Children\u2019s playroom"],
    ["landing", "Landing"],
    ["attic", "Attic studio"],
  ],
  devices: [
    bulb("b1", "Cellar light", "cellar", { on: false }),
    lock("l0", "Cellar door", "cellar", "unknown"),
    gone(bulb("b2", "Workbench", "workshop"), 7200),
    bulb("b3", "Floor lamp", "living", red ? colour(0, 100) : { brightness: 80 }),
    bulb("b4", "Reading lamp", "living", red ? colour(0, 100) : colour(28, 60)),
    siren("s1", "Living room siren", "living", red),
    bulb("b5", "Kitchen counter", "kitchen", red ? colour(0, 100) : { kelvin: 5200 }),
    lock("l1", "Front door", "hall", red ? "locked" : "locked"),
    bulb("b6", "Hall light", "hall", red ? colour(0, 100) : { brightness: 25 }),
    lock("l2", "Terrace door", "living", red ? "jammed" : "unlocked"),
    lock("l3", "Garage gate", "garage", red ? "locked" : "unknown"),
    bulb("b7", "Bedside lamp", "bedroom", red ? colour(0, 100) : { brightness: 15 }),
    bulb("b8", "Night light", "child", red ? colour(0, 100) : colour(265, 40)),
    siren("s2", "Landing siren", "landing", red),
    bulb("b9", "Studio light", "attic", red ? colour(0, 100) : colour(190, 75)),
  ],
  floors: [
    {
      id: "cellar",
      name: "Cellar",
      zones: ["cellar", "workshop"],
      rooms: [room("cellar", 0, 6, 12, 12), room("workshop", 12, 6, 9, 12)],
      doors: [door(12, 11, "y"), door(4, 18, "x")],
      devices: [],
    },
    {
      id: "ground",
      name: "Ground floor",
      zones: ["living", "kitchen", "hall", "bath", "garage"],
      rooms: [
        room("kitchen", 0, 0, 11, 9),
        room("hall", 0, 9, 6, 11),
        room("hall", 6, 9, 5, 4),
        room("bath", 6, 13, 5, 7),
        room("living", 11, 0, 13, 13),
        room("living", 11, 13, 8, 7),
      ],
      doors: [
        door(2, 9, "x"),
        door(11, 10, "y", 2),
        door(8, 13, "x", 2),
        door(2, 20, "x", 2),
        door(24, 5, "y", 3),
        door(11, 3, "y", 2),
      ],
      devices: [
        { device: "b3", x: 20, y: 3 },
        { device: "b4", x: 13.5, y: 17 },
      ],
    },
    {
      id: "upper",
      name: "Upper floor",
      zones: ["bedroom", "child", "landing", "attic"],
      rooms: [
        room("bedroom", 0, 0, 11, 9),
        room("landing", 0, 9, 11, 4),
        room("child", 0, 13, 11, 7),
        room("attic", 11, 0, 13, 13),
      ],
      doors: [door(2, 9, "x"), door(5, 13, "x"), door(11, 10, "y")],
      devices: [],
    },
  ],
});

/** A U around a court, with a shed of its own. */
const court = (red: boolean): House => ({
  zones: [
    ["west", "West wing"],
    ["north", "Library"],
    ["east", "East wing"],
    ["pantry", "Pantry"],
    ["shed", "Garden shed"],
  ],
  devices: [
    bulb("b1", "Reading lamp", "north", red ? colour(0, 100) : { brightness: 90 }),
    bulb("b2", "West lamp", "west", red ? colour(0, 100) : colour(120, 60)),
    siren("s1", "East siren", "east", red),
    lock("l1", "Court door", "east", "unlocked"),
    lock("l2", "Shed door", "shed", "jammed"),
    bulb("b3", "Pantry light", "pantry", { on: null }),
  ],
  floors: [
    {
      id: "court",
      name: "",
      zones: ["west", "north", "east", "pantry", "shed"],
      rooms: [
        room("north", 0, 0, 26, 8),
        room("west", 0, 8, 8, 16),
        room("east", 18, 8, 8, 10),
        room("pantry", 18, 18, 8, 6),
        room("shed", 31, 14, 7, 7),
      ],
      doors: [
        door(3, 8, "x"),
        door(21, 8, "x"),
        door(21, 18, "x"),
        door(18, 12, "y"),
        door(33, 21, "x"),
      ],
      devices: [{ device: "b1", x: 13, y: 3 }],
    },
  ],
});

const NAMES = ["Hall", "Kitchen", "Bathroom", "Study", "Guest room with the long name", "Cellar"];

function rooms(red: boolean, query: URLSearchParams): House {
  const count = Number(query.get("rooms") ?? 30);
  const things = Number(query.get("devices") ?? count * 2);
  const hues = [0, 40, 120, 200, 260, 310];
  const zones = Array.from(
    { length: count },
    (_, index) => [`z${index}`, `${NAMES[index % NAMES.length] ?? ""} ${index + 1}`] as const,
  );
  const bolts = ["locked", "unlocked", "jammed", "unknown"];
  const devices = Array.from({ length: things }, (_, index): Json => {
    const zone = `z${(index * 7) % count}`;
    const name = `Thing ${index + 1}`;
    if (index % 6 === 2) return siren(`d${index}`, name, zone, red);
    if (index % 6 === 5) {
      return lock(
        `d${index}`,
        name,
        zone,
        red ? "locked" : (bolts[(index / 6) | (0 & 3)] ?? "locked"),
      );
    }
    const light = red
      ? colour(0, 100)
      : index % 3
        ? { brightness: 60 }
        : colour(hues[index % 6] ?? 0);
    const lamp = bulb(`d${index}`, name, zone, { ...light, on: red || index % 4 !== 1 });
    return index % 17 === 4 ? gone(lamp, 4000) : lamp;
  });
  return { zones, devices, floors: [] };
}

/** What the query asks for, or null if it asks for no plan. */
export function plannedHouse(query: URLSearchParams, mood: string): Json | null {
  const red = mood === "red" || mood === "loud";
  const plans: Readonly<Record<string, () => House>> = {
    villa: () => villa(red),
    court: () => court(red),
    rooms: () => rooms(red, query),
  };
  const make = plans[query.get("plan") ?? ""];
  if (make === undefined) return null;
  const { zones, devices, floors } = make();
  const status = (index: number): string => {
    if (mood === "zone") return index === zones.length - 1 ? RED : GREEN;
    return mood === "yellow" && index % 3 === 0 ? YELLOW : GREEN;
  };
  return {
    house: { status: red ? RED : GREEN, since: ago(40) },
    zones: zones.map(([id, name], index) => ({ id, name, status: status(index), since: ago(40) })),
    devices,
    incident: null,
    run: null,
    plan: { revision: floors.length > 0 ? 1 : 0, floors },
  };
}
