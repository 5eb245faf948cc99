/** What a screen that is nobody's holds: a code on its way in, and then a token of its own. Pure. */
import { isRecord } from "../../types/checks";

export interface Pass {
  readonly token: string;
  readonly household: string;
  /** What the one who let it in called it. */
  readonly name: string;
  /** Registered: the house expects it to show every red. */
  readonly kiosk: boolean;
  readonly socketPath: string;
}

/** As `secrets.token_urlsafe` writes them; anything else behind the `#` is none of ours. */
const CODE = /^#([A-Za-z0-9_-]{16,64})$/;

export const codeIn = (hash: string): string | null => CODE.exec(hash)?.[1] ?? null;

/** The answer to a code, or null for anything else. */
export function passFrom(answer: unknown): Pass | null {
  if (!isRecord(answer)) return null;
  const { token, household, name, kiosk, socket_path: socketPath } = answer;
  const texts = [token, household, socketPath];
  if (!texts.every((text): text is string => typeof text === "string" && text !== "")) return null;
  const [key = "", house = "", path = ""] = texts;
  return {
    token: key,
    household: house,
    socketPath: path,
    name: typeof name === "string" ? name : "",
    kiosk: kiosk === true,
  };
}

/** As it is kept, in the words of the answer it came by. */
export const kept = (pass: Pass): string =>
  JSON.stringify({
    token: pass.token,
    household: pass.household,
    name: pass.name,
    kiosk: pass.kiosk,
    socket_path: pass.socketPath,
  });

export type PairingError = "bad_code" | "too_often" | "unreachable";

/** Why no token came, so far as the number in the answer says. */
export function pairingError(status: number): PairingError {
  if (status === 401) return "bad_code";
  return status === 429 ? "too_often" : "unreachable";
}
