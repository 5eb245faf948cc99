/** Somebody came in: so many seconds are left to say that it is you. Fires `set-watch`. */
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { householdNow } from "../../controllers/house-controller";
import { Ticker } from "../../controllers/ticker";
import { NO_CONTROL, type WatchControl } from "../../controllers/watch-desk";
import type { House } from "../../services/house";
import { entryWords } from "../../services/lookout/watch-words";
import type { Wording } from "../../services/wording";
import type { WatchMode } from "../../types/lookout";
import { element } from "../element";
import { icon } from "../icons";
import { base } from "../styles";
import type { GuardNews } from "../tuya-twin-guarded-button";
import "../tuya-twin-guarded-button";

const SECOND_MS = 500;

@element("tuya-twin-entry")
export class TuyaTwinEntry extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) house!: House;
  @property({ type: Boolean }) live = false;
  @property({ attribute: false }) control: WatchControl = NO_CONTROL;

  @state() private _now = householdNow();
  /** Said once: a screen reader is not to count along. */
  private _spoken = "";
  private _until: string | null = null;

  constructor() {
    super();
    new Ticker(
      this,
      SECOND_MS,
      () => this._until !== null,
      () => {
        this._now = householdNow();
      },
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("house")) this._now = householdNow();
    const until = this.live ? this.house.lookout.watch.entry_until : null;
    if (until === this._until) return;
    this._until = until;
    this._spoken =
      until === null ? "" : (entryWords(this.house, this._now, this.words)?.spoken ?? "");
  }

  protected override render() {
    const said = this._until === null ? null : entryWords(this.house, this._now, this.words);
    return html`<div class="hidden" role="alert">${this._spoken}</div>
      ${
        said === null
          ? nothing
          : html`<section aria-labelledby="entry">
              ${icon("person", 36)}
              <div class="words">
                <h2 id="entry">${said.title}</h2>
                <p>${said.left}</p>
              </div>
              ${this.control.may ? this._itIsMe() : nothing}
            </section>`
      }`;
  }

  private _itIsMe() {
    const { words } = this;
    return html`<tuya-twin-guarded-button
      .words=${words}
      .label=${words.t("lookout.it_is_me")}
      .zone=${words.t("lookout.it_is_me_how")}
      .calling=${this.control.busy === "off"}
      .busy=${this.control.busy !== null}
      tone="green"
      @guard=${this._onGuard}
    ></tuya-twin-guarded-button>`;
  }

  private _onGuard({ detail }: CustomEvent<GuardNews>): void {
    if (detail !== "fired") return;
    this.dispatchEvent(new CustomEvent<WatchMode>("set-watch", { detail: "off" }));
  }

  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }

      section {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        padding: 14px var(--entry-side, 20px);
        border: solid var(--tt-yellow);
        border-width: 2px var(--entry-edge, 2px);
        border-radius: var(--entry-radius, var(--tt-radius));
        background: var(--tt-yellow-floor);
        color: var(--tt-ink);
      }

      section > .icon {
        flex: none;
        color: var(--tt-yellow-ink);
      }

      .words {
        flex: 1 1 200px;
        min-width: 0;
      }

      h2 {
        margin: 0;
        font-size: var(--entry-title, 20px);
        font-weight: 600;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }

      p {
        margin: 0;
        font-size: var(--entry-left, 17px);
        font-variant-numeric: tabular-nums;
        line-height: 1.3;
      }

      tuya-twin-guarded-button {
        flex: 0 1 200px;
      }

      @media (max-width: 600px) {
        section {
          padding: 12px var(--entry-side, 14px);
        }

        tuya-twin-guarded-button {
          flex-basis: 100%;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-entry": TuyaTwinEntry;
  }
}
