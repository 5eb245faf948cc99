/** What the parts of an incident share. */
import { css, type CSSResultGroup } from "lit";
import { buttons } from "../buttons";

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

const own = css`
  .button {
    padding: 0 18px;
    border-width: 1.5px;
    font-size: 14.5px;
  }

  .button[aria-disabled="true"] {
    background: var(--tt-card);
    color: var(--tt-dim);
    cursor: not-allowed;
  }

  .button.main {
    background: color-mix(in srgb, var(--tt-accent) 30%, var(--tt-card));
    color: var(--tt-ink);
  }

  .button.main:hover {
    background: var(--tt-grey-floor);
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

export const controls: CSSResultGroup = [buttons, own];
