/** The browser's own connection, the only part of the services that takes a browser to try. */
import { io } from "socket.io-client";
import type { OpenSocket } from "./feed-client";

/** Longer than a slow handshake, shorter than anybody's patience. */
const HANDSHAKE_MS = 5000;

export const openSocket: OpenSocket = (path, auth) =>
  io({
    path,
    auth,
    transports: ["websocket"],
    // A panel that is rebuilt must not find the last one's half-closed connection.
    forceNew: true,
    autoConnect: false,
    // When to try again is ours to say: a hidden page does not, one that is looked at does soon.
    reconnection: false,
    timeout: HANDSHAKE_MS,
  });
