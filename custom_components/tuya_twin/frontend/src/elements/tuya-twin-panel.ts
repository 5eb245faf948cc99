/** The sidebar page: the household's twin, live, with its protocols. */
import { css, html, LitElement, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { HouseController } from "../controllers/house-controller";
import { bannerText, type BannerText } from "../services/banner-text";
import { deviceGroups } from "../services/device-rows";
import type { FeedFactory } from "../services/feed";
import { createFeedClient } from "../services/feed-client";
import { zoneName } from "../services/house";
import { screenRows } from "../services/screen-rows";
import { loadStrings, type Strings } from "../services/languages";
import { wordingFor } from "../services/wording";
import type { Hass, PanelInfo } from "../types/hass";
import { HOUSE } from "../types/wire";
import { element } from "./element";
import { base, card, tokens } from "./styles";
import type { CallProtocol } from "./tuya-twin-protocol-buttons";
import "./tuya-twin-banner";
import "./tuya-twin-device-list";
import "./tuya-twin-header";
import "./plan/tuya-twin-plan";
import "./tuya-twin-protocol-buttons";
import "./tuya-twin-screens";

/** Home Assistant replaces `hass` on every state change; only these parts are drawn. */
const drawnParts = (hass: Hass | undefined): readonly unknown[] => [
  hass === undefined,
  hass?.themes?.darkMode,
  hass?.locale,
  hass?.config?.time_zone,
];

const hassChanged = (now: Hass | undefined, before: Hass | undefined): boolean => {
  const old = drawnParts(before);
  return drawnParts(now).some((part, index) => part !== old[index]);
};

@element("tuya-twin-panel")
export class TuyaTwinPanel extends LitElement {
  @property({ attribute: false, hasChanged: hassChanged }) hass?: Hass;
  @property({ type: Boolean, reflect: true }) narrow = false;
  @property({ attribute: false, noAccessor: true }) route?: unknown;
  @property({ attribute: false }) panel?: PanelInfo;
  /** Another feed than the house's own, for the design page. */
  @property({ attribute: false }) createFeed: FeedFactory = createFeedClient;

  @state() private _zone: string | null = null;
  @state() private _device: string | null = null;
  @state() private _strings?: Strings;

  private readonly _controller = new HouseController(this);
  private _words = wordingFor(undefined);
  private _translatedFor: string | null = null;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("hass") || changed.has("_strings")) {
      this._words = wordingFor(this.hass, this._strings);
      this.toggleAttribute("dark", this.hass?.themes?.darkMode === true);
      this._loadTranslation();
    }
    this._follow();
    const zones = this._controller.house.zones;
    if (this._zone !== null && !zones.some((zone) => zone.id === this._zone)) this._zone = null;
  }

  protected override render() {
    const { house, trust, connected, latency, lastSign, seen } = this._controller;
    const words = this._words;
    const live = trust === "live";
    const text = bannerText(house, trust, lastSign, words);
    return html`
      <tuya-twin-header
        .hass=${this.hass}
        .words=${words}
        .narrow=${this.narrow}
        .household=${house.name}
        .connected=${connected}
        .latency=${latency}
        trust=${trust}
      ></tuya-twin-header>
      <main>
        <tuya-twin-banner .text=${text}></tuya-twin-banner>
        <div class="card stage">
          <tuya-twin-plan
            .house=${house}
            .words=${words}
            .zone=${this._zone}
            .device=${this._device}
            ?live=${live}
            @choose-zone=${this._onChooseZone}
            @show-device=${this._onShowDevice}
          ></tuya-twin-plan>
          <tuya-twin-protocol-buttons
            .words=${words}
            .zone=${this._zone === null ? null : zoneName(house, this._zone)}
            .call=${this._call}
            ?live=${live && connected}
            @whole-house=${this._onWholeHouse}
          ></tuya-twin-protocol-buttons>
        </div>
        <aside class="card">
          <tuya-twin-device-list
            .groups=${deviceGroups(house, words, Date.now())}
            .words=${words}
            .selected=${this._device}
            ?live=${live}
          ></tuya-twin-device-list>
          <tuya-twin-screens
            .rows=${screenRows(house, seen, words)}
            .words=${words}
            ?live=${live}
          ></tuya-twin-screens>
        </aside>
      </main>
      <div class="hidden" role="status" aria-live="polite">${this._announcement(text)}</div>
    `;
  }

  /** Title and fault, not the count of confirmations: that would speak with every device. */
  private _announcement(text: BannerText): string {
    return [text.title, text.wrong].filter(Boolean).join(". ");
  }

  private _follow(): void {
    const { hass, panel } = this;
    if (hass === undefined || panel === undefined) return;
    this._controller.follow({
      socketPath: panel.config.socket_path,
      household: panel.config.household,
      screen: hass.user?.name ?? this._words.t("title"),
      auth: () => (this.hass ?? hass).auth,
      createFeed: this.createFeed,
    });
  }

  private _loadTranslation(): void {
    const language = this.hass?.locale?.language ?? "en";
    if (this._translatedFor === language) return;
    this._translatedFor = language;
    loadStrings(language).then(
      (strings) => {
        if (this._translatedFor === language) this._strings = strings;
      },
      () => {
        this._translatedFor = null;
      },
    );
  }

  private readonly _call: CallProtocol = async (protocol) => {
    await this.hass?.callService(
      "tuya_twin",
      `execute_${protocol}_protocol`,
      { zone: this._zone ?? HOUSE, config_entry_id: this.panel?.config.household },
      undefined,
      false,
      true,
    );
  };

  private _onChooseZone(event: CustomEvent<string>): void {
    this._zone = this._zone === event.detail ? null : event.detail;
  }

  private _onShowDevice(event: CustomEvent<string>): void {
    this._device = this._device === event.detail ? null : event.detail;
  }

  private _onWholeHouse(): void {
    this._zone = null;
  }

  static override styles = [
    tokens,
    base,
    card,
    css`
      :host {
        display: block;
        min-height: 100%;
        background: var(--tt-bg);
        color: var(--tt-ink);
        font-family: var(--ha-font-family-body, Roboto, "Segoe UI", system-ui, sans-serif);
        font-size: 15px;
        line-height: 1.4;
        -webkit-font-smoothing: antialiased;
      }

      tuya-twin-header {
        position: sticky;
        top: 0;
        z-index: 2;
        display: block;
      }

      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 360px;
        align-items: start;
        gap: 16px;
        max-width: 1480px;
        margin: 0 auto;
        padding: 16px 20px calc(20px + var(--safe-area-inset-bottom, 0px));
      }

      tuya-twin-banner {
        grid-column: 1 / -1;
      }

      .card {
        min-width: 0;
      }

      tuya-twin-protocol-buttons {
        padding: 8px 18px 18px;
        border-top: 1px solid var(--tt-line);
      }

      aside {
        padding: 14px 0 18px;
        overflow: hidden;
      }

      tuya-twin-screens {
        margin-top: 6px;
        padding-top: 14px;
        border-top: 1px solid var(--tt-line);
      }

      @media (max-width: 1020px) {
        main {
          grid-template-columns: minmax(0, 1fr);
        }
      }

      @media (max-width: 600px) {
        main {
          gap: 12px;
          padding: 12px 12px calc(16px + var(--safe-area-inset-bottom, 0px));
        }

        tuya-twin-protocol-buttons {
          padding: 6px 14px 14px;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-panel": TuyaTwinPanel;
  }
}
