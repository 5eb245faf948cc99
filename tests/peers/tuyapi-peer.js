// tuyapi driven over standard input and output: a line of JSON asks, a line of JSON answers.
//
//   {"do": "connect", "options": {"ip", "port", "id", "key", "version"}}  -> {"ok": true}
//   {"do": "get"}                                                         -> {"ok": {"20": true}}
//   {"do": "set", "points": {"20": false}}                                -> {"ok": true}
//   {"do": "disconnect"}                                                  -> {"ok": true}
//
// What fails answers {"error": message}. Lines are answered in order.

import { createInterface } from "node:readline";
import TuyaDevice from "tuyapi";

// Its own two seconds are too few for a machine under load.
const RESPONSE_SECONDS = 20;

let device;

const calls = {
  async connect({ options }) {
    device = new TuyaDevice({ ...options, issueGetOnConnect: false });
    device._responseTimeout = RESPONSE_SECONDS;
    // Errors end the call they belong to; without a listener they end the process.
    device.on("error", () => {});
    await device.connect();
    return true;
  },
  async get() {
    const status = await device.get({ schema: true });
    return status.dps;
  },
  async set({ points }) {
    await device.set({ multiple: true, data: points });
    return true;
  },
  async disconnect() {
    device.disconnect();
    return true;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line);
  let answer;
  try {
    answer = { ok: await calls[call.do](call) };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
