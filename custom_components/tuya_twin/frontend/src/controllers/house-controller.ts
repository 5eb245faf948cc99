/** Joins a view to the household it shows; views of one household share one connection. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Trust } from "../services/banner-text";
import { EMPTY_HOUSE, type House } from "../services/house";
import type { FeedTarget, HouseSession } from "../services/house-session";
import { HouseSessions } from "../services/house-sessions";
import { browserPage } from "./browser-page";

export type { FeedTarget } from "../services/house-session";

const pageSessions = new HouseSessions(browserPage);

/** The present by the household's clock, from which everything it has dated is counted. */
export const householdNow = (): number => pageSessions.clock.now();

export class HouseController implements ReactiveController {
  private _session: HouseSession | null = null;
  private _attached = false;

  constructor(
    private readonly _host: ReactiveControllerHost,
    private readonly _sessions: HouseSessions = pageSessions,
  ) {
    _host.addController(this);
  }

  get house(): House {
    return this._session?.house ?? EMPTY_HOUSE;
  }

  get trust(): Trust {
    return this._session?.trust ?? "connecting";
  }

  get connected(): boolean {
    return this._session?.connected ?? false;
  }

  get lastSign(): number | null {
    return this._session?.lastSign ?? null;
  }

  get latency(): number | null {
    return this._session?.latency ?? null;
  }

  /** The last status this page has really painted. */
  get seen(): number | null {
    return this._session?.seen ?? null;
  }

  /** Says where to connect; the same target again changes nothing. */
  follow(target: FeedTarget): void {
    const session = this._sessions.of(target);
    if (session === this._session) return;
    this._session?.leave(this._host);
    this._session = session;
    if (this._attached) session.join(this._host);
  }

  hostConnected(): void {
    this._attached = true;
    this._session?.join(this._host);
  }

  hostDisconnected(): void {
    this._attached = false;
    this._session?.leave(this._host);
  }

  hostUpdated(): void {
    this._session?.drawn();
  }
}
