/** Which screens there are, what each shows, and a way to take it back. */
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { householdNow } from "../../controllers/house-controller";
import { Ticker } from "../../controllers/ticker";
import { problemWords } from "../../services/acting/outcome";
import { problemOf, type Problem } from "../../services/acting/problem";
import { viewerRow, type Viewer, type ViewerRow } from "../../services/viewers/viewer";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import type { ZoneStatus } from "../../types/wire";
import { dialog } from "../acting/dialog-styles";
import { element } from "../element";
import { icon } from "../icons";
import { base } from "../styles";
import type { GuardNews } from "../tuya-twin-guarded-button";
import "../tuya-twin-guarded-button";

/** How often the ages move on. */
const AGES_MS = 10_000;

@element("tuya-twin-viewer-list")
export class TuyaTwinViewerList extends LitElement {
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) viewers: readonly Viewer[] = [];
  @property({ attribute: false }) zones: readonly ZoneStatus[] = [];

  @state() private _busy: string | null = null;
  @state() private _failed: { readonly id: string; readonly problem: Problem } | null = null;
  @state() private _say = "";

  constructor() {
    super();
    new Ticker(
      this,
      AGES_MS,
      () => this.viewers.length > 0,
      () => undefined,
    );
  }

  protected override render() {
    const t = this.words;
    const rows = this.viewers.map((viewer) => viewerRow(viewer, this.zones, t, householdNow()));
    return html`${
        rows.length === 0
          ? html`<p class="note">${t.t("viewers.none")}</p>`
          : html`<ul aria-label=${t.t("viewers.list")}>
              ${repeat(
                rows,
                (row) => row.id,
                (row) => this._row(row),
              )}
            </ul>`
      }
      <div class="hidden" aria-live="polite">${this._say}</div>`;
  }

  private _row(row: ViewerRow) {
    const t = this.words;
    const failed = this._failed?.id === row.id ? this._failed.problem : null;
    return html`<li>
      <span class="picture">${icon("screen", 24)}</span>
      <span class="what">
        <span class="name"
          >${row.name}${row.kind ? html` <span class="badge">${row.kind}</span>` : nothing}</span
        >
        <span class=${row.connected ? "on" : "off"}>${row.presence}</span>
        <span class="detail">${row.zones}</span>
        <span class="detail">${row.life}</span>
      </span>
      <tuya-twin-guarded-button
        .words=${t}
        .label=${t.t("viewers.revoke")}
        .about=${row.name}
        .calling=${this._busy === row.id}
        .busy=${this._busy !== null}
        tone="yellow"
        @guard=${(event: CustomEvent<GuardNews>) => {
          this._onGuard(row, event.detail);
        }}
      ></tuya-twin-guarded-button>
      ${
        failed === null
          ? nothing
          : html`<p class="trouble" role="alert">
              ${t.t("viewers.not_revoked", { name: row.name, error: problemWords(failed, t) })}
            </p>`
      }
    </li>`;
  }

  private _onGuard(row: ViewerRow, news: GuardNews): void {
    const action = this.words.t("viewers.revoke_name", { name: row.name });
    if (news === "armed") this._say = this.words.t("acting.say_again", { action });
    if (news === "fired") void this._revoke(row);
  }

  private async _revoke(row: ViewerRow): Promise<void> {
    if (this.hass === undefined || this._busy !== null) return;
    this._busy = row.id;
    this._failed = null;
    try {
      await this.hass.callService(
        "tuya_twin",
        "revoke_viewer_token",
        { id: row.id },
        undefined,
        false,
      );
      this._say = this.words.t("viewers.revoked", { name: row.name });
      this.dispatchEvent(new CustomEvent<string>("revoked", { detail: row.id }));
    } catch (error) {
      this._failed = { id: row.id, problem: problemOf(error) };
    } finally {
      this._busy = null;
    }
  }

  static override styles = [
    base,
    dialog,
    css`
      :host {
        display: block;
      }

      ul {
        display: grid;
        gap: 10px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: grid;
        grid-template-columns: 44px minmax(0, 1fr) 128px;
        gap: 10px 12px;
        align-items: center;
        padding: 12px;
        border: 1px solid var(--tt-line);
        border-radius: 14px;
      }

      .picture {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 22px;
        background: var(--tt-grey-floor);
      }

      .what {
        display: flex;
        flex-direction: column;
        align-items: flex-start;
        overflow-wrap: anywhere;
      }

      .what > * {
        unicode-bidi: plaintext;
      }

      .name {
        font-weight: 500;
      }

      .badge {
        padding: 1px 8px;
        border: 1px solid var(--tt-line);
        border-radius: 10px;
        font-size: 12px;
        font-weight: 400;
        color: var(--tt-dim);
        white-space: nowrap;
      }

      .on,
      .off,
      .detail {
        font-size: 13px;
        line-height: 18px;
        color: var(--tt-dim);
      }

      .on {
        font-weight: 500;
        color: var(--tt-green-ink);
      }

      tuya-twin-guarded-button {
        --tt-guard-height: 44px;
      }

      .trouble {
        grid-column: 1 / -1;
      }

      @media (max-width: 600px) {
        li {
          grid-template-columns: 44px minmax(0, 1fr);
        }

        tuya-twin-guarded-button {
          grid-column: 1 / -1;
        }
      }
    `,
  ];
}
