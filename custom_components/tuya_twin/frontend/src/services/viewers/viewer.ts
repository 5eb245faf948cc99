/** A screen that is nobody's: what Home Assistant lists of it, and the words for that. */
import { isRecord } from "../../types/checks";
import type { ZoneStatus } from "../../types/wire";
import type { Wording } from "../wording";

export interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly kiosk: boolean;
  /** Null for all. */
  readonly zones: readonly string[] | null;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly connected: boolean;
}

const moment = (value: unknown): string | null =>
  typeof value === "string" && !Number.isNaN(Date.parse(value)) ? value : null;

const texts = (value: unknown): readonly string[] | null =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : null;

export function readViewer(value: unknown): Viewer | null {
  if (!isRecord(value)) return null;
  const { id, name } = value;
  const createdAt = moment(value.created_at);
  const expiresAt = moment(value.expires_at);
  if (typeof id !== "string" || typeof name !== "string") return null;
  if (createdAt === null || expiresAt === null) return null;
  return {
    id,
    name,
    kiosk: value.kiosk === true,
    zones: texts(value.zones),
    createdAt,
    expiresAt,
    lastUsedAt: moment(value.last_used_at),
    connected: typeof value.connections === "number" && value.connections > 0,
  };
}

/** The answer of the action that lists them: the newest first, as that one was just made. */
export function readViewers(answer: unknown): readonly Viewer[] {
  const response = isRecord(answer) && isRecord(answer.response) ? answer.response : {};
  const listed: readonly unknown[] = Array.isArray(response.viewer_tokens)
    ? response.viewer_tokens
    : [];
  return listed
    .map(readViewer)
    .filter((viewer) => viewer !== null)
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}

export interface ViewerRow {
  readonly id: string;
  readonly name: string;
  /** Empty for a screen that is only looked at. */
  readonly kind: string;
  readonly zones: string;
  readonly presence: string;
  readonly connected: boolean;
  readonly life: string;
}

export function viewerRow(
  viewer: Viewer,
  zones: readonly ZoneStatus[],
  words: Wording,
  now: number,
): ViewerRow {
  return {
    id: viewer.id,
    name: viewer.name,
    kind: viewer.kiosk ? words.t("viewers.kiosk") : "",
    zones: zonesWords(viewer.zones, zones, words),
    presence: presenceWords(viewer, words, now),
    connected: viewer.connected,
    life: words.t("viewers.life", {
      from: words.day(viewer.createdAt),
      to: words.day(viewer.expiresAt),
    }),
  };
}

function zonesWords(
  shown: readonly string[] | null,
  zones: readonly ZoneStatus[],
  words: Wording,
): string {
  if (shown === null) return words.t("viewers.all_zones");
  const names = shown.map((id) => zones.find((zone) => zone.id === id)?.name ?? id);
  return words.t("viewers.some_zones", { zones: words.list(names) });
}

function presenceWords(viewer: Viewer, words: Wording, now: number): string {
  if (viewer.connected) return words.t("viewers.connected");
  if (viewer.lastUsedAt === null) return words.t("viewers.never_used");
  return words.t("viewers.last_used", { age: words.age(viewer.lastUsedAt, now) });
}
