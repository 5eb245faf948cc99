/** Which household the panel shows: the one Home Assistant offers, or the one chosen here before. */
import type { ReactiveControllerHost } from "lit";
import { chosenHousehold, readHouseholds, type HouseholdChoice } from "../services/households";
import type { Hass, PanelInfo } from "../types/hass";
import { keepUnder, keptUnder } from "./kept";

const STORE = "tuya_twin.household";

export class ChosenHousehold {
  private _all: readonly HouseholdChoice[] = [];
  private _chosen = rememberedId();
  private _asked = false;

  constructor(private readonly _host: ReactiveControllerHost) {}

  /** All there are, once they are known. */
  get all(): readonly HouseholdChoice[] {
    return this._all;
  }

  /** The one to show, given what Home Assistant offers. */
  of(panel: PanelInfo): HouseholdChoice {
    const { household, socket_path: socketPath } = panel.config;
    return chosenHousehold({ id: household, name: "", socketPath }, this._all, this._chosen);
  }

  /** Asks once who else there is; without an answer there is no choice. */
  ask(hass: Hass): void {
    if (this._asked) return;
    this._asked = true;
    hass.callWS({ type: "tuya_twin/households" }).then(
      (answer) => {
        this._all = readHouseholds(answer);
        this._host.requestUpdate();
      },
      () => {
        this._asked = false;
      },
    );
  }

  choose(id: string): void {
    this._chosen = id;
    keepUnder(STORE, JSON.stringify(id));
    this._host.requestUpdate();
  }
}

function rememberedId(): string | null {
  const kept = keptUnder(STORE);
  return typeof kept === "string" ? kept : null;
}
