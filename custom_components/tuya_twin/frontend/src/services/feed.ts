/** What the panel asks of a feed; the real one is `feed-client.ts`, the design page brings its own. */
import type { HassAuth } from "../types/hass";

/** `refused` is final: another try with the same token would only get the address banned. */
export type FeedState = "connecting" | "connected" | "disconnected" | "refused";

export interface FeedOptions {
  readonly socketPath: string;
  readonly household: string;
  readonly screen: string;
  /** Asked anew at each use: Home Assistant replaces its `hass` object all the time. */
  readonly auth: () => HassAuth;
  readonly onEvent: (name: string, payload: unknown) => void;
  readonly onState: (state: FeedState) => void;
}

export interface Feed {
  /** Connects, unless it has been started already. */
  start(): void;
  stop(): void;
  /** Drops a connection that has gone quiet and makes a new one. */
  restart(): void;
  ping(): void;
  seen(seq: number): void;
}

export type FeedFactory = (options: FeedOptions) => Feed;
