/** The sidebar page: what happened on top, below it one of the panel's pages. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { HouseController } from "../controllers/house-controller";
import { ChosenHousehold } from "../controllers/household-choice";
import { keptSettings } from "../controllers/kiosk-settings";
import { LazyParts } from "../controllers/lazy-parts";
import { PagePath, type Route } from "../controllers/page-path";
import { Speech } from "../controllers/speech";
import { announcement, type Announcement } from "../services/announcing";
import { bannerText, type BannerText } from "../services/banner-text";
import type { FeedFactory } from "../services/feed";
import { createFeedClient } from "../services/feed-client";
import type { Hass, PanelInfo } from "../types/hass";
import { element } from "./element";
import { panelStyles } from "./panel/panel-styles";
import { PARTS, type Part } from "./panel/parts";
import type { TuyaTwinHouse } from "./panel/tuya-twin-house";
import type { MenuItem } from "./panel/tuya-twin-menu";
import { base, tokens } from "./styles";
import "./acting/tuya-twin-answers";
import "./acting/tuya-twin-device-sheet";
import "./panel/tuya-twin-house";
import "./panel/tuya-twin-loading";
import "./tuya-twin-banner";
import "./tuya-twin-header";

/** Home Assistant replaces `hass` on every state change; only these parts are drawn. */
const drawnParts = (hass: Hass | undefined): readonly unknown[] => [
  hass === undefined,
  hass?.themes?.darkMode,
  hass?.locale,
  hass?.config?.time_zone,
  hass?.user?.is_admin,
];

const hassChanged = (now: Hass | undefined, before: Hass | undefined): boolean => {
  const old = drawnParts(before);
  return drawnParts(now).some((part, index) => part !== old[index]);
};

const routeChanged = (now: Route | undefined, before: Route | undefined): boolean =>
  now?.path !== before?.path || now?.prefix !== before?.prefix;

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
  private _household = "";
  private _text: BannerText | null = null;
  private _news: Announcement | null = null;
  private _leftEditor = false;

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
    const text = bannerText(house, trust, lastSign, this._speech.words);
    this._news = announcement(this._text, text) ?? this._news;
    this._text = text;
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
    if (page.view === "kiosk") return this._kiosk();
    const { house, trust } = this._controller;
    return html`
      ${this._header()}
      <div class="page">
        <main>
          ${this._banner()} ${page.view === "house" ? this._houseView() : nothing}
          ${page.view === "editor" ? this._editor() : nothing}
          ${page.view === "incidents" ? this._incidents(page.incident) : nothing}
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
      ${this._viewersOpen ? this._viewers() : nothing} ${this._spoken()}
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
      .items=${this._menu()}
      trust=${trust}
      @choose=${this._onMenu}
      @choose-household=${this._onChooseHousehold}
    ></tuya-twin-header>`;
  }

  private _banner() {
    const { house, trust } = this._controller;
    const live = trust === "live";
    // Whoever can answer is shown beside it what was answered.
    const text = this._text && { ...this._text, answered: "" };
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
      .now=${Date.now()}
      ?live=${trust === "live"}
      ?connected=${connected}
      ?editable=${this._admin}
      @show-device=${this._showDevice}
      @show-incident=${this._showIncident}
      @edit=${this._edit}
    ></tuya-twin-house>`;
  }

  private _editor() {
    return this._lazy(
      "editor",
      () =>
        html`<tuya-twin-editor
          .hass=${this.hass}
          .words=${this._speech.words}
          .house=${this._controller.house}
          .household=${this._household}
          ?live=${this._controller.trust === "live"}
          @close-editor=${this._closeEditor}
        ></tuya-twin-editor>`,
    );
  }

  private _incidents(incident: string | null) {
    return this._lazy(
      "incidents",
      () =>
        html`<tuya-twin-incidents
          .hass=${this.hass}
          .words=${this._speech.words}
          .household=${this._household}
          .house=${this._controller.house}
          .incident=${incident}
          @show-incident=${this._showIncident}
          @close-incidents=${this._leave}
        ></tuya-twin-incidents>`,
    );
  }

  private _kiosk() {
    const { house, trust, lastSign, latency, seen } = this._controller;
    return this._lazy(
      "kiosk",
      () =>
        html`<tuya-twin-kiosk
          .words=${this._speech.words}
          .house=${house}
          .trust=${trust}
          .lastSign=${lastSign}
          .latency=${latency}
          .seen=${seen}
          .dark=${this.hass?.themes?.darkMode === true}
          @leave-kiosk=${this._leave}
        ></tuya-twin-kiosk>`,
    );
  }

  private _viewers() {
    return this._lazy(
      "viewers",
      () =>
        html`<tuya-twin-viewers
          .hass=${this.hass}
          .words=${this._speech.words}
          .household=${this._household}
          .house=${this._controller.house}
          @close-viewers=${this._closeViewers}
        ></tuya-twin-viewers>`,
    );
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

  /** What interrupts and what waits its turn: a screen reader hears each piece of news once. */
  private _spoken() {
    const { text, urgent } = this._news ?? { text: "", urgent: false };
    return html`<div class="hidden" role="status" aria-live="polite">${urgent ? "" : text}</div>
      <div class="hidden" aria-live="assertive">${urgent ? text : ""}</div>`;
  }

  private _menu(): readonly MenuItem[] {
    const t = this._speech.words;
    return [
      { id: "incidents", label: t.t("panel.incidents"), icon: "past" },
      { id: "kiosk", label: t.t("panel.kiosk"), icon: "full" },
      ...(this._admin
        ? [
            { id: "editor", label: t.t("panel.edit_plan"), icon: "pencil" } as const,
            { id: "viewers", label: t.t("panel.viewers"), icon: "link" } as const,
          ]
        : []),
    ];
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

  private _showDevice(event: CustomEvent<string>): void {
    this._device = event.detail;
  }

  private _closeSheet(): void {
    this._device = null;
  }

  private _closeViewers(): void {
    this._viewersOpen = false;
  }

  private _showIncident(event: CustomEvent<string | null>): void {
    this._path.go({ view: "incidents", incident: event.detail });
  }

  private _edit(): void {
    this._path.go({ view: "editor" });
  }

  private _closeEditor(): void {
    this._leftEditor = true;
    this._leave();
  }

  private _leave(): void {
    this._path.leave();
  }

  static override styles = [tokens, base, panelStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-panel": TuyaTwinPanel;
  }
}
