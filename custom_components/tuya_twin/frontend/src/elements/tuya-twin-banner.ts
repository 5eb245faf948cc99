/** What happened, what is not as it should be, and what was said to it. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { BannerText } from "../services/banner-text";
import { element } from "./element";
import { icon, MOOD_ICONS } from "./icons";
import { base } from "./styles";

/** Its slot takes the answers that can be given; `open` says that there are some. */
@element("tuya-twin-banner")
export class TuyaTwinBanner extends LitElement {
  @property({ attribute: false }) text!: BannerText;

  protected override render() {
    const { mood, title, happened, wrong, answered } = this.text;
    return html`<section class=${mood} aria-labelledby="title">
      ${icon(MOOD_ICONS[mood], 36)}
      <div class="words">
        <h2 id="title">${title}</h2>
        ${happened ? html`<p>${happened}</p>` : nothing}
        ${
          wrong
            ? html`<p class="noted wrong">${icon("exclamation", 18)}<span>${wrong}</span></p>`
            : nothing
        }
        ${
          answered
            ? html`<p class="noted">${icon("check", 18)}<span>${answered}</span></p>`
            : nothing
        }
      </div>
      <slot></slot>
    </section>`;
  }

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }

      section {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 16px;
        padding: 14px 20px;
        border: 1px solid var(--edge);
        border-radius: var(--tt-radius);
        background: var(--floor);
        color: var(--tt-ink);
        transition:
          background-color 1s,
          border-color 1s;
      }

      .green {
        --edge: var(--tt-green);
        --floor: var(--tt-green-floor);
        --mark: var(--tt-green-ink);
      }
      .fault,
      .yellow {
        --edge: var(--tt-yellow);
        --floor: var(--tt-yellow-floor);
        --mark: var(--tt-yellow-ink);
      }
      .fault {
        --floor: color-mix(in srgb, var(--tt-yellow-floor) 55%, var(--tt-card));
      }
      .red {
        --edge: var(--tt-red);
        --floor: var(--tt-red-floor);
        --mark: var(--tt-red-ink);
      }
      .stale {
        --edge: var(--tt-grey);
        --floor: var(--tt-grey-floor);
        --mark: var(--tt-dim);
        /* What is not true any more goes at once. */
        transition: none;
      }

      section > .icon {
        flex: none;
        color: var(--mark);
      }

      .words {
        flex: 1 1 240px;
        min-width: 0;
      }

      ::slotted([open]) {
        margin-block: 6px;
      }

      h2 {
        margin: 0;
        font-size: 20px;
        font-weight: 600;
        line-height: 26px;
        overflow-wrap: anywhere;
      }

      p {
        margin: 2px 0 0;
        font-size: 14.5px;
        line-height: 20px;
        color: color-mix(in srgb, var(--tt-ink) 82%, var(--floor));
        overflow-wrap: anywhere;
      }

      .noted {
        display: flex;
        gap: 4px;
        margin-top: 4px;
        color: var(--tt-ink);
      }

      .wrong {
        font-weight: 500;
      }

      .noted .icon {
        flex: none;
        margin-block-start: 1px;
        margin-inline-start: -4px;
        color: var(--mark);
        stroke-width: 2.6;
      }

      @media (max-width: 600px) {
        section {
          padding: 12px 14px;
          align-items: flex-start;
        }

        .words {
          flex-basis: 200px;
        }

        ::slotted([open]) {
          width: 100%;
          margin-block: 12px 0;
        }
      }

      @media (prefers-reduced-motion: reduce) {
        section {
          transition: none;
        }
      }

      @media (forced-colors: active) {
        section {
          border-width: 3px;
        }
      }
    `,
  ];
}
