/** What the panel loads only when it is used. */

export const PARTS = {
  editor: () => import("../editor/tuya-twin-editor"),
  incidents: () => import("../incidents/tuya-twin-incidents"),
  kiosk: () => import("../kiosk/tuya-twin-kiosk"),
  viewers: () => import("../viewers/tuya-twin-viewers"),
} as const;

export type Part = keyof typeof PARTS;
