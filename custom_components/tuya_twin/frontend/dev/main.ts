/** Feeds recorded events into the panel; `?mood=` chooses which. Not part of the bundle. */
import type { Feed, FeedOptions } from "../src/services/feed";
import type { Hass } from "../src/types/hass";
import "../src/elements/tuya-twin-panel";
import { plannedHouse } from "./plans";
import { connected, runUpdate, screensUpdate, snapshot, statusUpdate } from "../testing/fixtures";

const query = new URLSearchParams(location.search);
const mood = query.get("mood") ?? "red";
const dark = query.get("theme") === "dark";
document.documentElement.dataset.theme = dark ? "dark" : "light";
document.documentElement.dir = query.get("dir") ?? "ltr";

const now = new Date().toISOString();
const GREEN = "GREEN_SAFE";
const YELLOW = "YELLOW_WARNING";
const RED = "RED_CRITICAL";

const [bulb, siren, lock] = snapshot.devices;
const bedside = {
  ...bulb,
  id: "bedside",
  name: "Bedside lamp",
  zone: "MasterBedroom",
  state: { ...bulb?.state, mode: "white", brightness: 20 },
};
const red = { on: true, mode: "colour", brightness: 100, hue: 0, saturation: 100, kelvin: 2700 };
const warm = { ...red, mode: "white", brightness: 45 };
const amber = { ...red, hue: 42, saturation: 85, brightness: 30 };
const quiet = { sounding: false, volume: 100, duration: 60, tone: "1" };

type Json = Record<string, unknown>;

const zones = (statuses: readonly string[], since: string | null): Json[] =>
  snapshot.zones.map((zone, index) => ({ ...zone, status: statuses[index] ?? GREEN, since }));

const devices = (light: Json, alarm: Json, bolt: string, bed: Json): Json[] => [
  { ...bulb, state: light, seen_at: now },
  { ...siren, reachable: true, seen_at: now, ...alarm },
  { ...lock, state: { bolt }, seen_at: now },
  { ...bedside, state: bed, seen_at: now },
];

function many(): Json {
  const names = ["Hall", "Kitchen", "Bathroom", "Study", "Guest room with the long name", "Cellar"];
  const count = Number(query.get("rooms") ?? 12);
  const rooms = Array.from({ length: count }, (_, index) => ({
    id: `zone-${index}`,
    name: `${names[index % names.length] ?? ""} ${index + 1}`,
    status: index === 4 ? YELLOW : GREEN,
    since: now,
  }));
  const hues = [0, 40, 120, 200, 260, 310];
  const things = rooms.flatMap(({ id: zone, name }, index): Json[] => [
    {
      ...bulb,
      id: `b${index}`,
      name: `${name} lamp`,
      zone,
      state: { ...red, hue: hues[index % 6] },
    },
    ...(index % 3 === 0
      ? [{ ...siren, id: `s${index}`, name: `${name} siren`, zone, reachable: true, state: quiet }]
      : []),
    ...(index % 4 === 1
      ? ["jammed", "unknown", "unlocked"].map((bolt) => {
          return {
            ...lock,
            id: bolt + String(index),
            name: `Lock, ${bolt}`,
            zone,
            state: { bolt },
          };
        })
      : []),
  ]);
  return { house: { status: GREEN, since: null }, zones: rooms, devices: things };
}

/** Red, with names that nothing was measured for. */
function long(): Json {
  const roomName = "Children\u2019s playroom and library";
  const deviceName =
    "Siren between Grandmother\u2019s wardrobe and the Donaudampfschifffahrtsmuseum";
  const longer = (thing: Json): Json =>
    thing.device === siren?.id || thing.id === siren?.id ? { ...thing, name: deviceName } : thing;
  const household = "The house of the Wolfeschlegelstein family by the lake";
  return {
    household: { ...snapshot.household, name: household },
    house: { status: GREEN, since: null },
    zones: snapshot.zones.map((zone) => ({ ...zone, name: roomName, status: RED, since: now })),
    devices: devices(red, { reachable: false, seen_at: null }, "locked", red).map(longer),
    run: {
      ...runUpdate,
      steps: runUpdate.steps.map((step) =>
        longer({ ...step, reason: step.reason && "handshake_failed" }),
      ),
    },
  };
}

const scenes: Readonly<Record<string, () => Json>> = {
  green: () => ({
    house: { status: GREEN, since: null },
    zones: zones([GREEN, GREEN, GREEN], null),
    devices: devices(warm, { state: quiet }, "locked", { ...warm, brightness: 20 }),
    incident: null,
  }),
  yellow: () => ({
    house: { status: GREEN, since: null },
    zones: zones([YELLOW, GREEN, GREEN], statusUpdate.at),
    devices: devices(amber, { state: quiet }, "locked", { ...warm, on: false }),
    run: {
      ...runUpdate,
      protocol: "yellow",
      status: YELLOW,
      zone: "LivingRoom",
      finished: true,
      cause: { ...runUpdate.cause, origin: "system", name: null, reason: "Motion, nobody at home" },
      steps: runUpdate.steps.slice(0, 1).map((step) => ({ ...step, ms: 131 })),
    },
  }),
  red: () => ({
    house: { status: RED, since: statusUpdate.at },
    zones: zones([YELLOW, GREEN, GREEN], statusUpdate.at),
    devices: devices(red, { reachable: false, seen_at: null }, "locked", red),
    run: {
      ...runUpdate,
      finished: true,
      steps: [
        ...runUpdate.steps.map((step) =>
          step.result === "sent" ? { ...step, result: "confirmed", ms: 412 } : step,
        ),
        { ...runUpdate.steps[0], device: "bedside", name: "Bedside lamp", zone: "MasterBedroom" },
      ],
    },
  }),
  loud: () => ({
    house: { status: RED, since: statusUpdate.at },
    zones: zones([YELLOW, GREEN, GREEN], statusUpdate.at),
    devices: devices(red, { state: { ...quiet, sounding: true } }, "jammed", red),
    run: runUpdate,
  }),
  long,
  many,
};
const scene = scenes[mood === "stale" ? "green" : mood] ?? many;

function createFeed(options: FeedOptions): Feed {
  const send = (name: string, payload: unknown): void => {
    options.onEvent(name, payload);
  };
  return {
    start() {
      setTimeout(() => {
        options.onState("connected");
        send("connected", { ...connected, server_time: new Date().toISOString() });
        send("snapshot", { ...snapshot, run: null, ...scene(), ...plannedHouse(query, mood) });
        send("screens_update", {
          screens: [
            ...screensUpdate.screens,
            { client_id: "phone", name: "Anna\u2019s phone", seen: 42 },
          ],
        });
      });
    },
    stop: () => undefined,
    restart: () => undefined,
    ping() {
      if (mood === "stale") return;
      setTimeout(() => {
        send("pong", { at: new Date().toISOString() });
      }, 12);
    },
    seen: () => undefined,
  };
}

const hass: Hass = {
  auth: { expired: false, accessToken: "", refreshAccessToken: () => Promise.resolve() },
  locale: { language: "en", time_format: "24" },
  themes: { darkMode: dark },
  user: { name: "Anna" },
  callWS: () => Promise.reject(new Error("This is only the design page.")),
  callService: () => Promise.reject(new Error("This is only the design page.")),
};

const panel = document.createElement("tuya-twin-panel");
panel.createFeed = createFeed;
panel.hass = hass;
panel.narrow = innerWidth < 870;
panel.panel = { config: { socket_path: "", household: connected.household } };
document.body.append(panel);
