/** One household on one page: its feed, its house and how live that is, for all who show it. */
import type { HassAuth } from "../types/hass";
import type { Trust } from "./banner-text";
import type { Feed, FeedFactory, FeedState } from "./feed";
import { inStep, type House } from "./house";
import { HouseStore } from "./house-store";
import type { HouseholdClock } from "./household-clock";
import { Liveness, LIVE_MS } from "./liveness";
import type { Cancel, Page, PageNews } from "./page";

export interface FeedTarget {
  readonly socketPath: string;
  readonly household: string;
  readonly screen: string;
  readonly auth: () => HassAuth;
  readonly createFeed: FeedFactory;
  /** Whose token it is, where one page has several; those of one kind share a connection. */
  readonly kind?: string;
}

/** Who shows the house, and is told when to show it anew. */
export interface SessionHost {
  requestUpdate(): void;
}

export const PING_MS = 2000;
export const CHECK_MS = 400;
/** How often the ages in the list move on. */
export const AGES_MS = 10_000;
/** How long a connection outlives its last host: Home Assistant builds panels anew. */
export const LINGER_MS = 5000;
/** A connection that has been silent for this long is replaced, whatever it calls itself. */
export const PATIENCE_MS = 2 * LIVE_MS;
/** The same right after a sleep, which leaves connections that only look open. */
export const WAKING_MS = 2000;

export class HouseSession {
  private readonly _store = new HouseStore();
  private readonly _liveness: Liveness;
  private readonly _hosts = new Set<SessionHost>();
  private _feed: Feed | null = null;
  private _feedState: FeedState = "connecting";
  private _timers: Cancel[] = [];
  private _unwatch: Cancel | null = null;
  private _close: Cancel | null = null;
  private _signDue = 0;
  private _shownTrust: Trust = "connecting";
  private _drawing = false;
  private _painting = false;
  private _seen: number | null = null;

  constructor(
    private _target: FeedTarget,
    private readonly _page: Page,
    private readonly _clock: HouseholdClock,
  ) {
    this._liveness = new Liveness(() => _page.now());
  }

  get house(): House {
    return this._store.house;
  }

  get trust(): Trust {
    if (this._feedState === "refused") return "refused";
    if (this.house.place === null) return "connecting";
    return this._liveness.live && inStep(this.house) ? "live" : "stale";
  }

  get connected(): boolean {
    return this._feedState === "connected";
  }

  /** By the household's clock. */
  get lastSign(): number | null {
    const { lastSign } = this._liveness;
    return lastSign === null ? null : this._clock.at(lastSign);
  }

  get latency(): number | null {
    return this._liveness.latency;
  }

  /** The last status this page has really painted. */
  get seen(): number | null {
    return this._seen;
  }

  serves(target: FeedTarget): boolean {
    const own = this._target;
    return (
      own.socketPath === target.socketPath &&
      own.household === target.household &&
      own.kind === target.kind &&
      own.createFeed === target.createFeed
    );
  }

  /** From now on with this target's token: it is the newest. */
  renew(target: FeedTarget): void {
    this._target = target;
  }

  join(host: SessionHost): void {
    this._hosts.add(host);
    this._close?.();
    this._close = null;
    this._unwatch ??= this._page.watch((news) => {
      this._onPage(news);
    });
    this._open();
    this._startTimers();
    // Nobody has asked for a sign of life since the last host left.
    this._ping();
  }

  leave(host: SessionHost): void {
    if (!this._hosts.delete(host) || this._hosts.size > 0) return;
    this._stopTimers();
    this._close = this._page.after(LINGER_MS, () => {
      this._end();
    });
  }

  /** A host has drawn the house as it is now; two frames on, its pixels are on the screen. */
  drawn(): void {
    const place = this.house.place;
    const due = place !== null && place.seq !== this._seen && this.trust === "live";
    if (!due || this._painting || !this._page.visible) return;
    this._painting = true;
    this._page.beforePaint(() => {
      this._page.beforePaint(() => {
        this._painting = false;
        if (!this._page.visible || !this.connected) return;
        this._seen = place.seq;
        this._feed?.seen(place.seq);
        this._draw();
      });
    });
  }

  private _open(): void {
    if (this._feed !== null) return;
    const { socketPath, household, screen, createFeed } = this._target;
    this._feed = createFeed({
      socketPath,
      household,
      screen,
      auth: () => this._target.auth(),
      onEvent: (name, payload) => {
        this._receive(name, payload);
      },
      onState: (state) => {
        this._onState(state);
      },
    });
    this._signDue = this._page.now() + PATIENCE_MS;
    this._feed.start();
  }

  private _end(): void {
    this._unwatch?.();
    this._unwatch = null;
    this._feed?.stop();
    this._feed = null;
    this._onState("connecting");
  }

  private _onState(state: FeedState): void {
    this._feedState = state;
    if (state !== "connected") this._liveness.disconnected();
    // Nobody looks: the next try waits until somebody does.
    if (state === "disconnected" && !this._page.visible) this._feed?.stop();
    this._draw();
  }

  private _receive(name: string, payload: unknown): void {
    const event = this._store.receive(name, payload);
    // Even a payload this panel cannot read is a sign of life.
    this._liveness.sign();
    this._signDue = this._page.now() + PATIENCE_MS;
    switch (event?.type) {
      case "connected":
        this._clock.heard(event.data.server_time);
        this._seen = null;
        this._ping();
        // What was missed follows at once; a page hatched for a moment would only startle.
        return;
      case "pong": {
        const measured = this.latency !== null;
        this._clock.heard(event.data.at);
        this._liveness.pong();
        // A tablet on a wall draws nothing for it: how long it took comes with the next picture.
        if (measured && this.trust === this._shownTrust) return;
        break;
      }
      case "goodbye":
        if (event.data.reason === "revoked") this._refused();
    }
    this._draw();
  }

  private _refused(): void {
    this._feed?.stop();
    this._onState("refused");
  }

  private _onPage(news: PageNews): void {
    if (news === "hidden") {
      this._stopTimers();
      if (this._feedState === "disconnected") this._feed?.stop();
      return;
    }
    this._wake();
    if (news === "shown" && this._hosts.size > 0) this._startTimers();
    this._draw();
  }

  /** What was true before a sleep is true again once the house has answered. */
  private _wake(): void {
    if (this._feedState === "refused" || !this._page.visible) return;
    if (!this.connected) {
      this._restart();
      return;
    }
    this._signDue = this._page.now() + WAKING_MS;
    this._ping();
  }

  private _restart(): void {
    this._signDue = this._page.now() + PATIENCE_MS;
    this._feed?.restart();
  }

  private _startTimers(): void {
    this._stopTimers();
    if (!this._page.visible) return;
    this._timers = [
      this._page.every(PING_MS, () => {
        this._ping();
      }),
      this._page.every(CHECK_MS, () => {
        this._check();
      }),
      this._page.every(AGES_MS, () => {
        this._draw();
      }),
    ];
  }

  private _stopTimers(): void {
    for (const stop of this._timers) stop();
    this._timers = [];
  }

  private _ping(): void {
    if (!this.connected) return;
    this._liveness.pingSent();
    this._feed?.ping();
  }

  private _check(): void {
    if (this.trust !== this._shownTrust) this._draw();
    if (this._feedState !== "refused" && this._page.now() >= this._signDue) this._restart();
  }

  /** However much happens, it is drawn once for each picture the screen shows. */
  private _draw(): void {
    if (this._drawing) return;
    this._drawing = true;
    this._page.beforePaint(() => {
      this._drawing = false;
      this._shownTrust = this.trust;
      for (const host of this._hosts) host.requestUpdate();
    });
  }
}
