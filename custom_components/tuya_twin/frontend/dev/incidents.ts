/** Shows incidents from the fixtures; not part of the bundle. */
import { css, html, LitElement } from "lit";
import { state } from "lit/decorators.js";
import { tokens } from "../src/elements/styles";
import "../src/elements/incidents/tuya-twin-incidents";
import "../src/elements/incidents/tuya-twin-today";
import { EMPTY_HOUSE, reduce, type House } from "../src/services/house";
import { wordingFor } from "../src/services/wording";
import { readEvent } from "../src/types/guards";
import type { Hass } from "../src/types/hass";
import type { IncidentRecord, IncidentSummary } from "../src/types/incident";
import { snapshot } from "../testing/fixtures";
import { night, summaries } from "../testing/incident-fixtures";

const query = new URLSearchParams(location.search);
const view = query.get("view") ?? "one";
const dark = query.get("theme") === "dark";
document.documentElement.dataset.theme = dark ? "dark" : "light";
document.documentElement.dir = query.get("dir") ?? "ltr";

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
const [open, over, evening] = summaries;

function today(): readonly IncidentSummary[] {
  if (!open || !over || !evening) return [];
  if (query.get("day") === "quiet") return [];
  return [
    { ...open, id: "open", start: ago(0.4), end: query.get("open") === null ? ago(0.1) : null },
    { ...over, start: ago(7), end: ago(6.7) },
    { ...evening, id: "b", start: ago(13.1), end: ago(13) },
    { ...evening, id: "c", start: ago(16), end: ago(14.4) },
    { ...over, id: "d", start: ago(26), end: ago(23.2) },
    ...Array.from({ length: Number(query.get("old") ?? 3) }, (_, index) => {
      return { ...evening, id: `old-${index}`, start: ago(60 + index * 30), end: ago(59 + index) };
    }),
  ];
}

/** As many facts as one likes, to see what it costs. */
function long(count: number): IncidentRecord {
  const start = Date.parse(night.start);
  const [light] = night.lights;
  if (count === 0 || !light) return night;
  const lights = Array.from({ length: count }, (_, index) => {
    return { ...light, at: new Date(start + index * 500).toISOString() };
  });
  return { ...night, lights };
}

const event = readEvent("snapshot", snapshot);
const house: House = event === null ? EMPTY_HOUSE : reduce(EMPTY_HOUSE, event);
const safe: House = { ...house, status: "GREEN_SAFE", incident: null };

const hass: Hass = {
  auth: { expired: false, accessToken: "", refreshAccessToken: () => Promise.resolve() },
  locale: { language: query.get("language") ?? "en-GB", time_format: "24" },
  themes: { darkMode: dark },
  user: { name: "Anna" },
  callWS: () => Promise.reject(new Error("This is only the design page.")),
  callService: (_domain, _service, data) =>
    query.get("fails") === null
      ? Promise.resolve({
          response:
            "incident_id" in data
              ? { incident: long(Number(query.get("facts") ?? 0)) }
              : { incidents: today().slice(0, Number(data.limit)) },
        })
      : Promise.reject(new Error("Home Assistant is not there.")),
};

class IncidentsPage extends LitElement {
  @state() private _house = safe;
  @state() private _incident = view === "one" ? night.id : null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.toggleAttribute("dark", dark);
    if (query.get("red") === null) return;
    setTimeout(() => {
      this._house = { ...house, status: "RED_CRITICAL", zones: [...house.zones] };
    }, 3000);
  }

  protected override render() {
    const words = wordingFor(hass);
    return html`<main>
      ${
        view === "today"
          ? html`<tuya-twin-today
              .hass=${hass}
              .words=${words}
              .household=${"home"}
              .house=${this._house}
              .lastSign=${query.get("live") === "no" ? Date.now() - HOUR : null}
              ?live=${query.get("live") !== "no"}
            ></tuya-twin-today>`
          : html`<tuya-twin-incidents
              .hass=${hass}
              .words=${words}
              .household=${"home"}
              .house=${this._house}
              .incident=${this._incident}
              @show-incident=${(shown: CustomEvent<string | null>) => {
                this._incident = shown.detail === null ? null : night.id;
              }}
            ></tuya-twin-incidents>`
      }
    </main>`;
  }

  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        min-height: 100vh;
        background: var(--tt-bg);
        color: var(--tt-ink);
        font-family: Roboto, "Segoe UI", system-ui, sans-serif;
        font-size: 15px;
        line-height: 1.4;
      }

      main {
        max-width: 1480px;
        margin: 0 auto;
        padding: 16px 20px;
      }

      @media (max-width: 600px) {
        main {
          padding: 12px;
        }
      }
    `,
  ];
}

customElements.define("dev-incidents", IncidentsPage);
document.body.append(document.createElement("dev-incidents"));
