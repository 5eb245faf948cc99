/** Shows the kiosk a house at rest or in an alarm; `?mood=` chooses which. Not part of the bundle. */
import type { Trust } from "../src/services/banner-text";
import { HouseStore } from "../src/services/house-store";
import { DEFAULTS } from "../src/services/kiosk/settings";
import { Wording } from "../src/services/wording";
import "../src/elements/kiosk/tuya-twin-kiosk";
import { runUpdate, snapshot } from "../testing/fixtures";

const query = new URLSearchParams(location.search);
const mood = query.get("mood") ?? "red";
const dark = query.get("theme") === "dark";
document.documentElement.dataset.theme = dark ? "dark" : "light";
document.documentElement.dir = query.get("dir") ?? "ltr";
localStorage.removeItem("tuya_twin.kiosk");

const at = new Date(Date.now() - 7 * 60_000).toISOString();
const GREEN = "GREEN_SAFE";
const light = { on: true, mode: "white", brightness: 45, hue: 30, saturation: 60, kelvin: 2700 };
const LAMPS: Readonly<Record<string, object>> = {
  red: { ...light, mode: "colour", brightness: 100, hue: 0, saturation: 100 },
  yellow: { ...light, mode: "colour", brightness: 30, hue: 42, saturation: 85 },
};
const dead = mood === "fault" || mood === "red";

const devices = snapshot.devices.map((device) => {
  if (device.kind === "bulb") return { ...device, state: LAMPS[mood] ?? light };
  if (device.kind === "lock") return { ...device, state: { bolt: "locked" } };
  return { ...device, reachable: !dead, state: { sounding: false }, seen_at: at };
});

const floors = query.has("floors")
  ? [
      { id: "ground", name: "Ground floor", zones: ["LivingRoom", "Foyer"] },
      { id: "first", name: "First floor", zones: ["MasterBedroom"] },
    ].map((floor) => ({ ...floor, rooms: [], doors: [], devices: [] }))
  : [];

const store = new HouseStore();
store.receive("snapshot", {
  ...snapshot,
  plan: { revision: 0, floors },
  devices,
  house: { status: mood === "red" ? "RED_CRITICAL" : GREEN, since: at },
  zones: snapshot.zones.map((zone, index) => ({
    ...zone,
    status: mood === "yellow" && index === 0 ? "YELLOW_WARNING" : GREEN,
    since: at,
  })),
  incident: null,
  run: mood === "red" ? { ...runUpdate, finished: true } : null,
});

const kiosk = document.createElement("tuya-twin-kiosk");
kiosk.words = new Wording(undefined, { language: "en", time_format: "24" });
kiosk.house = store.house;
kiosk.trust = (mood === "stale" ? "stale" : "live") satisfies Trust;
kiosk.lastSign = Date.now() - 90_000;
kiosk.seen = snapshot.seq;
kiosk.dark = dark;
const hour = new Date().getHours() * 60;
kiosk.settings = query.has("night")
  ? { ...DEFAULTS, name: "Kitchen tablet", from: hour, to: (hour + 120) % 1440 }
  : { ...DEFAULTS, name: "Kitchen tablet", dim: false };
document.body.append(kiosk);
