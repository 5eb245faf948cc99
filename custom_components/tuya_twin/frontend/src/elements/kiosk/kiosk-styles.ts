/** How a kiosk looks: letters for three metres, colours for a glance, black for the night. */
import { css } from "lit";
import { darkPalette } from "./dark-palette";

const frame = css`
  :host {
    position: fixed;
    inset: 0;
    z-index: 9;
    display: block;
    overflow: hidden;
    background: var(--tt-bg);
    color: var(--tt-ink);
    font-family: var(--ha-font-family-body, Roboto, "Segoe UI", system-ui, sans-serif);
    font-size: 20px;
    line-height: 1.3;
    -webkit-font-smoothing: antialiased;
    -webkit-tap-highlight-color: transparent;
  }

  :host {
    color-scheme: light;
  }

  :host([dark]) {
    color-scheme: dark;
  }

  :host([night]) {
    ${darkPalette}
    --primary-background-color: #000000;
    --card-background-color: #0b0d10;
    --ha-card-background: #0b0d10;
  }

  main {
    /* The picture moves by this much to each side; its edges must not come into sight. */
    position: absolute;
    inset: -6px;
    display: flex;
    flex-direction: column;
    background: var(--tt-bg);
  }

  .green {
    --mark: var(--tt-green-ink);
    --band: var(--tt-green-floor);
    --edge: var(--tt-green);
  }

  .fault {
    --mark: var(--tt-yellow-ink);
    --band: color-mix(in srgb, var(--tt-yellow-floor) 70%, var(--tt-card));
    --edge: var(--tt-yellow);
  }

  .yellow {
    --mark: #241a00;
    --band: color-mix(in srgb, var(--tt-yellow) 88%, #ffffff);
    --band-ink: #241a00;
    --edge: var(--tt-yellow);
  }

  .red {
    --mark: #ffffff;
    --band: color-mix(in srgb, var(--tt-red) 80%, #000000);
    --band-ink: #ffffff;
    --edge: color-mix(in srgb, var(--tt-red) 80%, #000000);
  }

  /* Not live is not coloured. */
  .stale {
    --mark: var(--tt-ink);
    --band: var(--tt-grey-floor);
    --edge: var(--tt-ink);
  }

  .frame {
    position: fixed;
    inset: 0;
    border: 0 solid var(--edge);
    pointer-events: none;
  }

  .frame.red,
  .frame.yellow,
  .frame.stale {
    border-width: 14px;
  }

  .frame.stale {
    border-image: repeating-linear-gradient(-45deg, var(--tt-ink) 0 14px, var(--tt-card) 14px 28px)
      14;
  }

  .stage {
    position: relative;
    flex: 1;
    min-height: 0;
    margin-inline: 26px;
  }

  /* Letters and pins of the plan are made for an arm's length; this one hangs across the room. */
  tuya-twin-plan {
    --reach: 1;
    position: absolute;
    top: 0;
    left: 0;
    width: calc(100% / var(--reach));
    height: calc(100% / var(--reach));
    transform: scale(var(--reach));
    transform-origin: 0 0;
  }

  main:not([data-touched]) tuya-twin-plan {
    --plan-controls: 0;
  }

  @media (min-width: 700px) and (min-height: 640px) {
    tuya-twin-plan {
      --reach: 1.35;
    }
  }

  .veil {
    position: fixed;
    inset: 0;
    background: #000000;
    pointer-events: none;
  }

  /* It darkens slowly, and is bright at once. A touch in the dark wakes, and does nothing else. */
  .veil[data-dim] {
    pointer-events: auto;
    transition: opacity 3s;
  }

  @media (prefers-reduced-motion: reduce) {
    .veil[data-dim] {
      transition: none;
    }
  }
`;

const words = css`
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 6px 24px;
    padding: max(34px, var(--safe-area-inset-top, 0px)) 44px 20px;
    background: var(--band);
    color: var(--band-ink, var(--tt-ink));
  }

  .mark {
    display: flex;
    color: var(--mark);
  }

  h1 {
    margin: 0;
    font-size: clamp(30px, 7.6vmin, 92px);
    font-weight: 700;
    line-height: 1.08;
    letter-spacing: -0.01em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }

  p {
    margin: 6px 0 0;
    font-size: clamp(18px, 3.4vmin, 40px);
    overflow-wrap: anywhere;
  }

  time {
    align-self: start;
    font-size: clamp(30px, 7.6vmin, 92px);
    font-weight: 300;
    line-height: 1.08;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  ul {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 6px 32px;
    margin: 6px 0 0;
    padding: 10px 0 0;
    border-top: 2px solid color-mix(in srgb, currentColor 26%, transparent);
    font-size: clamp(18px, 3.4vmin, 40px);
    font-weight: 600;
    list-style: none;
  }

  li {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  li .icon {
    flex: none;
    stroke-width: 3;
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 28px;
    min-height: 70px;
    padding-block: 4px max(18px, var(--safe-area-inset-bottom, 0px));
    padding-inline: 44px 160px;
    color: var(--tt-dim);
    font-size: clamp(14px, 2.4vmin, 26px);
  }

  tuya-twin-entry {
    --entry-side: 44px;
    --entry-edge: 0;
    --entry-radius: 0;
    --entry-title: clamp(24px, 4.6vmin, 56px);
    --entry-left: clamp(22px, 4.2vmin, 50px);
  }

  .live,
  .watch,
  .seen {
    display: flex;
    align-items: center;
    gap: 8px;
  }

  .live i {
    width: 14px;
    height: 14px;
    border: 3px solid currentColor;
    border-radius: 50%;
  }

  :host([trust="live"]) .live i {
    border-color: var(--tt-green);
    background: var(--tt-green);
  }

  .seen .icon {
    stroke-width: 2.6;
  }

  .who {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    unicode-bidi: plaintext;
  }

  @media (orientation: portrait) {
    header {
      grid-template-columns: auto minmax(0, 1fr);
    }

    .said {
      grid-row: 2;
      grid-column: 1 / -1;
    }

    time {
      justify-self: end;
      align-self: center;
    }
  }

  @media (max-width: 600px) {
    header {
      padding-inline: 30px;
    }

    tuya-twin-entry {
      --entry-side: 30px;
    }

    .mark .icon {
      width: 44px;
      height: 44px;
    }

    footer {
      padding-inline: 30px 150px;
    }
  }
`;

const corner = css`
  .corner {
    position: fixed;
    inset-block-end: max(16px, var(--safe-area-inset-bottom, 0px));
    inset-inline-end: 28px;
    display: flex;
    gap: 4px;
    opacity: 0;
    transition: opacity 1s;
  }

  .corner[data-shown],
  .corner:focus-within {
    opacity: 1;
    transition: none;
  }

  .corner button {
    display: grid;
    place-items: center;
    width: 48px;
    height: 48px;
    padding: 0;
    border: 1px solid var(--tt-line);
    border-radius: 50%;
    background: var(--tt-card);
    color: var(--tt-ink);
    cursor: pointer;
  }

  @media (prefers-reduced-motion: reduce) {
    .corner {
      transition: none;
    }
  }
`;

export const kioskStyles = [frame, words, corner];
