/** A button that a stray tap cannot set off: hold it, or press it twice. */
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import {
  CONFIRM_MS,
  guard,
  HOLD_MS,
  IDLE,
  type GuardInput,
  type GuardState,
} from "../services/guard";
import type { Wording } from "../services/wording";
import { element } from "./element";
import { base } from "./styles";

export type GuardMode = "hold" | "twice";
export type GuardNews = "armed" | "holding" | "short" | "fired";

const KEYS: readonly string[] = ["Enter", " "];

@element("tuya-twin-guarded-button")
export class TuyaTwinGuardedButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) label = "";
  /** What it acts on, under the label. */
  @property({ attribute: false }) zone = "";
  /** The same, for who does not see what the button stands beside. */
  @property({ attribute: false }) about = "";
  @property({ reflect: true }) mode: GuardMode = "twice";
  @property({ reflect: true }) tone: "green" | "yellow" | "red" = "green";
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** A call of this button is under way. */
  @property({ attribute: false }) calling = false;
  /** Some call is under way. The button keeps the focus, which disabling would lose. */
  @property({ attribute: false }) busy = false;

  @state() private _guard: GuardState = IDLE;

  private _timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._feed("cancel");
  }

  protected override willUpdate(): void {
    if ((this.disabled || this.busy) && this._guard.kind !== "idle") this._feed("cancel");
  }

  protected override render() {
    const hold = this.mode === "hold";
    return html`<button
        type="button"
        class=${this._guard.kind}
        ?disabled=${this.disabled}
        aria-disabled=${this.busy ? "true" : nothing}
        aria-describedby="how"
        @click=${this._click}
        @pointerdown=${this._pointerDown}
        @pointerup=${this._release}
        @pointercancel=${this._release}
        @pointerleave=${this._release}
        @keydown=${this._keyDown}
        @keyup=${this._keyUp}
        @blur=${this._blur}
        @contextmenu=${this._noMenu}
      >
        <span class="fill"></span
        ><span class="face">${this._face()} <small>${this.zone}</small></span
        ><span class="hidden">${this.about}</span>
      </button>
      <span id="how" class="hidden">
        ${this.words.t(hold ? "protocols.how_hold" : "protocols.how_tap")}
      </span>`;
  }

  private _face(): string {
    if (this.calling) return this.words.t("protocols.calling");
    if (this._guard.kind === "armed") return this.words.t("protocols.again");
    return this._guard.kind === "holding" ? this.words.t("protocols.holding") : this.label;
  }

  private _click(event: MouseEvent): void {
    // Only assistive technology clicks without a pointer or key before it; it cannot hold.
    if (this.mode === "twice" || event.detail === 0) this._feed("ask");
  }

  private _pointerDown(event: PointerEvent): void {
    if (this.mode === "hold" && event.isPrimary && event.button === 0) this._feed("press");
  }

  private _keyDown(event: KeyboardEvent): void {
    if (event.key === "Escape") this._feed("cancel");
    if (!KEYS.includes(event.key) || this.mode !== "hold") return;
    // Or the browser makes a click of it, which would count as assistive.
    event.preventDefault();
    if (!event.repeat) this._feed("press");
  }

  private _keyUp(event: KeyboardEvent): void {
    if (!KEYS.includes(event.key) || this.mode !== "hold") return;
    event.preventDefault();
    this._feed("release");
  }

  private _release(): void {
    this._feed("release");
  }

  private _blur(): void {
    this._feed("cancel");
  }

  private _noMenu(event: Event): void {
    event.preventDefault();
  }

  private _feed(input: GuardInput): void {
    if (this.busy && input !== "cancel") return;
    const before = this._guard.kind;
    const { state: after, fire } = guard(this._guard, input, performance.now());
    this._guard = after;
    clearTimeout(this._timer);
    if (after.kind !== "idle") {
      const age = performance.now() - after.since;
      this._timer = setTimeout(
        () => {
          this._feed("tick");
        },
        Math.max(0, (after.kind === "holding" ? HOLD_MS : CONFIRM_MS) - age) + 1,
      );
    }
    if (fire) this._tell("fired");
    else if (after.kind !== before && after.kind !== "idle") this._tell(after.kind);
    else if (before === "holding" && input === "release") this._tell("short");
  }

  private _tell(news: GuardNews): void {
    this.dispatchEvent(new CustomEvent<GuardNews>("guard", { detail: news }));
  }

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }

      button {
        position: relative;
        display: grid;
        place-items: center;
        width: 100%;
        height: 100%;
        min-height: var(--tt-guard-height, 56px);
        padding: 6px 10px;
        overflow: hidden;
        border: 1.5px solid var(--edge);
        border-radius: 28px;
        background: var(--tt-card);
        color: var(--tt-ink);
        font: inherit;
        font-size: 15px;
        font-weight: 500;
        line-height: 18px;
        cursor: pointer;
        user-select: none;
        -webkit-user-select: none;
        -webkit-touch-callout: none;
        touch-action: manipulation;
        -webkit-tap-highlight-color: transparent;
      }

      :host([mode="hold"]) button {
        touch-action: none;
      }

      :host([tone="green"]) button {
        --edge: var(--tt-green);
        --tint: var(--tt-green-floor);
      }
      :host([tone="yellow"]) button {
        --edge: var(--tt-yellow);
        --tint: var(--tt-yellow-floor);
      }
      :host([tone="red"]) button {
        --edge: var(--tt-red-deep);
        --tint: color-mix(in srgb, #000000 38%, var(--tt-red-deep));
        background: var(--tt-red-deep);
        color: #ffffff;
      }

      button:hover {
        background: var(--tint);
      }
      :host([tone="red"]) button:hover {
        background: color-mix(in srgb, #000000 8%, var(--tt-red-deep));
      }

      button.armed {
        background: var(--tint);
        border-width: 3px;
      }

      .face {
        position: relative;
        max-width: 100%;
        text-wrap: balance;
      }

      small {
        unicode-bidi: plaintext;
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        max-width: 100%;
        font-size: 12.5px;
        font-weight: 400;
        line-height: 16px;
        color: inherit;
      }

      .fill {
        position: absolute;
        inset: 0;
        transform: scaleX(0);
        transform-origin: left;
        background: var(--tint);
      }

      .fill:dir(rtl) {
        transform-origin: right;
      }

      .holding .fill {
        transform: none;
        transition: transform 800ms linear;
      }

      @media (prefers-reduced-motion: reduce) {
        .holding .fill {
          transition: none;
        }
      }

      @media (max-width: 600px) {
        button {
          padding: 6px;
          font-size: 14px;
        }
      }

      button:disabled {
        border-color: var(--tt-line);
        background: var(--tt-grey-floor);
        color: var(--tt-dim);
        cursor: not-allowed;
      }

      :host([tone="red"]) button:disabled {
        background: var(--tt-grey-floor);
        color: var(--tt-dim);
      }
    `,
  ];
}
