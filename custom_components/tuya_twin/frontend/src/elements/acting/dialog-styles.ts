/** A native dialog: a sheet from below on phones, a card in the middle elsewhere. */
import { css, type CSSResultGroup } from "lit";
import { buttons } from "../buttons";

const own = css`
  dialog {
    box-sizing: border-box;
    width: min(100vw - 32px, var(--dialog-width, 460px));
    max-height: min(100dvh - 32px, 820px);
    margin: auto;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--tt-line);
    border-radius: max(18px, var(--tt-radius));
    background: var(--tt-card);
    color: var(--tt-ink);
    font-size: 15px;
    line-height: 1.4;
    box-shadow: 0 12px 48px rgb(0 0 0 / 28%);
  }

  dialog[open] {
    display: flex;
    flex-direction: column;
    animation: rise 180ms ease-out;
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 46%);
  }

  @keyframes rise {
    from {
      transform: translateY(16px);
      opacity: 0;
    }
  }

  .body {
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 20px calc(20px + var(--safe-area-inset-bottom, 0px));
  }

  .top {
    display: flex;
    flex: none;
    align-items: center;
    gap: 14px;
    padding: 16px 12px 12px 20px;
  }

  .top:dir(rtl) {
    padding: 16px 20px 12px 12px;
  }

  .top h2 {
    margin: 0;
    font-size: 19px;
    font-weight: 600;
    line-height: 24px;
    color: var(--tt-ink);
    overflow-wrap: anywhere;
  }

  .top > .what {
    flex: 1;
    min-width: 0;
  }

  .x {
    align-self: start;
    color: var(--tt-dim);
  }

  .x:hover {
    background: var(--tt-grey-floor);
  }

  .button:disabled {
    border-color: var(--tt-line);
    background: var(--tt-grey-floor);
    color: var(--tt-dim);
    cursor: not-allowed;
  }

  .button[aria-disabled="true"] {
    cursor: progress;
  }

  .note {
    margin: 0;
    font-size: 13.5px;
    line-height: 19px;
    color: var(--tt-dim);
  }

  .trouble {
    margin: 0;
    padding: 10px 14px;
    border-inline-start: 3px solid var(--tt-red);
    border-radius: 6px;
    background: color-mix(in srgb, var(--tt-red) 10%, var(--tt-card));
    font-size: 14px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }

  @media (max-width: 600px) {
    dialog {
      width: 100%;
      max-width: 100%;
      max-height: 92dvh;
      margin-block: auto 0;
      margin-inline: 0;
      border-inline: 0;
      border-bottom: 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }

    dialog[open] {
      animation-name: rise-far;
    }

    @keyframes rise-far {
      from {
        transform: translateY(60px);
        opacity: 0;
      }
    }
  }

  @media (prefers-reduced-motion: reduce) {
    dialog[open] {
      animation: none;
    }
  }
`;

export const dialog: CSSResultGroup = [buttons, own];
