/** The feed over Socket.IO: tokens, back-off, and when to stop trying. */
import { EVENT_NAMES } from "../types/wire";
import type { Feed, FeedOptions } from "./feed";
import { openSocket } from "./open-socket";

/** The part of a Socket.IO client socket that is used. */
export interface FeedSocket {
  on(event: string, listener: (argument: unknown) => void): unknown;
  emit(event: string, ...payload: unknown[]): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

type AuthAnswer = (auth: Record<string, unknown>) => void;
export type OpenSocket = (path: string, auth: (answer: AuthAnswer) => void) => FeedSocket;

const FIRST_DELAY_MS = 250;
/** Whoever looks at the page sees the house this soon after it is back. */
const LONGEST_DELAY_MS = 1000;

/** What Home Assistant's client throws when the sign-in itself has ended. */
const SIGNED_OUT = 2;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "");

/**
 * Each try is a connection of its own, which is shown the whole house. It does not ask to resume:
 * no event tells what was renamed or taken away while nobody listened.
 */
export class FeedClient implements Feed {
  private _socket: FeedSocket | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _delay = FIRST_DELAY_MS;
  private _tokenRenewed = false;

  constructor(
    private readonly _options: FeedOptions,
    private readonly _open: OpenSocket = openSocket,
  ) {}

  start(): void {
    if (this._socket !== null) return;
    this._options.onState("connecting");
    this._connect();
  }

  stop(): void {
    clearTimeout(this._timer);
    const socket = this._socket;
    this._socket = null;
    socket?.disconnect();
  }

  restart(): void {
    this.stop();
    this._delay = FIRST_DELAY_MS;
    this.start();
  }

  ping(): void {
    this._socket?.emit("ping");
  }

  seen(seq: number): void {
    this._socket?.emit("seen", { seq });
  }

  private _connect(): void {
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
      if (this._socket !== socket) return;
      if (messageOf(error) === "invalid_auth") void this._renewToken(socket);
      else this._lost(socket);
    });
    socket.on("disconnect", () => {
      this._lost(socket);
    });
    socket.connect();
  }

  private async _authenticate(socket: FeedSocket, answer: AuthAnswer): Promise<void> {
    const { auth, household, screen } = this._options;
    try {
      if (auth().expired) await auth().refreshAccessToken();
    } catch (error) {
      // No token, no answer: close this attempt and come back.
      this._notRenewed(socket, error);
      return;
    }
    answer({ token: auth().accessToken, household, screen });
  }

  private _letIn(): void {
    this._delay = FIRST_DELAY_MS;
    this._tokenRenewed = false;
    this._options.onState("connected");
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
    } catch (error) {
      this._notRenewed(socket, error);
      return;
    }
    if (this._socket === socket) this._replace();
  }

  /** The house may just be away; the next refusal is final all the same. */
  private _notRenewed(socket: FeedSocket, error: unknown): void {
    if (this._socket !== socket) return;
    if (error === SIGNED_OUT) this._refuse();
    else this._lost(socket);
  }

  private _refuse(): void {
    this.stop();
    this._options.onState("refused");
  }

  private _replace(): void {
    this.stop();
    this._connect();
  }

  private _lost(socket: FeedSocket): void {
    if (this._socket !== socket) return;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this._replace();
    }, this._delay);
    this._delay = Math.min(LONGEST_DELAY_MS, this._delay * 2);
    // Whoever hears of it may have it stopped, which ends the wait as well.
    this._options.onState("disconnected");
  }
}

export const createFeedClient = (options: FeedOptions): Feed => new FeedClient(options);
