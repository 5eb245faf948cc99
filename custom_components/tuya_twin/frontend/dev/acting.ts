/** What a person does, on a house that plays along. Not part of the bundle. */
import { css, html, LitElement } from "lit";
import { ENGLISH } from "../src/services/languages";
import { EMPTY_HOUSE, reduce, type House } from "../src/services/house";
import { Wording } from "../src/services/wording";
import { readEvent } from "../src/types/guards";
import type { Hass } from "../src/types/hass";
import type { Device } from "../src/types/wire";
import { tokens } from "../src/elements/styles";
import "../src/elements/acting/tuya-twin-answers";
import "../src/elements/acting/tuya-twin-device-sheet";
import "../src/elements/viewers/tuya-twin-viewers";
import { runUpdate, snapshot } from "../testing/fixtures";

const query = new URLSearchParams(location.search);
const part = query.get("part") ?? "answers";
const dark = query.get("theme") === "dark";
const live = !query.has("stale");
document.documentElement.dataset.theme = dark ? "dark" : "light";
document.documentElement.dir = query.get("dir") ?? "ltr";

const kinds = { bulb: 0, siren: 1, lock: 2 } as const;
const kind = (query.get("device") ?? "lock") as keyof typeof kinds;
const id = snapshot.devices[kinds[kind]]?.id ?? "";

const soon = <T>(value: T): Promise<T> =>
  new Promise((resolve) => {
    setTimeout(() => {
      resolve(value);
    }, 400);
  });

function begun(): House {
  const run = query.has("run") ? runUpdate : null;
  const event = readEvent("snapshot", { ...snapshot, run });
  if (event === null) throw new Error("no snapshot");
  const house = reduce(EMPTY_HOUSE, event);
  return query.get("mood") === "yellow" ? { ...house, status: "YELLOW_WARNING" } : house;
}

class ActingPage extends LitElement {
  private _house = begun();
  private _device: string | null = part === "sheet" ? id : null;
  private _heard: (message: unknown) => void = () => undefined;
  private _lost: () => void = () => undefined;
  private _tokens = [
    viewer("Kitchen tablet", true, null, 1),
    viewer("Grandmother’s picture frame in the hall", false, ["Foyer", "LivingRoom"], 0),
  ];

  private readonly _hass: Hass = {
    auth: { expired: false, accessToken: "", refreshAccessToken: () => Promise.resolve() },
    callWS: () => soon({ devices: this._abilities() }),
    callService: (domain, service, data) => this._serve(domain, service, data),
    connection: {
      subscribeMessage: (callback) => {
        this._heard = callback;
        void soon(null).then(() => {
          const expires_at = new Date(Date.now() + 600_000).toISOString();
          callback({ event: "code", code: "kX3v9Qb1Zr7Lw5Tn2Hs8Yd4c", expires_at });
        });
        return soon(() => Promise.resolve());
      },
      addEventListener: (_event, callback) => {
        this._lost = callback;
      },
    },
  };

  private _abilities(): unknown {
    const domains = { bulb: "light", siren: "siren", lock: "lock" } as const;
    const able = !query.has("readonly");
    return Object.fromEntries(
      this._house.devices.map((device) => [
        device.id,
        {
          entity_id: `${domains[device.kind]}.${device.kind}`,
          lock: able,
          unlock: able,
          code: query.has("code"),
        },
      ]),
    );
  }

  private async _serve(
    domain: string,
    service: string,
    data: Record<string, unknown>,
  ): Promise<unknown> {
    await soon(null);
    if (service === "list_viewer_tokens") return { response: { viewer_tokens: this._tokens } };
    if (service === "revoke_viewer_token") {
      this._tokens = this._tokens.filter((token) => token.id !== data.id);
      return {};
    }
    if (data.code === "0000")
      throw new Error("Front door was not unlocked: the code is wrong. Attempts left: 4.");
    if (domain === "tuya_twin") this._answer(service);
    else this._report(service);
    return {};
  }

  private _answer(service: string): void {
    const { incident } = this._house;
    if (incident === null) return;
    const answered = { answer: "acknowledged", by: "Anna", at: new Date().toISOString() } as const;
    this._show({
      ...this._house,
      incident: service === "acknowledge" ? { ...incident, answered } : null,
    });
  }

  private _report(service: string): void {
    const seen_at = new Date().toISOString();
    const told = (device: Device): Device => {
      if (device.id !== id) return device;
      const base = { ...device, seen_at, reachable: true, trouble: null };
      if (base.kind === "bulb") {
        return { ...base, state: { ...base.state, on: service === "turn_on" } };
      }
      if (base.kind === "siren") return { ...base, state: { sounding: false } };
      return { ...base, state: { bolt: service === "lock" ? "locked" : "unlocked" } };
    };
    this._show({ ...this._house, devices: this._house.devices.map(told) });
  }

  private _show(house: House): void {
    this._house = house;
    this.requestUpdate();
  }

  protected override render() {
    const words = new Wording(ENGLISH, { language: "en", time_format: "24" });
    if (part === "answers") {
      return html`<div class="banner ${query.get("mood") ?? "red"}">
        <tuya-twin-answers
          .hass=${this._hass}
          .words=${words}
          .household=${"home"}
          .house=${this._house}
          ?live=${live}
        ></tuya-twin-answers>
      </div>`;
    }
    if (part === "viewers") {
      return html`<tuya-twin-viewers
        .hass=${this._hass}
        .words=${words}
        .household=${"home"}
        .house=${this._house}
        @close-viewers=${this._again}
      ></tuya-twin-viewers>`;
    }
    return html`<button
        @click=${() => {
          this._device = id;
          this.requestUpdate();
        }}
      >
        Open</button
      ><tuya-twin-device-sheet
        .hass=${this._hass}
        .words=${words}
        .household=${"home"}
        .house=${this._house}
        .device=${this._device}
        ?live=${live}
        @close-sheet=${this._again}
      ></tuya-twin-device-sheet>`;
  }

  private _again(): void {
    this._device = null;
    this.requestUpdate();
  }

  /** For whoever drives this page: what the server would say of a link. */
  redeem(): void {
    this._heard({ event: "redeemed", viewer: viewer("Hall tablet", true, null, 1) });
  }

  lose(): void {
    this._lost();
  }

  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        min-height: 100%;
        padding: 20px;
        background: var(--tt-bg);
        color: var(--tt-ink);
        font-family: Roboto, "Segoe UI", system-ui, sans-serif;
        font-size: 15px;
      }

      .banner {
        padding: 14px 20px;
        border: 1px solid var(--tt-red);
        border-radius: 14px;
        background: var(--tt-red-floor);
      }

      .banner.yellow {
        border-color: var(--tt-yellow);
        background: var(--tt-yellow-floor);
      }
    `,
  ];
}

function viewer(
  name: string,
  kiosk: boolean,
  zones: readonly string[] | null,
  connections: number,
) {
  return {
    id: name,
    name,
    kiosk,
    zones,
    created_at: "2026-11-01T12:00:00+00:00",
    expires_at: "2027-11-01T12:00:00+00:00",
    last_used_at: "2026-11-26T11:00:00+00:00",
    connections,
  };
}

customElements.define("acting-page", ActingPage);
const page = document.createElement("acting-page");
page.toggleAttribute("dark", dark);
document.body.append(page);
Object.assign(window, { page });
