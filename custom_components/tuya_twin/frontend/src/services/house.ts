/** The house as this screen knows it: a pure reducer `(house, event) => house`. */
import { UNWATCHED, type Lookout } from "../types/lookout";
import { UNDRAWN, type Plan } from "../types/plan";
import {
  HOUSE,
  STATUSES,
  type Cause,
  type Device,
  type HouseEvent,
  type OpenIncident,
  type Parting,
  type Run,
  type Screen,
  type Snapshot,
  type Status,
  type StatusUpdate,
  type ZoneStatus,
} from "../types/wire";

export interface Place {
  readonly epoch: string;
  readonly seq: number;
}

export interface House {
  /** The last status event that is part of what is shown; null before the first snapshot. */
  readonly place: Place | null;
  /** Where the server stood when it let us in; null once we have caught up with it. */
  readonly awaited: Place | null;
  readonly clientId: string | null;
  readonly name: string;
  /** The house's own status, without that of its zones. */
  readonly status: Status;
  readonly since: string | null;
  readonly zones: readonly ZoneStatus[];
  readonly devices: readonly Device[];
  readonly incident: OpenIncident | null;
  readonly run: Run | null;
  readonly screens: readonly Screen[];
  /** How many screens there are, of which `screens` may name only some. */
  readonly screenCount: number;
  readonly plan: Plan;
  readonly lookout: Lookout;
  /** The last change of status that was seen happening, for its cause. */
  readonly lastChange: StatusUpdate | null;
  /** Why the server sent us away; null while it has not. */
  readonly parting: Parting | null;
}

export const EMPTY_HOUSE: House = {
  place: null,
  awaited: null,
  clientId: null,
  name: "",
  status: "GREEN_SAFE",
  since: null,
  zones: [],
  devices: [],
  incident: null,
  run: null,
  screens: [],
  screenCount: 0,
  plan: UNDRAWN,
  lookout: UNWATCHED,
  lastChange: null,
  parting: null,
};

const severity = (status: Status): number => STATUSES.indexOf(status);

export const highest = (statuses: readonly Status[]): Status =>
  statuses.reduce((a, b) => (severity(b) > severity(a) ? b : a), "GREEN_SAFE");

/** What is shown for a zone: the higher of its own status and the house's. */
export const shownForZone = (house: House, zone: ZoneStatus): Status =>
  highest([zone.status, house.status]);

/** What is shown for the house: the highest of all. */
export const shownForHouse = (house: House): Status =>
  highest([house.status, ...house.zones.map((zone) => zone.status)]);

/** Since when the house has shown what it shows. */
export function shownSince(house: House): string | null {
  const shown = shownForHouse(house);
  if (house.status === shown) return house.since;
  const times = house.zones.filter((zone) => zone.status === shown).map((zone) => zone.since);
  return times.sort((a, b) => (a ?? "").localeCompare(b ?? ""))[0] ?? null;
}

/** Whether what is known is all the server has told: false from a reconnect to its catching up. */
export const inStep = (house: House): boolean => house.place !== null && house.awaited === null;

/** Who or what brought the present status, if this screen knows. */
export function causeOf(house: House): Cause | null {
  const shown = shownForHouse(house);
  if (house.lastChange?.status === shown) return house.lastChange.cause;
  return house.run?.status === shown && !house.run.drill ? house.run.cause : null;
}

export const zoneName = (house: House, id: string): string =>
  house.zones.find((zone) => zone.id === id)?.name ?? id;

export function reduce(house: House, event: HouseEvent): House {
  switch (event.type) {
    case "connected": {
      const { epoch, seq, client_id: clientId } = event.data;
      return {
        ...house,
        clientId,
        parting: null,
        awaited: caughtUp(house.place, event.data) ? null : { epoch, seq },
      };
    }
    case "snapshot":
      return fromSnapshot(house, event.data);
    case "status_update":
      return withStatus(house, event.data);
    case "run_update":
      return supersedes(event.data, house.run) ? { ...house, run: event.data } : house;
    case "device_update":
      return withDevice(house, event.data);
    case "screens_update":
      return { ...house, screens: event.data.screens, screenCount: event.data.count };
    case "incident_update":
      return { ...house, incident: event.data.incident };
    case "plan_update":
      return { ...house, plan: event.data };
    case "lookout_update":
      return { ...house, lookout: event.data };
    case "goodbye":
      return { ...house, parting: event.data.reason };
    case "pong":
      return house;
  }
}

const caughtUp = (place: Place | null, goal: Place): boolean =>
  place !== null && place.epoch === goal.epoch && place.seq >= goal.seq;

function fromSnapshot(house: House, snapshot: Snapshot): House {
  return {
    place: { epoch: snapshot.epoch, seq: snapshot.seq },
    awaited: null,
    clientId: house.clientId,
    name: snapshot.household.name,
    status: snapshot.house.status,
    since: snapshot.house.since,
    zones: snapshot.zones,
    devices: snapshot.devices,
    incident: snapshot.incident,
    run: snapshot.run,
    screens: snapshot.screens,
    screenCount: snapshot.screens.length,
    plan: snapshot.plan,
    lookout: snapshot.lookout,
    lastChange: null,
    parting: house.parting,
  };
}

function withStatus(house: House, update: StatusUpdate): House {
  // Before the first snapshot there is nothing an update could change.
  if (house.place === null || caughtUp(house.place, update)) return house;
  const place = { epoch: update.epoch, seq: update.seq };
  const { status, at } = update;
  const next: House = {
    ...house,
    place,
    awaited: house.awaited && !caughtUp(place, house.awaited) ? house.awaited : null,
    lastChange: update,
  };
  const set = (zone: ZoneStatus): ZoneStatus =>
    zone.status === status ? zone : { ...zone, status, since: at };
  if (update.zone !== HOUSE) {
    return {
      ...next,
      zones: house.zones.map((zone) => (zone.id === update.zone ? set(zone) : zone)),
    };
  }
  return {
    ...next,
    status,
    since: house.status === status ? house.since : at,
    zones: status === "GREEN_SAFE" ? house.zones.map(set) : house.zones,
  };
}

function supersedes(run: Run, shown: Run | null): boolean {
  if (shown === null) return true;
  if (run.id === shown.id) return run.revision > shown.revision;
  return Date.parse(run.started_at) >= Date.parse(shown.started_at);
}

function withDevice(house: House, device: Device): House {
  const known = house.devices.some((other) => other.id === device.id);
  const devices = known
    ? house.devices.map((other) => (other.id === device.id ? device : other))
    : [...house.devices, device];
  return { ...house, devices };
}
