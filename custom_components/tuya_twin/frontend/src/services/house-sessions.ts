/** The households of this page: who shows the same one shares its connection. */
import { HouseSession, type FeedTarget } from "./house-session";
import type { Page } from "./page";

export class HouseSessions {
  private readonly _sessions: HouseSession[] = [];

  constructor(private readonly _page: Page) {}

  /** The session for a target. A closed one is kept, as it knows the house for who comes back. */
  of(target: FeedTarget): HouseSession {
    const known = this._sessions.find((session) => session.serves(target));
    if (known !== undefined) {
      known.renew(target);
      return known;
    }
    const session = new HouseSession(target, this._page);
    this._sessions.push(session);
    return session;
  }
}
