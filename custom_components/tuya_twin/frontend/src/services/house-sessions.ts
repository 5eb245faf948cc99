/** The households of this page: who shows the same one shares its connection. */
import { HouseSession, type FeedTarget } from "./house-session";
import { HouseholdClock } from "./household-clock";
import type { Page } from "./page";

export class HouseSessions {
  /** One for all: they are of the same Home Assistant. */
  readonly clock: HouseholdClock;

  private readonly _sessions: HouseSession[] = [];

  constructor(private readonly _page: Page) {
    this.clock = new HouseholdClock(() => _page.now());
  }

  /** The session for a target. A closed one is kept, as it knows the house for who comes back. */
  of(target: FeedTarget): HouseSession {
    const known = this._sessions.find((session) => session.serves(target));
    if (known !== undefined) {
      known.renew(target);
      return known;
    }
    const session = new HouseSession(target, this._page, this.clock);
    this._sessions.push(session);
    return session;
  }
}
