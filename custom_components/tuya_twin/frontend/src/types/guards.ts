/** The border check: what comes off the wire is unknown until it has passed here. */
import { flag, isRecord, list, moment, nullable, number, oneOf, only, shape, text } from "./checks";
import { heard, isDevice } from "./device-guards";
import { UNWATCHED } from "./lookout";
import { isLookout } from "./lookout-guards";
import { UNDRAWN } from "./plan";
import { isPlan } from "./plan-guards";
import {
  ANSWERS,
  DEVICE_KINDS,
  PARTINGS,
  PROTOCOLS,
  RESULTS,
  STATUSES,
  type Answered,
  type Cause,
  type Connected,
  type Goodbye,
  type HouseEvent,
  type IncidentUpdate,
  type OpenIncident,
  type Pong,
  type Run,
  type Screen,
  type ScreensUpdate,
  type Snapshot,
  type StatusUpdate,
  type Step,
  type ZoneStatus,
} from "./wire";

const status = oneOf(STATUSES);

const isCause = shape<Cause>({ origin: text, name: nullable(text), reason: nullable(text) });

const isStep = shape<Step>({
  device: text,
  name: text,
  kind: oneOf(DEVICE_KINDS),
  zone: text,
  check: flag,
  result: oneOf(RESULTS),
  reason: nullable(text),
  ms: nullable(number),
  path: nullable(text),
  stand_ins: list(text),
});

const isRun = shape<Run>({
  id: text,
  protocol: oneOf(PROTOCOLS),
  status,
  zone: text,
  cause: nullable(isCause),
  started_at: moment,
  deadline: number,
  revision: number,
  drill: flag,
  finished: flag,
  steps: list(isStep),
});

const isScreen = shape<Screen>({
  client_id: text,
  name: text,
  seen: nullable(number),
  kiosk: flag,
});

const isZone = shape<ZoneStatus>({ id: text, name: text, status, since: nullable(moment) });

const isStatusUpdate = shape<StatusUpdate>({
  status,
  zone: text,
  epoch: text,
  seq: number,
  at: moment,
  run_id: nullable(text),
  cause: nullable(isCause),
  merged: list(number),
});

const isConnected = shape<Connected>({
  client_id: text,
  household: text,
  epoch: text,
  seq: number,
  server_time: text,
});

const isIncident = shape<OpenIncident>({
  id: text,
  since: moment,
  status,
  answered: nullable(shape<Answered>({ answer: oneOf(ANSWERS), by: nullable(text), at: moment })),
});
const isIncidentUpdate = shape<IncidentUpdate>({ incident: nullable(isIncident) });

const isGoodbye = shape<Goodbye>({ reason: oneOf(PARTINGS) });

const isSnapshot = shape<Snapshot>({
  epoch: text,
  seq: number,
  at: moment,
  household: shape<Snapshot["household"]>({ id: text, name: text }),
  house: shape<Snapshot["house"]>({ status, since: nullable(moment) }),
  zones: list(isZone),
  devices: list(isDevice),
  incident: nullable(isIncident),
  run: nullable(isRun),
  screens: list(isScreen),
  plan: isPlan,
  lookout: isLookout,
});

const isScreensUpdate = shape<ScreensUpdate>({ screens: list(isScreen), count: number });
const isPong = shape<Pong>({ at: text });

/** One kind of device this panel does not know yet must not cost it the whole house. */
const knownParts = (payload: unknown): unknown =>
  isRecord(payload)
    ? {
        ...payload,
        devices: only(
          Array.isArray(payload.devices) ? payload.devices.map(heard) : payload.devices,
          isDevice,
        ),
        screens: only(payload.screens, isScreen),
        run: isRun(payload.run) ? payload.run : null,
        plan: isPlan(payload.plan) ? payload.plan : UNDRAWN,
        lookout: isLookout(payload.lookout) ? payload.lookout : UNWATCHED,
      }
    : payload;

const knownScreens = (payload: unknown): unknown =>
  isRecord(payload) && Array.isArray(payload.screens)
    ? { count: payload.screens.length, ...payload, screens: only(payload.screens, isScreen) }
    : payload;

/** The event, or null for anything that is not exactly one. */
export function readEvent(name: string, payload: unknown): HouseEvent | null {
  switch (name) {
    case "connected":
      return isConnected(payload) ? { type: name, data: payload } : null;
    case "snapshot": {
      const known = knownParts(payload);
      return isSnapshot(known) ? { type: name, data: known } : null;
    }
    case "status_update":
      return isStatusUpdate(payload) ? { type: name, data: payload } : null;
    case "run_update":
      return isRun(payload) ? { type: name, data: payload } : null;
    case "device_update": {
      const device = heard(payload);
      return isDevice(device) ? { type: name, data: device } : null;
    }
    case "screens_update": {
      const known = knownScreens(payload);
      return isScreensUpdate(known) ? { type: name, data: known } : null;
    }
    case "incident_update":
      return isIncidentUpdate(payload) ? { type: name, data: payload } : null;
    case "plan_update":
      return isPlan(payload) ? { type: name, data: payload } : null;
    case "lookout_update":
      return isLookout(payload) ? { type: name, data: payload } : null;
    case "goodbye":
      return isGoodbye(payload) ? { type: name, data: payload } : null;
    case "pong":
      return isPong(payload) ? { type: name, data: payload } : null;
    default:
      return null;
  }
}
