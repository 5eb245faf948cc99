/** Words, times and lists in the user's language. */
import type { Hass, HassLocale } from "../types/hass";
import { ENGLISH, type Key, type Strings } from "./languages";
import { timeFormat } from "./time-format";

export type Params = Record<string, string | number>;

/** Younger than this is simply now. */
const NOW_SECONDS = 5;

const fill = (text: string, params: Params): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));

export class Wording {
  private readonly _seconds: Intl.DateTimeFormat;
  private readonly _minutes: Intl.DateTimeFormat;
  private readonly _day: Intl.DateTimeFormat;
  private readonly _tenths: Intl.NumberFormat;
  private readonly _number: Intl.NumberFormat;
  private readonly _signed: Intl.NumberFormat;
  private readonly _list: Intl.ListFormat;
  private readonly _ago: Intl.RelativeTimeFormat;
  private readonly _now: Intl.RelativeTimeFormat;

  constructor(
    private readonly _strings: Strings = ENGLISH,
    locale?: HassLocale,
    serverTimeZone?: string,
  ) {
    const language = locale?.language ?? "en";
    const format = timeFormat(locale, serverTimeZone);
    const clock = { hour: "2-digit", minute: "2-digit", ...format } as const;
    this._seconds = new Intl.DateTimeFormat(language, { ...clock, second: "2-digit" });
    this._minutes = new Intl.DateTimeFormat(language, clock);
    this._day = new Intl.DateTimeFormat(language, {
      dateStyle: "medium",
      timeZone: format.timeZone,
    });
    this._tenths = new Intl.NumberFormat(language, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    this._number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    this._signed = new Intl.NumberFormat(language, {
      maximumFractionDigits: 2,
      signDisplay: "always",
    });
    this._list = new Intl.ListFormat(language, { type: "conjunction" });
    this._ago = new Intl.RelativeTimeFormat(language, { style: "short", numeric: "always" });
    this._now = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  }

  t(key: Key, params: Params = {}): string {
    return fill(this._strings[key], params);
  }

  /** A key made at run time, such as a reason the server may know and this panel may not. */
  has(key: string): key is Key {
    return key in ENGLISH;
  }

  time(at: string | number): string {
    return this._seconds.format(new Date(at));
  }

  /** Without the seconds, as a clock on a wall. */
  clock(at: string | number): string {
    return this._minutes.format(new Date(at));
  }

  /** The date alone. */
  day(at: string | number): string {
    return this._day.format(new Date(at));
  }

  number(value: number): string {
    return this._number.format(value);
  }

  /** What is added, or taken away. */
  signed(value: number): string {
    return this._signed.format(value);
  }

  list(parts: readonly string[]): string {
    return this._list.format(parts);
  }

  age(at: string, now: number): string {
    const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
    if (seconds < NOW_SECONDS) return this._now.format(0, "second");
    if (seconds < 60) return this._ago.format(-seconds, "second");
    if (seconds < 3600) return this._ago.format(-Math.floor(seconds / 60), "minute");
    if (seconds < 86400) return this._ago.format(-Math.floor(seconds / 3600), "hour");
    return this._ago.format(-Math.floor(seconds / 86400), "day");
  }

  duration(ms: number): string {
    return ms < 1000 ? `${Math.round(ms)} ms` : `${this._tenths.format(ms / 1000)} s`;
  }
}

export const wordingFor = (hass: Hass | undefined, strings: Strings = ENGLISH): Wording =>
  new Wording(strings, hass?.locale, hass?.config?.time_zone);
