/** What the record proves of a device; what it does not say stays unknown. */
import type { RecordedCommand, RecordedStep } from "../../types/incident";
import { UNKNOWN_LIGHT, type Device } from "../../types/wire";

type Named = Pick<Device, "id" | "name" | "kind" | "zone">;

/** A device of which nothing is known but that it is there. */
export function unknownDevice({ id, name, kind, zone }: Named): Device {
  const common = { id, name, zone, reachable: true, seen_at: null, trouble: null };
  switch (kind) {
    case "bulb":
      return { ...common, kind, state: UNKNOWN_LIGHT };
    case "siren":
      return { ...common, kind, state: { sounding: null } };
    case "lock":
      return { ...common, kind, state: { bolt: "unknown" } };
  }
}

export const withSound = (device: Device, sounding: boolean | null): Device =>
  device.kind === "siren" ? { ...device, state: { sounding } } : device;

export const withoutLight = (device: Device): Device =>
  device.kind === "bulb" ? { ...device, state: UNKNOWN_LIGHT } : device;

/** The device as it is once it has proven that it does what a command says. */
export function obeying(device: Device, command: RecordedCommand, at: number): Device {
  const seen: Device = {
    ...device,
    reachable: true,
    trouble: null,
    seen_at: new Date(at).toISOString(),
  };
  switch (command.type) {
    case "light":
      return seen.kind === "bulb" ? { ...seen, state: command } : seen;
    case "put_back":
      return seen.kind === "bulb" ? { ...seen, state: command.state } : seen;
    case "siren":
      return withSound(seen, command.on);
    case "bolt":
      return seen.kind === "lock"
        ? { ...seen, state: { bolt: command.lock ? "locked" : "unlocked" } }
        : seen;
    case "check":
      return seen;
  }
}

/** These say nothing of the device: another command, or the end of the software, came between. */
const NOT_ITS_FAULT: readonly (string | null)[] = ["superseded", "closed"];

/** The device once a step of it has ended. */
export function afterStep(device: Device, step: RecordedStep, at: number): Device {
  if (step.result === "confirmed") return obeying(device, step.command, at);
  if (step.result !== "failed" || NOT_ITS_FAULT.includes(step.reason)) return device;
  if (step.reason === "jammed" && device.kind === "lock") {
    return { ...device, state: { bolt: "jammed" } };
  }
  return { ...device, reachable: false, trouble: step.reason };
}
