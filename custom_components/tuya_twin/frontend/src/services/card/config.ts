/** What a dashboard says of one card; a person may have written it by hand. Pure. */

export interface CardConfig {
  readonly title: string;
  /** A household's id, or null for the only or first one. */
  readonly household: string | null;
  readonly floor: string | null;
  readonly showBanner: boolean;
  readonly showDevices: boolean;
  readonly showControls: boolean;
}

/** The names as they stand in a dashboard. */
const FLAGS = ["show_banner", "show_devices", "show_controls"] as const;
export const TEXTS = ["title", "household", "floor"] as const;
export type Flag = (typeof FLAGS)[number];

export const FLAG_DEFAULTS: Readonly<Record<Flag, boolean>> = {
  show_banner: true,
  show_devices: false,
  show_controls: false,
};

/** The border check's own would bring all of it into a file that every dashboard loads. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Throws what the dashboard then shows in the card's place; for whoever wrote the YAML. */
export function cardConfig(written: unknown): CardConfig {
  if (!isRecord(written)) throw new Error("tuya-twin-card: the configuration has to be a mapping");
  const text = (name: (typeof TEXTS)[number]): string => {
    const value = written[name] ?? "";
    if (typeof value !== "string") throw new Error(`tuya-twin-card: "${name}" has to be text`);
    return value.trim();
  };
  const flag = (name: Flag): boolean => {
    const value = written[name] ?? FLAG_DEFAULTS[name];
    if (typeof value !== "boolean") {
      throw new Error(`tuya-twin-card: "${name}" has to be true or false`);
    }
    return value;
  };
  return {
    title: text("title"),
    household: text("household") || null,
    floor: text("floor") || null,
    showBanner: flag("show_banner"),
    showDevices: flag("show_devices"),
    showControls: flag("show_controls"),
  };
}

/** The configuration with one thing changed; what says no more than nothing is left out. */
export function withValue(
  written: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  const rest = Object.fromEntries(Object.entries(written).filter(([key]) => key !== name));
  const flag = FLAGS.find((known) => known === name);
  const plain =
    flag === undefined ? value === "" || value === undefined : value === FLAG_DEFAULTS[flag];
  return plain ? rest : { ...rest, [name]: value };
}
