/** This screen's own settings. */
import { DEFAULTS, settingsFrom, type KioskSettings } from "../services/kiosk/settings";
import { forgetUnder, keepUnder, keptUnder } from "./kept";

const KEY = "tuya_twin.kiosk";

/** What was set on this screen; `otherwise` holds until somebody has. */
export const keptSettings = (otherwise: KioskSettings = DEFAULTS): KioskSettings =>
  settingsFrom(keptUnder(KEY), otherwise);

export const keepSettings = (settings: KioskSettings): boolean =>
  keepUnder(KEY, JSON.stringify(settings));

export const forgetSettings = (): void => {
  forgetUnder(KEY);
};
