/** Dates, hours and lengths of time in the user's language, and in the time zone they chose. */
import type { Hass, HassLocale } from "../../types/hass";
import { timeFormat } from "../time-format";
import type { ClockFace } from "./day";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = "day" | "hour" | "minute" | "second";
const UNITS: readonly (readonly [Unit, number])[] = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
];

export class Calendar {
  private readonly _language: string;
  private readonly _format: Intl.DateTimeFormatOptions;
  private readonly _formats = new Map<string, Intl.DateTimeFormat>();
  /** `2026-11-22 02:14`, as the Swedish write it. */
  private readonly _plain: Intl.DateTimeFormat;
  private readonly _list: Intl.ListFormat;

  constructor(locale?: HassLocale, serverTimeZone?: string) {
    this._language = locale?.language ?? "en";
    this._format = timeFormat(locale, serverTimeZone);
    this._plain = new Intl.DateTimeFormat("sv-SE-u-nu-latn-ca-gregory", {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: this._format.timeZone,
    });
    this._list = new Intl.ListFormat(this._language, { type: "unit", style: "narrow" });
  }

  get language(): string {
    return this._language;
  }

  /** Hours and minutes. */
  clock(at: number): string {
    return this._time({ hour: "2-digit", minute: "2-digit" }).format(at);
  }

  /** Day and month, hours to seconds. */
  moment(at: number): string {
    const day = { day: "numeric", month: "short" } as const;
    const time = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
    return this._time({ ...day, ...time }).format(at);
  }

  /** The whole date. */
  date(at: number): string {
    return this._time({ weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(
      at,
    );
  }

  weekday(at: number): string {
    return this._time({ weekday: "short" }).format(at);
  }

  /** From one moment to another; the date only once if it is the same. */
  range(from: number, to: number): string {
    const day = { day: "numeric", month: "short" } as const;
    const time = { hour: "2-digit", minute: "2-digit" } as const;
    return this._time({ ...day, ...time }).formatRange(from, to);
  }

  /** What a clock on the wall shows. */
  face(at: number): ClockFace {
    const [hour, minute] = this._plain.format(at).slice(-5).split(":");
    return { hour: Number(hour), minute: Number(minute) };
  }

  /** For the name of a file, in digits everywhere: `2026-11-22-0214`. */
  stamp(at: number): string {
    return this._plain.format(at).replace(" ", "-").replace(":", "");
  }

  /** In the two largest units that are not nought. */
  duration(ms: number): string {
    let left = Math.max(0, Math.round(ms / SECOND)) * SECOND;
    const parts: string[] = [];
    for (const [unit, length] of UNITS) {
      const count = Math.floor(left / length);
      left -= count * length;
      if (count > 0) parts.push(this._unit(count, unit, "short", 0));
    }
    return parts.length === 0
      ? this._unit(0, "second", "short", 0)
      : this._list.format(parts.slice(0, 2));
  }

  /** How long after the start: `+0.41s`, `+17:03`, `+1:02:03`. */
  offset(ms: number): string {
    const sign = ms < 0 ? "\u2212" : "+";
    const size = Math.abs(ms);
    if (size < MINUTE) {
      return sign + this._unit(size / SECOND, "second", "narrow", size < 10 * SECOND ? 2 : 1);
    }
    const digits = (count: number): string => String(Math.floor(count)).padStart(2, "0");
    const rest = `${digits((size % HOUR) / MINUTE)}:${digits((size % MINUTE) / SECOND)}`;
    return sign + (size < HOUR ? rest : `${Math.floor(size / HOUR)}:${rest}`);
  }

  private _unit(
    count: number,
    unit: Unit,
    unitDisplay: "short" | "narrow",
    maximumFractionDigits: number,
  ): string {
    return new Intl.NumberFormat(this._language, {
      style: "unit",
      unit,
      unitDisplay,
      maximumFractionDigits,
    }).format(count);
  }

  private _time(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    const known =
      this._formats.get(key) ??
      new Intl.DateTimeFormat(this._language, { ...options, ...this._format });
    this._formats.set(key, known);
    return known;
  }
}

export const calendarFor = (hass: Hass | undefined): Calendar =>
  new Calendar(hass?.locale, hass?.config?.time_zone);
