/** The life of a link: asked for, shown, then redeemed, run out or broken off. A pure state machine. */
import { isRecord } from "../../types/checks";
import type { Problem } from "../acting/problem";
import { readViewer, type Viewer } from "./viewer";

/** What the server gives a code. */
export const CODE_MS = 600_000;

export type Link =
  | { readonly kind: "asked" }
  | { readonly kind: "shown"; readonly code: string; readonly until: number }
  | { readonly kind: "redeemed"; readonly viewer: Viewer }
  /** Ten minutes have passed. */
  | { readonly kind: "expired" }
  /** The connection to Home Assistant broke off, and the code ended with it. */
  | { readonly kind: "broken" }
  | { readonly kind: "refused"; readonly problem: Problem };

export type LinkInput =
  | { readonly kind: "message"; readonly message: unknown }
  | { readonly kind: "tick" }
  | { readonly kind: "lost" }
  | { readonly kind: "refused"; readonly problem: Problem };

export const ASKED: Link = { kind: "asked" };

/** Still able to become a screen, so that closing has something to end. */
export const open = (link: Link): boolean => link.kind === "asked" || link.kind === "shown";

export function link(state: Link, input: LinkInput, now: number): Link {
  if (!open(state)) return state;
  switch (input.kind) {
    case "message":
      return told(state, input.message, now);
    case "tick":
      return state.kind === "shown" && now >= state.until ? { kind: "expired" } : state;
    case "lost":
      return { kind: "broken" };
    case "refused":
      return { kind: "refused", problem: input.problem };
  }
}

function told(state: Link, message: unknown, now: number): Link {
  if (!isRecord(message)) return state;
  if (message.event === "code" && typeof message.code === "string") {
    return { kind: "shown", code: message.code, until: now + lifetime(message.expires_at, now) };
  }
  if (message.event === "redeemed") {
    const viewer = readViewer(message.viewer);
    if (viewer !== null) return { kind: "redeemed", viewer };
  }
  return state;
}

/** By the server's word, unless this machine's clock is too far off to make sense of it. */
function lifetime(expiresAt: unknown, now: number): number {
  const left = typeof expiresAt === "string" ? Date.parse(expiresAt) - now : Number.NaN;
  return left > 0 && left <= CODE_MS ? left : CODE_MS;
}

/** What is left, as `9:05`. */
export function countdown(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The code stands behind a `#`, which browsers send to no server and no log. */
export const linkAddress = (origin: string, code: string): string =>
  `${origin}/api/tuya_twin/viewer#${code}`;

/** Whether an address means this very machine, where no other screen finds it. */
export const onlyHere = (hostname: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(hostname);
