/** What the panel loads only when it is used. */

const FILES = import.meta.glob([
  "../editor/tuya-twin-editor.ts",
  "../incidents/tuya-twin-incidents.ts",
  "../kiosk/tuya-twin-kiosk.ts",
  "../viewers/tuya-twin-viewers.ts",
]);

const load = (file: string) => (): Promise<unknown> =>
  FILES[file]?.() ?? Promise.reject(new Error(`${file} is not there`));

export const PARTS = {
  editor: load("../editor/tuya-twin-editor.ts"),
  incidents: load("../incidents/tuya-twin-incidents.ts"),
  kiosk: load("../kiosk/tuya-twin-kiosk.ts"),
  viewers: load("../viewers/tuya-twin-viewers.ts"),
} as const;

export type Part = keyof typeof PARTS;
