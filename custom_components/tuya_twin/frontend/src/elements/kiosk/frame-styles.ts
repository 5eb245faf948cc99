/** What a kiosk looks like as a whole: colours for a glance, black for the night. */
import { css } from "lit";
import { darkPalette } from "./dark-palette";

export const frameStyles = css`
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
