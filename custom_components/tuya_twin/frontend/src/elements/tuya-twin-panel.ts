/** The sidebar page: what happened on top, below it one of the panel's pages. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { hassChanged, routeChanged } from "../controllers/changes";
import { HouseController, householdNow } from "../controllers/house-controller";
import { ChosenHousehold } from "../controllers/household-choice";
import { keptSettings } from "../controllers/kiosk-settings";
import { LazyParts } from "../controllers/lazy-parts";
import { PagePath, type Route } from "../controllers/page-path";
import { Speech } from "../controllers/speech";
import { WatchDesk } from "../controllers/watch-desk";
import { bannerText, type BannerText } from "../services/banner-text";
import type { FeedFactory } from "../services/feed";
import { createFeedClient } from "../services/feed-client";
import type { Hass, PanelInfo } from "../types/hass";
import type { WatchMode } from "../types/lookout";
import { element } from "./element";
import { menuItems } from "./panel/menu-items";
import { editorPage, incidentsPage, kioskPage, viewersDialog, type Known } from "./panel/pages";
import { panelStyles } from "./panel/panel-styles";
import { PARTS, type Part } from "./panel/parts";
import type { TuyaTwinHouse } from "./panel/tuya-twin-house";
import { base, tokens } from "./styles";
import "./acting/tuya-twin-answers";
import "./acting/tuya-twin-device-sheet";
import "./lookout/tuya-twin-entry";
import "./panel/tuya-twin-house";
import "./panel/tuya-twin-loading";
import "./panel/tuya-twin-news";
import "./tuya-twin-banner";
import "./tuya-twin-header";

@element("tuya-twin-panel")
export class TuyaTwinPanel extends LitElement {
  @property({ attribute: false, hasChanged: hassChanged }) hass?: Hass;
  @property({ type: Boolean, reflect: true }) narrow = false;
  @property({ attribute: false, hasChanged: routeChanged }) route?: Route;
  @property({ attribute: false }) panel?: PanelInfo;
  /** Another feed than the house's own, for the design page. */
  @property({ attribute: false }) createFeed: FeedFactory = createFeedClient;

  @state() private _device: string | null = null;
  @state() private _viewersOpen = false;

  @query("tuya-twin-house") private readonly _house!: TuyaTwinHouse | null;

  private readonly _controller = new HouseController(this);
  private readonly _speech = new Speech(this);
  private readonly _path = new PagePath(this);
  private readonly _parts = new LazyParts<Part>(this, PARTS);
  private readonly _households = new ChosenHousehold(this);
  private readonly _desk = new WatchDesk(this);
  private _household = "";
  private _text!: BannerText;
  private _leftEditor = false;

  private get _known(): Known {
    return {
      hass: this.hass,
      words: this._speech.words,
      household: this._household,
      twin: this._controller,
    };
  }

  private get _admin(): boolean {
    return this.hass?.user?.is_admin === true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("hass")) {
      this._speech.follow(this.hass);
      this.toggleAttribute("dark", this.hass?.themes?.darkMode === true);
    }
    this._path.follow(this.route);
    this._follow();
    const { house, trust, lastSign } = this._controller;
    this._text = bannerText(house, trust, lastSign, this._speech.words);
  }

  protected override updated(): void {
    if (!this._leftEditor || this._house === null) return;
    this._leftEditor = false;
    const house = this._house;
    void house.updateComplete.then(() => {
      house.focusEdit();
    });
  }

  protected override render() {
    const page = this._path.page;
    const known = this._known;
    if (page.view === "kiosk") return this._lazy("kiosk", () => kioskPage(known, this._leave));
    const { house, trust } = this._controller;
    return html`
      ${this._header()}
      <div class="page">
        <main>
          ${this._entry()} ${this._banner()} ${page.view === "house" ? this._houseView() : nothing}
          ${
            page.view === "editor"
              ? this._lazy("editor", () => editorPage(known, this._closeEditor))
              : nothing
          }
          ${
            page.view === "incidents"
              ? this._lazy("incidents", () =>
                  incidentsPage(known, page.incident, this._showIncident, this._goHome),
                )
              : nothing
          }
        </main>
      </div>
      <tuya-twin-device-sheet
        .hass=${this.hass}
        .words=${this._speech.words}
        .household=${this._household}
        .house=${house}
        .device=${this._device}
        ?live=${trust === "live"}
        @close-sheet=${this._closeSheet}
      ></tuya-twin-device-sheet>
      ${
        this._viewersOpen
          ? this._lazy("viewers", () => viewersDialog(known, this._closeViewers))
          : nothing
      }
      <tuya-twin-news .text=${this._text}></tuya-twin-news>
    `;
  }

  private _header() {
    const { house, trust, connected, latency } = this._controller;
    return html`<tuya-twin-header
      .hass=${this.hass}
      .words=${this._speech.words}
      .narrow=${this.narrow}
      .household=${house.name}
      .householdId=${this._household}
      .households=${this._households.all}
      .connected=${connected}
      .latency=${latency}
      .items=${menuItems(this._speech.words, this._admin)}
      trust=${trust}
      @choose=${this._onMenu}
      @choose-household=${this._onChooseHousehold}
    ></tuya-twin-header>`;
  }

  private _banner() {
    const { house, trust } = this._controller;
    const live = trust === "live";
    // Whoever can answer is shown beside it what was answered.
    const text = { ...this._text, answered: "" };
    return html`<tuya-twin-banner .text=${text}>
      <tuya-twin-answers
        .hass=${this.hass}
        .words=${this._speech.words}
        .household=${this._household}
        .house=${house}
        ?live=${live}
        ?open=${house.incident !== null}
      ></tuya-twin-answers>
    </tuya-twin-banner>`;
  }

  private _entry() {
    const { house, trust } = this._controller;
    return html`<tuya-twin-entry
      .words=${this._speech.words}
      .house=${house}
      .control=${this._desk.control}
      ?live=${trust === "live"}
      @set-watch=${this._setWatch}
    ></tuya-twin-entry>`;
  }

  private _houseView() {
    const { house, trust, connected, seen, lastSign } = this._controller;
    return html`<tuya-twin-house
      .hass=${this.hass}
      .words=${this._speech.words}
      .household=${this._household}
      .house=${house}
      .seen=${seen}
      .lastSign=${lastSign}
      .device=${this._device}
      .now=${householdNow()}
      .watch=${this._desk.control}
      ?live=${trust === "live"}
      ?connected=${connected}
      ?editable=${this._admin}
      @show-device=${this._showDevice}
      @show-incident=${this._showIncident}
      @edit=${this._edit}
      @set-watch=${this._setWatch}
      @dismiss-problem=${this._dismissProblem}
    ></tuya-twin-house>`;
  }

  private _lazy(part: Part, ready: () => TemplateResult) {
    const state = this._parts.need(part);
    if (state === "ready") return ready();
    return html`<tuya-twin-loading
      .words=${this._speech.words}
      .progress=${state}
      @retry=${() => {
        this._parts.retry(part);
      }}
      @leave=${part === "viewers" ? this._closeViewers : this._leave}
    ></tuya-twin-loading>`;
  }

  private _follow(): void {
    const { hass, panel } = this;
    if (hass === undefined || panel === undefined) return;
    this._households.ask(hass);
    const { id, socketPath } = this._households.of(panel);
    this._household = id;
    this._controller.follow({
      socketPath,
      household: id,
      screen: this._screenName(hass),
      auth: () => (this.hass ?? hass).auth,
      createFeed: this.createFeed,
    });
    this._desk.follow(hass, id, this._controller.house.clientId);
  }

  /** What other screens call this one: a kiosk has a name of its own. */
  private _screenName(hass: Hass): string {
    const own = this._path.page.view === "kiosk" ? keptSettings().name : "";
    return own || (hass.user?.name ?? this._speech.words.t("title"));
  }

  private _onMenu(event: CustomEvent<string>): void {
    switch (event.detail) {
      case "incidents":
        this._path.go({ view: "incidents", incident: null });
        break;
      case "kiosk":
        this._path.go({ view: "kiosk" });
        break;
      case "editor":
        this._edit();
        break;
      case "viewers":
        this._viewersOpen = true;
    }
  }

  private _onChooseHousehold(event: CustomEvent<string>): void {
    this._device = null;
    this._households.choose(event.detail);
  }

  private _setWatch(event: CustomEvent<WatchMode>): void {
    void this._desk.set(event.detail);
  }

  private _dismissProblem(): void {
    this._desk.dismiss();
  }

  private _showDevice(event: CustomEvent<string>): void {
    this._device = event.detail;
  }

  private _closeSheet(): void {
    this._device = null;
  }

  private readonly _closeViewers = (): void => {
    this._viewersOpen = false;
  };

  private readonly _showIncident = (event: CustomEvent<string | null>): void => {
    this._path.go({ view: "incidents", incident: event.detail });
  };

  private _edit(): void {
    this._path.go({ view: "editor" });
  }

  private readonly _closeEditor = (): void => {
    this._leftEditor = true;
    this._leave();
  };

  /** Whichever incidents were looked at before: the way back by one step would lead to those. */
  private readonly _goHome = (): void => {
    this._path.go({ view: "house" });
  };

  private readonly _leave = (): void => {
    this._path.leave();
  };

  static override styles = [tokens, base, panelStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-panel": TuyaTwinPanel;
  }
}
