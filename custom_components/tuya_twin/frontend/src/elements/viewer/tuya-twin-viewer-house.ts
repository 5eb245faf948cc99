/** The kiosk of a screen that is nobody's, on its own token. */
import { html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import { HouseController } from "../../controllers/house-controller";
import { keptSettings } from "../../controllers/kiosk-settings";
import { createFeedClient } from "../../services/feed-client";
import type { Pass } from "../../services/kiosk/pass";
import { DEFAULTS, type KioskSettings } from "../../services/kiosk/settings";
import type { Wording } from "../../services/wording";
import type { HassAuth } from "../../types/hass";
import { element } from "../element";
import "../kiosk/tuya-twin-kiosk";

/** The token of a screen cannot be renewed: the house gives it once. */
const authOf = (pass: Pass): HassAuth => ({
  expired: false,
  accessToken: pass.token,
  refreshAccessToken: () => Promise.resolve(),
});

/** One that was refused is not taken up again, though it was for the same household. */
let screens = 0;

@element("tuya-twin-viewer-house")
export class TuyaTwinViewerHouse extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) pass!: Pass;
  @property({ attribute: false }) dark = false;

  @state() private _name = "";

  private readonly _controller = new HouseController(this);
  private readonly _kind = `viewer ${++screens}`;
  private _settings: KioskSettings = DEFAULTS;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const { pass } = this;
    if (changed.has("pass")) {
      // Only a screen on a wall is left alone at night.
      this._settings = { ...DEFAULTS, name: pass.name, dim: pass.kiosk };
      this._name = keptSettings(this._settings).name;
    }
    this._controller.follow({
      socketPath: pass.socketPath,
      household: pass.household,
      screen: this._name || pass.name,
      auth: () => authOf(pass),
      createFeed: createFeedClient,
      // A new name is told with a new connection.
      kind: `${this._kind} ${this._name}`,
    });
  }

  protected override render() {
    const { house, trust, lastSign, seen } = this._controller;
    return html`<tuya-twin-kiosk
      .words=${this.words}
      .house=${house}
      .trust=${trust}
      .lastSign=${lastSign}
      .seen=${seen}
      .settings=${this._settings}
      .dark=${this.dark}
      .exit=${"forget"}
      @settings-changed=${this._onSettings}
      @forget-screen=${this._onForget}
    ></tuya-twin-kiosk>`;
  }

  protected override updated(): void {
    const { trust, house } = this._controller;
    // Told why, it does not try the door again, where each try counts towards a ban.
    if (trust !== "refused" && house.parting !== "revoked") return;
    this.dispatchEvent(new CustomEvent("refused"));
  }

  private _onSettings(event: CustomEvent<KioskSettings>): void {
    this._name = event.detail.name;
  }

  private _onForget(): void {
    this.dispatchEvent(new CustomEvent("forget-screen"));
  }
}
