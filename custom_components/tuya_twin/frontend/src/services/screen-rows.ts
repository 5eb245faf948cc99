/** The screens that watch this house, this one first. */
import type { Screen } from "../types/wire";
import type { House } from "./house";
import type { Wording } from "./wording";

export interface ScreenRow {
  readonly id: string;
  readonly name: string;
  readonly seen: boolean;
  /** It has to show every red. */
  readonly kiosk: boolean;
  readonly detail: string;
}

const sawIt = (house: House, seen: number | null): boolean =>
  house.place !== null && seen !== null && seen >= house.place.seq;

function row(house: House, screen: Screen, words: Wording): ScreenRow {
  const seen = sawIt(house, screen.seen);
  const detail = seen
    ? words.t("screens.seen")
    : screen.seen === null
      ? words.t("screens.not_yet")
      : words.t("screens.behind", { seq: screen.seen });
  return { id: screen.client_id, name: screen.name, seen, kiosk: screen.kiosk, detail };
}

/** `ownSeen` is what this screen has painted: it knows before the server does. */
export function screenRows(
  house: House,
  ownSeen: number | null,
  words: Wording,
): readonly ScreenRow[] {
  const isOwn = (screen: Screen): boolean => screen.client_id === house.clientId;
  const own: Screen = {
    client_id: house.clientId ?? "",
    name: words.t("screens.this"),
    seen: ownSeen,
    kiosk: house.screens.find(isOwn)?.kiosk ?? false,
  };
  const others = house.screens.filter((screen) => !isOwn(screen));
  return [own, ...others].map((screen) => row(house, screen, words));
}

/** A list that is looked through at a glance. */
const SHOWN = 8;

/** This screen, then whoever has not seen it yet, then the kiosks, as far as there is room. */
export function foremost(rows: readonly ScreenRow[]): readonly ScreenRow[] {
  const [own, ...others] = rows;
  const rank = (row: ScreenRow): number => (row.seen ? 2 : 0) + (row.kiosk ? 0 : 1);
  const sorted = others.sort((a, b) => rank(a) - rank(b));
  return own === undefined ? [] : [own, ...sorted].slice(0, SHOWN);
}

/** How many of those that are named have seen the last change; "" before there is one. */
export function screensSentence(house: House, rows: readonly ScreenRow[], words: Wording): string {
  if (house.place === null || house.place.seq === 0) return "";
  const done = rows.filter((screen) => screen.seen).length;
  return words.t("screens.all_seen", { done, all: rows.length, seq: house.place.seq });
}

/** How many screens there are beyond those that are shown. */
export const otherScreens = (
  house: House,
  rows: readonly ScreenRow[],
  shown: readonly ScreenRow[],
): number => Math.max(house.screenCount, rows.length) - shown.length;
