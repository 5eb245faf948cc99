/** The border check of devices. */
import {
  flag,
  isRecord,
  moment,
  nullable,
  number,
  oneOf,
  shape,
  text,
  type Fields,
  type Guard,
} from "./checks";
import {
  BOLTS,
  UNKNOWN_LIGHT,
  type Bulb,
  type BulbState,
  type Device,
  type Lock,
  type LockState,
  type Siren,
  type SirenState,
} from "./wire";

const optional =
  <T>(guard: Guard<T>): Guard<T | null | undefined> =>
  (value): value is T | null | undefined =>
    value === undefined || value === null || guard(value);

const deviceBase = {
  id: text,
  name: text,
  zone: text,
  reachable: flag,
  seen_at: nullable(moment),
  trouble: nullable(text),
};

export const bulbState: Fields<BulbState> = {
  on: nullable(flag),
  mode: nullable(text),
  brightness: nullable(number),
  hue: nullable(number),
  saturation: nullable(number),
  kelvin: nullable(number),
};

const isBulb = shape<Bulb>({
  ...deviceBase,
  kind: oneOf(["bulb"]),
  state: shape<BulbState>(bulbState),
});
const isSiren = shape<Siren>({
  ...deviceBase,
  kind: oneOf(["siren"]),
  state: shape<SirenState>({ sounding: nullable(flag), battery: optional(number) }),
});
const isLock = shape<Lock>({
  ...deviceBase,
  kind: oneOf(["lock"]),
  state: shape<LockState>({
    bolt: oneOf(BOLTS),
    battery: optional(number),
    changed_by: optional(text),
  }),
});
export const isDevice: Guard<Device> = (value): value is Device =>
  isBulb(value) || isSiren(value) || isLock(value);

/** What is known of a device that was never heard of. */
const UNHEARD = {
  ...UNKNOWN_LIGHT,
  sounding: null,
  bolt: "unknown",
} as const;

/** The device with all its fields, of which the wire leaves out those it never heard. */
export const heard = (device: unknown): unknown =>
  isRecord(device) && isRecord(device.state)
    ? { ...device, state: { ...UNHEARD, ...device.state } }
    : device;
