/** The editor with a server that is only pretended. Not part of the bundle. */
import { css, html, LitElement } from "lit";
import { EMPTY_HOUSE, reduce, type House } from "../src/services/house";
import { Wording } from "../src/services/wording";
import { readEvent } from "../src/types/guards";
import type { Hass } from "../src/types/hass";
import type { Plan, PlanFloor } from "../src/types/plan";
import { base, tokens } from "../src/elements/styles";
import "../src/elements/editor/tuya-twin-editor";
import { snapshot } from "../testing/fixtures";

const query = new URLSearchParams(location.search);
const dark = query.get("theme") === "dark";
document.documentElement.dataset.theme = dark ? "dark" : "light";
document.documentElement.dir = query.get("dir") ?? "ltr";

const floor = (parts: Partial<PlanFloor>): PlanFloor => ({
  id: "ground",
  name: "Ground floor",
  zones: [],
  rooms: [],
  doors: [],
  devices: [],
  ...parts,
});

const DRAWN: readonly PlanFloor[] = [
  floor({
    zones: ["LivingRoom", "Foyer"],
    rooms: [
      { zone: "LivingRoom", x: 10, y: 10, w: 14, d: 10 },
      { zone: "LivingRoom", x: 10, y: 20, w: 6, d: 5 },
      { zone: "Foyer", x: 24, y: 10, w: 8, d: 10 },
    ],
    doors: [
      { x: 24, y: 14, along: "y", length: 2 },
      { x: 27, y: 20, along: "x", length: 3 },
    ],
    devices: [
      { device: "bf0123456789abcdef0bulb", x: 17, y: 14 },
      { device: "bf0123456789abcdef0siren", x: 30, y: 12 },
    ],
  }),
  floor({ id: "up", name: "Upstairs", zones: ["MasterBedroom"] }),
];

const extra = Array.from({ length: Number(query.get("zones") ?? 0) }, (_, i) => ({
  id: `zone-${i}`,
  name: `Guest room with the long name ${i + 1}`,
  status: "GREEN_SAFE",
  since: null,
}));

const plan: Plan =
  query.get("drawn") === null ? { revision: 0, floors: [] } : { revision: 3, floors: DRAWN };

const asHouse = (shown: Plan): House => {
  const event = readEvent("snapshot", {
    ...snapshot,
    house: { status: "GREEN_SAFE", since: null },
    zones: [...snapshot.zones.map((zone) => ({ ...zone, status: "GREEN_SAFE" })), ...extra],
    plan: shown,
  });
  return event === null ? EMPTY_HOUSE : reduce(EMPTY_HOUSE, event);
};

class Page extends LitElement {
  private _house = asHouse(plan);
  private readonly _hass: Hass = {
    auth: { expired: false, accessToken: "", refreshAccessToken: () => Promise.resolve() },
    locale: { language: "en" },
    callWS: (request) => this._answer(request),
    callService: () => Promise.reject(new Error("This is only the design page.")),
  };
  private readonly _words = new Wording();

  /** Somebody else saves. */
  theirs(floors: readonly PlanFloor[]): void {
    this._house = asHouse({ revision: this._house.plan.revision + 1, floors });
    this.requestUpdate();
  }

  protected override render() {
    return html`<tuya-twin-editor
      live
      .hass=${this._hass}
      .words=${this._words}
      .house=${this._house}
      household="design"
      .household=${"design"}
      @close-editor=${() => {
        document.title = "closed";
      }}
    ></tuya-twin-editor>`;
  }

  private _answer(request: { type: string; [key: string]: unknown }): Promise<unknown> {
    if (request.type !== "tuya_twin/plan/save") return Promise.resolve({ picture: null });
    this.theirs(request.floors as readonly PlanFloor[]);
    return Promise.resolve({ revision: this._house.plan.revision });
  }

  static override styles = [
    tokens,
    base,
    css`
      :host {
        display: block;
        min-height: 100vh;
        padding: 16px 20px;
        background: var(--tt-bg);
        color: var(--tt-ink);
        font-family: Roboto, "Segoe UI", system-ui, sans-serif;
        font-size: 15px;
        line-height: 1.4;
      }

      @media (max-width: 600px) {
        :host {
          padding: 12px;
        }
      }
    `,
  ];
}
customElements.define("dev-editor-page", Page);

const page = document.createElement("dev-editor-page");
page.toggleAttribute("dark", dark);
document.body.append(page);
