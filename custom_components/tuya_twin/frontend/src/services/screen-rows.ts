/** The screens that watch this house, this one first. */
import type { House } from "./house";
import type { Wording } from "./wording";

export interface ScreenRow {
  readonly id: string;
  readonly name: string;
  readonly seen: boolean;
}

/** `ownSeen` is what this screen has painted: it knows before the server does. */
export function screenRows(
  house: House,
  ownSeen: number | null,
  words: Wording,
): readonly ScreenRow[] {
  const current = house.place?.seq ?? null;
  const saw = (seen: number | null): boolean =>
    current !== null && seen !== null && seen >= current;
  const own = { id: house.clientId ?? "", name: words.t("screens.this"), seen: saw(ownSeen) };
  const others = house.screens
    .filter((screen) => screen.client_id !== house.clientId)
    .map((screen) => ({ id: screen.client_id, name: screen.name, seen: saw(screen.seen) }));
  return [own, ...others];
}
