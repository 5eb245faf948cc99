/** Where a screen that is nobody's keeps its pass, and how it gets one. */
import { kept, pairingError, passFrom, type PairingError, type Pass } from "../services/kiosk/pass";
import { forgetUnder, keepUnder, keptUnder } from "./kept";

const KEY = "tuya_twin.viewer";
const PAIR = "/api/tuya_twin/pair";

export const keptPass = (): Pass | null => passFrom(keptUnder(KEY));

/** Whether the browser kept it. */
export const keepPass = (pass: Pass): boolean => keepUnder(KEY, kept(pass));

export const forgetPass = (): void => {
  forgetUnder(KEY);
};

/** Redeems a code, which is spent then. */
export async function redeem(code: string): Promise<Pass | PairingError> {
  try {
    const answer = await fetch(PAIR, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
      credentials: "omit",
      cache: "no-store",
    });
    return answer.ok
      ? (passFrom(await answer.json()) ?? "unreachable")
      : pairingError(answer.status);
  } catch {
    return "unreachable";
  }
}
