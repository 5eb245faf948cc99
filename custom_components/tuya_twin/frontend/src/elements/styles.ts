/** The panel's colours and shapes, all drawn from Home Assistant's theme. */
import { css } from "lit";

/** Set once on the panel; the parts inherit them. */
export const tokens = css`
  :host {
    color-scheme: light;
    --tt-bg: var(--primary-background-color, #f5f6f8);
    --tt-card: var(--ha-card-background, var(--card-background-color, #ffffff));
    --tt-ink: var(--primary-text-color, #1b1f24);
    --tt-dim: color-mix(in srgb, var(--secondary-text-color, #5f6b7a) 62%, var(--tt-ink));
    --tt-line: var(--divider-color, #e2e6eb);
    --tt-accent: var(--primary-color, #2f6fde);
    --tt-green: var(--success-color, #2e9e6b);
    --tt-yellow: var(--warning-color, #d99400);
    --tt-red: var(--error-color, #d93025);
    --tt-grey: color-mix(in srgb, var(--tt-ink) 45%, var(--tt-card));

    /* As text: the theme's colour, deepened until it can be read on its own tint. */
    --tt-green-ink: color-mix(in srgb, var(--tt-green) 52%, var(--tt-ink));
    --tt-yellow-ink: color-mix(in srgb, var(--tt-yellow) 40%, var(--tt-ink));
    --tt-red-ink: color-mix(in srgb, var(--tt-red) 64%, var(--tt-ink));
    --tt-accent-ink: color-mix(in srgb, var(--tt-accent) 55%, var(--tt-ink));

    --tt-green-floor: color-mix(in srgb, var(--tt-green) 17%, var(--tt-card));
    --tt-yellow-floor: color-mix(in srgb, var(--tt-yellow) 25%, var(--tt-card));
    --tt-red-floor: color-mix(in srgb, var(--tt-red) 23%, var(--tt-card));
    --tt-grey-floor: color-mix(in srgb, var(--tt-ink) 6%, var(--tt-card));
    --tt-red-deep: color-mix(in srgb, var(--tt-red) 84%, #000000);

    --tt-stone: color-mix(in srgb, var(--tt-ink) 58%, #3b6ea5);
    --tt-wall-top: color-mix(in srgb, var(--tt-stone) 13%, var(--tt-card));
    --tt-wall-left: color-mix(in srgb, var(--tt-stone) 24%, var(--tt-card));
    --tt-wall-right: color-mix(in srgb, var(--tt-stone) 19%, var(--tt-card));
    --tt-wall-edge: color-mix(in srgb, var(--tt-stone) 34%, var(--tt-card));
    --tt-base: color-mix(in srgb, var(--tt-stone) 8%, var(--tt-card));
    --tt-base-side: color-mix(in srgb, var(--tt-stone) 17%, var(--tt-card));
    --tt-shadow: rgb(20 30 45 / 13%);

    --tt-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 14px));
  }

  :host([dark]) {
    color-scheme: dark;
    --tt-green-ink: color-mix(in srgb, var(--tt-green) 56%, var(--tt-ink));
    --tt-yellow-ink: color-mix(in srgb, var(--tt-yellow) 80%, var(--tt-ink));
    --tt-red-ink: color-mix(in srgb, var(--tt-red) 46%, var(--tt-ink));
    --tt-accent-ink: color-mix(in srgb, var(--tt-accent) 70%, var(--tt-ink));
    --tt-green-floor: color-mix(in srgb, var(--tt-green) 26%, var(--tt-card));
    --tt-yellow-floor: color-mix(in srgb, var(--tt-yellow) 25%, var(--tt-card));
    --tt-red-floor: color-mix(in srgb, var(--tt-red) 33%, var(--tt-card));
    --tt-grey-floor: color-mix(in srgb, var(--tt-ink) 9%, var(--tt-card));
    --tt-wall-top: color-mix(in srgb, var(--tt-stone) 31%, var(--tt-card));
    --tt-wall-left: color-mix(in srgb, var(--tt-stone) 15%, var(--tt-card));
    --tt-wall-right: color-mix(in srgb, var(--tt-stone) 20%, var(--tt-card));
    --tt-wall-edge: color-mix(in srgb, var(--tt-stone) 38%, var(--tt-card));
    --tt-shadow: rgb(0 0 0 / 38%);
  }
`;

export const card = css`
  .card {
    background: var(--tt-card);
    border: 1px solid var(--tt-line);
    border-radius: var(--tt-radius);
  }

  h2 {
    margin: 0;
    font-size: 14px;
    font-weight: 600;
    line-height: 20px;
    overflow-wrap: anywhere;
    color: var(--tt-dim);
  }
`;

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 3px solid var(--tt-accent-ink);
    outline-offset: 2px;
  }

  .icon {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
