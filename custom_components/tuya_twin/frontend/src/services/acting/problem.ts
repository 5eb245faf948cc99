/** What Home Assistant answers when something asked of it was not done. */
import { isRecord } from "../../types/checks";

export type Problem =
  /** The connection broke off before the answer: it may have been done or not. */
  | { readonly kind: "lost" }
  /** Home Assistant said why, in the user's language. */
  | { readonly kind: "told"; readonly message: string };

/** How Home Assistant's own client says that the connection is gone: as a number, or within an error. */
const ERR_CONNECTION_LOST = 3;

export function problemOf(error: unknown): Problem {
  if (error === ERR_CONNECTION_LOST) return { kind: "lost" };
  if (!isRecord(error) && !(error instanceof Error)) {
    const speaks = typeof error === "string" || typeof error === "number";
    return { kind: "told", message: speaks ? String(error) : "" };
  }
  const inner = "error" in error && isRecord(error.error) ? error.error : error;
  if ("code" in inner && inner.code === ERR_CONNECTION_LOST) return { kind: "lost" };
  const message = "message" in inner ? inner.message : "";
  return { kind: "told", message: typeof message === "string" ? message : "" };
}
