/** The feed over Socket.IO: tokens, back-off, and when to stop trying. */
import { io } from "socket.io-client";
import { EVENT_NAMES } from "../types/wire";
import type { Feed, FeedOptions } from "./feed";

/** The part of a Socket.IO client socket that is used. */
export interface FeedSocket {
  /** Whether the client library reconnects by itself. */
  readonly active: boolean;
  on(event: string, listener: (argument: unknown) => void): unknown;
  emit(event: string, ...payload: unknown[]): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

type AuthAnswer = (auth: Record<string, unknown>) => void;
export type OpenSocket = (path: string, auth: (answer: AuthAnswer) => void) => FeedSocket;

export interface Timers {
  set(callback: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 5_000;

const openSocket: OpenSocket = (path, auth) =>
  io({
    path,
    auth,
    transports: ["websocket"],
    // A panel that is rebuilt must not find the last one's half-closed connection.
    forceNew: true,
    autoConnect: false,
    reconnectionDelay: FIRST_DELAY_MS,
    reconnectionDelayMax: LONGEST_DELAY_MS,
  });

const browserTimers: Timers = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (timer) => {
    clearTimeout(timer as ReturnType<typeof setTimeout>);
  },
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "");

export class FeedClient implements Feed {
  private _socket: FeedSocket | null = null;
  private _timer: unknown = null;
  private _delay = FIRST_DELAY_MS;
  private _tokenRenewed = false;

  constructor(
    private readonly _options: FeedOptions,
    private readonly _open: OpenSocket = openSocket,
    private readonly _timers: Timers = browserTimers,
  ) {}

  start(): void {
    if (this._socket !== null) return;
    const socket = this._open(this._options.socketPath, (answer) => {
      void this._authenticate(socket, answer);
    });
    this._socket = socket;
    for (const name of EVENT_NAMES) {
      socket.on(name, (payload) => {
        if (this._socket !== socket) return;
        if (name === "connected") this._letIn();
        this._options.onEvent(name, payload);
      });
    }
    socket.on("connect_error", (error) => {
      if (this._socket === socket) this._failed(socket, messageOf(error));
    });
    socket.on("disconnect", (reason) => {
      if (this._socket !== socket) return;
      this._options.onState("disconnected");
      if (reason === "io server disconnect") this._connectLater(socket);
    });
    this._options.onState("connecting");
    socket.connect();
  }

  stop(): void {
    const socket = this._socket;
    this._socket = null;
    this._timers.clear(this._timer);
    socket?.disconnect();
  }

  restart(): void {
    this.stop();
    this.start();
  }

  ping(): void {
    this._socket?.emit("ping");
  }

  seen(seq: number): void {
    this._socket?.emit("seen", { seq });
  }

  private async _authenticate(socket: FeedSocket, answer: AuthAnswer): Promise<void> {
    try {
      if (this._options.auth().expired) await this._options.auth().refreshAccessToken();
    } catch {
      // No token, no answer: close this attempt and come back.
      if (this._socket === socket) {
        socket.disconnect();
        this._connectLater(socket);
      }
      return;
    }
    const { household, screen } = this._options;
    const resume = this._options.resume();
    answer({
      token: this._options.auth().accessToken,
      household,
      screen,
      ...(resume ? { resume } : {}),
    });
  }

  private _letIn(): void {
    this._delay = FIRST_DELAY_MS;
    this._tokenRenewed = false;
    this._options.onState("connected");
  }

  private _failed(socket: FeedSocket, message: string): void {
    if (message === "invalid_auth") {
      void this._renewToken(socket);
      return;
    }
    this._options.onState("disconnected");
    if (!socket.active) this._connectLater(socket);
  }

  /** Once: an endless retry would ban the user's own address. */
  private async _renewToken(socket: FeedSocket): Promise<void> {
    if (this._tokenRenewed) {
      this._refuse();
      return;
    }
    this._tokenRenewed = true;
    try {
      await this._options.auth().refreshAccessToken();
    } catch {
      this._refuse();
      return;
    }
    if (this._socket === socket) socket.connect();
  }

  private _refuse(): void {
    this.stop();
    this._options.onState("refused");
  }

  private _connectLater(socket: FeedSocket): void {
    this._timers.clear(this._timer);
    this._timer = this._timers.set(() => {
      if (this._socket === socket) socket.connect();
    }, this._delay);
    this._delay = Math.min(LONGEST_DELAY_MS, this._delay * 2);
  }
}

export const createFeedClient = (options: FeedOptions): Feed => new FeedClient(options);
