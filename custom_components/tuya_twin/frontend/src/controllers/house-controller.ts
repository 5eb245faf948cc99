/** Joins feed, store and liveness to a view, and only works while the view can be seen. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { HassAuth } from "../types/hass";
import type { Trust } from "../services/banner-text";
import type { Feed, FeedFactory, FeedState } from "../services/feed";
import { inStep, type House } from "../services/house";
import { HouseStore } from "../services/house-store";
import { Liveness, LIVE_MS } from "../services/liveness";

export interface FeedTarget {
  readonly socketPath: string;
  readonly household: string;
  readonly screen: string;
  readonly auth: () => HassAuth;
  readonly createFeed: FeedFactory;
}

const PING_MS = 2000;
const CHECK_MS = 500;
/** How often the ages in the list move on. */
const AGES_MS = 10_000;

export class HouseController implements ReactiveController {
  private _store = new HouseStore();
  private _liveness = new Liveness(Date.now);
  private _feedState: FeedState = "connecting";
  private _target: FeedTarget | null = null;
  private _feed: Feed | null = null;
  private _attached = false;
  private _timers: ReturnType<typeof setInterval>[] = [];
  private _shownTrust: Trust = "connecting";
  private _restartedAt = 0;
  private _painting = false;
  private _seen: number | null = null;

  constructor(private readonly _host: ReactiveControllerHost) {
    _host.addController(this);
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

  get lastSign(): number | null {
    return this._liveness.lastSign;
  }

  get latency(): number | null {
    return this._liveness.latency;
  }

  /** The last status this screen has really painted. */
  get seen(): number | null {
    return this._seen;
  }

  /** Says where to connect; the same target again changes nothing. */
  follow(target: FeedTarget): void {
    const same =
      this._target?.socketPath === target.socketPath && this._target.household === target.household;
    if (same) return;
    this._close();
    this._target = target;
    this._store = new HouseStore();
    this._liveness = new Liveness(Date.now);
    this._seen = null;
    if (this._attached) this._openFeed();
  }

  hostConnected(): void {
    this._attached = true;
    document.addEventListener("visibilitychange", this._onVisibility);
    this._openFeed();
  }

  hostDisconnected(): void {
    this._attached = false;
    document.removeEventListener("visibilitychange", this._onVisibility);
    this._close();
  }

  hostUpdated(): void {
    this._shownTrust = this.trust;
    this._confirmWhenPainted();
  }

  private _openFeed(): void {
    if (this._target === null || this._feed !== null) return;
    const target = this._target;
    this._feed = target.createFeed({
      socketPath: target.socketPath,
      household: target.household,
      screen: target.screen,
      auth: target.auth,
      resume: () => this.house.place,
      onEvent: (name, payload) => {
        this._receive(name, payload);
      },
      onState: (state) => {
        this._feedState = state;
        if (state !== "connected") this._liveness.disconnected();
        this._host.requestUpdate();
      },
    });
    this._feed.start();
    this._startTimers();
  }

  private _close(): void {
    this._stopTimers();
    this._feed?.stop();
    this._feed = null;
    this._feedState = "connecting";
    this._liveness.disconnected();
  }

  private _receive(name: string, payload: unknown): void {
    const event = this._store.receive(name, payload);
    // Even a payload this panel cannot read is a sign of life.
    this._liveness.sign();
    if (event?.type === "connected") {
      this._seen = null;
      this._ping();
    }
    if (event?.type === "pong") this._liveness.pong();
    this._host.requestUpdate();
  }

  private readonly _onVisibility = (): void => {
    if (document.visibilityState === "visible") {
      // After a long sleep the old connection gets a few seconds to answer.
      this._restartedAt = Math.max(this._restartedAt, Date.now() - LIVE_MS);
      this._startTimers();
      this._ping();
      this._host.requestUpdate();
    } else {
      this._stopTimers();
    }
  };

  private _startTimers(): void {
    this._stopTimers();
    if (this._feed === null || document.visibilityState !== "visible") return;
    this._timers = [
      setInterval(() => {
        this._ping();
      }, PING_MS),
      setInterval(() => {
        this._check();
      }, CHECK_MS),
      setInterval(() => {
        this._host.requestUpdate();
      }, AGES_MS),
    ];
  }

  private _stopTimers(): void {
    this._timers.forEach(clearInterval);
    this._timers = [];
  }

  private _ping(): void {
    if (!this.connected) return;
    this._liveness.pingSent();
    this._feed?.ping();
  }

  private _check(): void {
    if (this.trust !== this._shownTrust) this._host.requestUpdate();
    // A connection that calls itself open but says nothing is dead: a phone that slept leaves these.
    const now = Date.now();
    if (this.connected && !this._liveness.live && now - this._restartedAt > 2 * LIVE_MS) {
      this._restartedAt = now;
      this._feed?.restart();
    }
  }

  /** Two frames on, the pixels of this update have been on the screen. */
  private _confirmWhenPainted(): void {
    const place = this.house.place;
    const due = place !== null && place.seq !== this._seen && this.trust === "live";
    if (!due || this._painting || document.visibilityState !== "visible") return;
    this._painting = true;
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        this._painting = false;
        if (document.visibilityState !== "visible" || !this.connected) return;
        this._seen = place.seq;
        this._feed?.seen(place.seq);
        this._host.requestUpdate();
      });
    });
  }
}
