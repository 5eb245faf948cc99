/** Asks Home Assistant for its households, on behalf of a card or of its editor. */
import type { ReactiveControllerHost } from "lit";
import { errorText } from "../services/error-text";
import { createFeedClient } from "../services/feed-client";
import type { FeedTarget } from "../services/house-session";
import { readHouseholds, type HouseholdChoice } from "../services/households";
import type { Wording } from "../services/wording";
import type { Hass } from "../types/hass";

/** Home Assistant may still be starting when a dashboard is there already. */
const AGAIN_MS = 5000;

export class CardHouseholds {
  private _all: readonly HouseholdChoice[] | null = null;
  private _error = "";
  private _asked = false;

  constructor(private readonly _host: ReactiveControllerHost) {}

  /** Null until Home Assistant has answered. */
  get all(): readonly HouseholdChoice[] | null {
    return this._all;
  }

  /** Why it did not; "" while it may. */
  get error(): string {
    return this._error;
  }

  ask(hass: Hass | undefined): void {
    if (this._asked || hass === undefined) return;
    this._asked = true;
    hass.callWS({ type: "tuya_twin/households" }).then(
      (answer) => {
        this._all = readHouseholds(answer);
        this._error = "";
        this._host.requestUpdate();
      },
      (error: unknown) => {
        this._error = errorText(error);
        this._host.requestUpdate();
        setTimeout(() => {
          this.again();
        }, AGAIN_MS);
      },
    );
  }

  /** The next look asks anew. */
  again(): void {
    this._asked = false;
    this._host.requestUpdate();
  }
}

/** Where a card's feed is; `hass` is asked anew each time, as Home Assistant replaces it. */
export const cardTarget = (
  household: HouseholdChoice,
  hass: () => Hass,
  words: Wording,
): FeedTarget => ({
  socketPath: household.socketPath,
  household: household.id,
  screen: hass().user?.name ?? words.t("title"),
  auth: () => hass().auth,
  createFeed: createFeedClient,
});
