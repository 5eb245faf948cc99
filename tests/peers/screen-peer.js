// socket.io-client driven over standard input and output: a line of JSON asks; every event, and
// every answer, is a line of JSON.
//
//   {"do": "open", "url", "path", "transports", "auth"}   -> {"ok": true}
//   {"do": "cut"}          the transport is lost, as with a network that goes away
//   {"do": "close"}        says goodbye and ends
//
//   {"event": "connect", "recovered": false}
//   {"event": "status_update", "payload": {...}, "offset": "..."} and so on

import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

let socket;

const calls = {
  open({ url, path, transports, auth }) {
    socket = io(url, { path, transports, auth, reconnectionDelay: 10, reconnectionDelayMax: 50 });
    socket.io.on("open", () => {
      socket.io.engine.once("upgrade", (transport) => {
        say({ event: "upgrade", transport: transport.name });
      });
    });
    socket.on("connect", () => {
      say({ event: "connect", recovered: socket.recovered });
    });
    socket.on("connect_error", (error) => say({ event: "connect_error", message: error.message }));
    socket.on("disconnect", (reason) => say({ event: "disconnect", reason }));
    socket.onAny((event, payload, offset) => say({ event, payload, offset }));
  },
  cut() {
    // The way Socket.IO's own tests lose a connection: no packet of goodbye.
    const { engine } = socket.io;
    if (engine.transport.name === "websocket") engine.transport.ws.terminate?.();
    else engine.close();
  },
  close() {
    socket.disconnect();
    setTimeout(() => process.exit(0), 50);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line);
  calls[call.do](call);
  say({ ok: call.do });
}
process.exit(0);
