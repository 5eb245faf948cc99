/** How the house looks: the building, the floors by status, and the words on them. */
import { css } from "lit";

export const houseStyles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
    overflow: hidden;
    border-radius: var(--tt-radius) var(--tt-radius) 0 0;
  }

  .scroll {
    overflow-x: auto;
  }

  .empty {
    display: grid;
    place-items: center;
    min-height: 300px;
    padding: 24px;
    color: var(--tt-dim);
    text-align: center;
  }

  svg {
    display: block;
    -webkit-tap-highlight-color: transparent;
  }

  .dead,
  .label {
    pointer-events: none;
  }

  .cast {
    fill: var(--tt-shadow);
  }
  .base-top {
    fill: var(--tt-base);
  }
  .base-left {
    fill: var(--tt-base-side);
  }
  .base-right {
    fill: var(--tt-wall-edge);
    fill-opacity: 0.55;
  }

  .wall-top,
  .wall-left,
  .wall-right {
    stroke: var(--tt-wall-edge);
    stroke-width: 0.6;
    stroke-linejoin: round;
  }
  .wall-top {
    fill: var(--tt-wall-top);
  }
  .wall-left {
    fill: var(--tt-wall-left);
  }
  .wall-right {
    fill: var(--tt-wall-right);
  }
  .hollow {
    fill: #000000;
    opacity: 0.026;
  }

  .room {
    --floor: var(--tt-grey-floor);
    --edge: var(--tt-grey);
    outline: none;
    cursor: pointer;
  }
  .GREEN_SAFE {
    --floor: var(--tt-green-floor);
    --edge: var(--tt-green);
    --ink: var(--tt-green-ink);
  }
  .YELLOW_WARNING {
    --floor: var(--tt-yellow-floor);
    --edge: var(--tt-yellow);
    --ink: var(--tt-yellow-ink);
  }
  .RED_CRITICAL {
    --floor: var(--tt-red-floor);
    --edge: var(--tt-red);
    --ink: var(--tt-red-ink);
  }
  .unknown {
    --floor: var(--tt-grey-floor);
    --ink: var(--tt-dim);
  }

  .floor {
    fill: var(--floor);
    stroke: var(--edge);
    stroke-width: 1.4;
    stroke-linejoin: round;
    transition:
      fill 1s,
      stroke 1s;
  }
  .room:hover .floor {
    fill: color-mix(in srgb, var(--edge) 9%, var(--floor));
  }

  .pulse,
  .hatching {
    pointer-events: none;
  }
  .pulse {
    fill: var(--tt-red);
    opacity: 0;
  }
  .hatching {
    fill: url(#hatch);
  }
  .hatch-line {
    fill: var(--tt-grey);
    opacity: 0.26;
  }

  .ring {
    fill: none;
    stroke: none;
    stroke-width: 3;
    stroke-linejoin: round;
    pointer-events: none;
  }
  .ring.chosen {
    stroke: var(--tt-accent-ink);
    stroke-dasharray: 9 5;
  }
  .room:focus-visible .ring {
    stroke: var(--tt-accent-ink);
    stroke-dasharray: none;
  }

  .canvas {
    position: relative;
  }
  .label {
    position: absolute;
    transform: translate(-50%, -50%);
    color: var(--tt-ink);
    font-weight: 500;
    line-height: 17px;
    text-align: center;
    white-space: nowrap;
    /* A rim of the floor's own colour keeps the words readable in a lamp's light. */
    text-shadow:
      0 0 3px var(--floor),
      0 0 3px var(--floor),
      0 0 5px var(--floor),
      0 0 5px var(--floor),
      0 0 8px var(--floor),
      0 0 8px var(--floor),
      0 0 12px var(--floor);
  }
  .label .name {
    unicode-bidi: plaintext;
  }
  .label .word {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    color: var(--ink);
  }
  .label .icon {
    stroke-width: 2.6;
  }

  .caption {
    position: absolute;
    inset-inline-start: 12px;
    bottom: 10px;
    max-width: calc(100% - 24px);
    padding: 6px 12px;
    border: 1px solid var(--tt-line);
    border-radius: 10px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
    pointer-events: none;
  }
  .caption b {
    font-weight: 600;
    margin-inline-end: 4px;
  }

  @media (prefers-reduced-motion: no-preference) {
    /* Once a second: well under the three flashes a second that can harm. */
    .RED_CRITICAL .pulse {
      animation: pulse 1s ease-in-out infinite;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .floor {
      transition: none;
    }
  }

  @keyframes pulse {
    50% {
      opacity: 0.2;
    }
  }
`;
