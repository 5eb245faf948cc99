/** How a device looks at first sight. */
import type { Device } from "../../types/wire";

export type Tone = "bad" | "gone" | "lit" | "loud" | "locked" | "open" | "doubt" | "idle";

export function toneOf(device: Device, live: boolean): Tone {
  if (!live) return "idle";
  if (!device.reachable) return "gone";
  switch (device.kind) {
    case "bulb":
      if (device.state.on === null) return "doubt";
      return device.state.on ? "lit" : "idle";
    case "siren":
      if (device.state.sounding === null) return "doubt";
      return device.state.sounding ? "loud" : "idle";
    case "lock":
      if (device.state.bolt === "jammed") return "bad";
      if (device.state.bolt === "unknown") return "doubt";
      return device.state.bolt === "locked" ? "locked" : "open";
  }
}
