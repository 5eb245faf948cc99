/** Safe, Warning and Red for the whole house or for the room chosen on the plan. */
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { errorText } from "../services/error-text";
import type { Wording } from "../services/wording";
import { PROTOCOLS, type Protocol } from "../types/wire";
import { buttons } from "./buttons";
import { element } from "./element";
import { icon } from "./icons";
import { base, card } from "./styles";
import type { GuardNews } from "./tuya-twin-guarded-button";
import "./tuya-twin-guarded-button";

/** Calls the protocol; throws what Home Assistant answered if it did not work. */
export type CallProtocol = (protocol: Protocol) => Promise<void>;

@element("tuya-twin-protocol-buttons")
export class TuyaTwinProtocolButtons extends LitElement {
  @property({ attribute: false }) words!: Wording;
  /** The chosen room's name, or null for the whole house. */
  @property({ attribute: false }) zone: string | null = null;
  @property({ type: Boolean, reflect: true }) live = false;
  @property({ attribute: false }) call!: CallProtocol;

  @state() private _busy: Protocol | null = null;
  @state() private _error = "";
  @state() private _say = "";

  focusFirst(): void {
    this.renderRoot.querySelector<HTMLElement>("tuya-twin-guarded-button")?.focus();
  }

  protected override render() {
    const t = this.words;
    const zone = this.zone;
    return html`<section>
      <div class="head">
        <h2>${zone ? t.t("protocols.title_for", { zone }) : t.t("protocols.title")}</h2>
        ${
          zone
            ? html`<button class="button whole" @click=${this._wholeHouse}>
                ${icon("cross", 16)}${t.t("protocols.whole")}
              </button>`
            : html`<span class="hint">${this._hint()}</span>`
        }
      </div>
      <div class="buttons">${PROTOCOLS.map((protocol) => this._button(protocol))}</div>
      ${zone ? html`<p class="note">${this._hint()}</p>` : nothing}
      <div role="alert">
        ${
          this._error
            ? html`<p class="error">
                <span>${t.t("protocols.failed", { error: this._error })}</span>
                <button class="button whole" @click=${this._dismiss}>
                  ${t.t("protocols.dismiss")}
                </button>
              </p>`
            : nothing
        }
      </div>
      <div class="hidden" aria-live="assertive">${this._say}</div>
    </section>`;
  }

  private _hint(): string {
    if (!this.live) return this.words.t("protocols.cannot");
    return this.words.t(this.zone ? "protocols.hint_red" : "protocols.hint");
  }

  private _button(protocol: Protocol) {
    const zone = this.zone;
    return html`<tuya-twin-guarded-button
      .words=${this.words}
      .label=${this.words.t(`protocols.${protocol}`)}
      .zone=${zone ?? this.words.t("protocols.whole")}
      .calling=${this._busy === protocol}
      .busy=${this._busy !== null}
      mode=${protocol === "red" ? "hold" : "twice"}
      tone=${protocol}
      ?disabled=${!this.live}
      @guard=${(event: CustomEvent<GuardNews>) => {
        this._onGuard(protocol, event.detail);
      }}
    ></tuya-twin-guarded-button>`;
  }

  private _action(protocol: Protocol): string {
    const zone = this.zone ?? this.words.t("house.whole");
    return this.words.t(`protocols.${protocol}_for`, { zone });
  }

  private _onGuard(protocol: Protocol, news: GuardNews): void {
    const action = this._action(protocol);
    switch (news) {
      case "armed":
        this._say = this.words.t("protocols.say_again", { action });
        break;
      case "holding":
        this._say = this.words.t("protocols.say_hold", { action });
        break;
      case "short":
        this._say = this.words.t("protocols.say_short");
        break;
      case "fired":
        void this._fire(protocol, action);
    }
  }

  private async _fire(protocol: Protocol, action: string): Promise<void> {
    if (this._busy !== null || !this.live) return;
    this._busy = protocol;
    this._error = "";
    this._say = this.words.t("protocols.say_called", { action });
    try {
      await this.call(protocol);
    } catch (error) {
      this._error = errorText(error);
    } finally {
      this._busy = null;
    }
  }

  private _dismiss(): void {
    this._error = "";
  }

  private _wholeHouse(): void {
    this.dispatchEvent(new CustomEvent("whole-house"));
  }

  static override styles = [
    base,
    card,
    buttons,
    css`
      :host {
        display: block;
      }

      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 12px;
        min-height: 36px;
      }

      .hint,
      .note {
        font-size: 13px;
        color: var(--tt-dim);
      }

      .note {
        margin: 8px 0 0;
      }

      .whole {
        gap: 5px;
        min-height: 36px;
        padding-block: 4px;
        padding-inline: 9px 13px;
        font-size: 13px;
      }

      .buttons {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 10px;
        margin-top: 8px;
      }

      .error {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        margin: 12px 0 0;
        padding: 10px 14px;
        border-inline-start: 3px solid var(--tt-red);
        border-radius: 6px;
        background: color-mix(in srgb, var(--tt-red) 10%, var(--tt-card));
        font-size: 14px;
      }

      .error .whole {
        flex: none;
        padding-inline: 13px;
      }

      @media (pointer: coarse) {
        .whole {
          min-height: 44px;
        }
      }
    `,
  ];
}
