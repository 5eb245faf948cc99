/** What the parts of an incident share. */
import { css } from "lit";

export const tones = css`
  .GREEN_SAFE {
    --edge: var(--tt-green);
    --floor: var(--tt-green-floor);
    --mark: var(--tt-green-ink);
  }

  .YELLOW_WARNING {
    --edge: var(--tt-yellow);
    --floor: var(--tt-yellow-floor);
    --mark: var(--tt-yellow-ink);
  }

  .RED_CRITICAL {
    --edge: var(--tt-red);
    --floor: var(--tt-red-floor);
    --mark: var(--tt-red-ink);
  }
`;

export const controls = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 44px;
    padding: 0 18px;
    border: 1.5px solid var(--tt-line);
    border-radius: 22px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font: inherit;
    font-size: 14.5px;
    font-weight: 500;
    cursor: pointer;
  }

  .button:hover:not([aria-disabled="true"]) {
    background: var(--tt-grey-floor);
  }

  .button[aria-disabled="true"] {
    color: var(--tt-dim);
    cursor: not-allowed;
  }

  .button.main {
    border-color: transparent;
    background: color-mix(in srgb, var(--tt-accent) 30%, var(--tt-card));
  }

  .back {
    padding-inline: 8px 16px;
    border-color: transparent;
    background: transparent;
    color: var(--tt-accent-ink);
  }

  .back .icon:dir(rtl) {
    transform: scaleX(-1);
  }

  .chip {
    display: inline-block;
    padding: 3px 12px;
    border: 1px solid var(--tt-line);
    border-radius: 14px;
    font-size: 13px;
    line-height: 18px;
    color: var(--tt-dim);
  }
`;
