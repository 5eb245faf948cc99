/** How the house looks: the building, the floors by status, and the words on them. */
import { css } from "lit";

export const houseStyles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
    container-type: inline-size;
    border-radius: var(--tt-radius);
  }
  :host([fill]) {
    height: 100%;
  }
  /* What it holds must not stretch a plan that fills what it is given. */
  :host([fill]) .frame {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    border-radius: inherit;
  }

  /* Round corners only where something can reach them: they cost every frame of an alarm. */
  .window {
    overflow: hidden;
  }
  .window.zoomed {
    overflow: auto;
    border-radius: inherit;
    scrollbar-width: thin;
  }
  :host([fill]) .window {
    flex: 1;
    min-height: 0;
  }

  .empty {
    display: grid;
    place-items: center;
    min-height: 300px;
    padding: 24px;
    color: var(--tt-dim);
    text-align: center;
  }

  .canvas {
    position: relative;
    /* Two fingers are the plan's own; one scrolls the page as anywhere. */
    touch-action: pan-x pan-y;
    -webkit-tap-highlight-color: transparent;
  }
  .canvas > svg {
    position: absolute;
    inset: 0;
    display: block;
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
    fill: color-mix(in srgb, var(--tt-wall-edge) 55%, var(--tt-base));
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
  .threshold {
    fill: var(--tt-wall-top);
    stroke: var(--tt-wall-edge);
    stroke-width: 0.6;
  }

  /* The door a lock holds; its colour only repeats what the pin says by its shape. */
  .leaf {
    --leaf: var(--tt-dim);
    stroke: color-mix(in srgb, var(--leaf) 70%, var(--tt-card));
    stroke-width: 0.9;
  }
  .wall-left.leaf,
  .wall-right.leaf {
    fill: color-mix(in srgb, var(--leaf) 34%, var(--tt-card));
  }
  .wall-top.leaf {
    fill: color-mix(in srgb, var(--leaf) 80%, var(--tt-card));
  }
  .leaf.locked {
    --leaf: var(--tt-green-ink);
  }
  .leaf.open {
    --leaf: var(--tt-yellow-ink);
  }
  .leaf.bad,
  .leaf.gone {
    --leaf: var(--tt-red-ink);
  }
  .leaf.bad,
  .leaf.gone,
  .leaf.doubt {
    stroke-dasharray: 3 2;
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
    fill-rule: evenodd;
    stroke: var(--edge);
    stroke-width: 1.4;
    stroke-linejoin: round;
    transition:
      fill 1s,
      stroke 1s;
  }
  .room:hover .floor {
    fill: color-mix(in srgb, var(--edge) 9%, var(--floor));
    transition-duration: 0.15s;
  }
  .hatching {
    fill: url(#hatch);
    fill-rule: evenodd;
    pointer-events: none;
  }
  .hatch-line {
    fill: var(--tt-grey);
    opacity: 0.26;
  }

  .alarm {
    opacity: 0.5;
    will-change: opacity;
  }
  .floor-red {
    fill: color-mix(in srgb, var(--tt-red) 62%, var(--tt-card));
    fill-rule: evenodd;
    stroke: var(--tt-red);
    stroke-width: 1.6;
  }
  .wall-red {
    fill: var(--tt-red);
    opacity: 0.4;
  }

  .ring {
    fill: none;
    stroke: var(--tt-accent-ink);
    stroke-width: 3;
    stroke-linejoin: round;
  }
  .ring.chosen {
    stroke-dasharray: 9 5;
  }

  .label {
    position: absolute;
    display: flex;
    flex-direction: column;
    align-items: center;
    transform: translate(-50%, -50%);
    color: var(--tt-ink);
    font-weight: 500;
    line-height: 1.22;
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
  .label.name,
  .label.shape {
    flex-direction: row;
    gap: 4px;
  }
  .label.name > span:last-child {
    text-align: start;
  }
  span.name {
    display: block;
    unicode-bidi: plaintext;
  }
  .label .word {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    color: var(--ink);
  }
  /* In the light of the alarm red words would drown. */
  .label.RED_CRITICAL {
    --ink: var(--tt-ink);
  }
  .label .icon {
    stroke-width: 2.6;
  }

  @media (prefers-reduced-motion: no-preference) {
    /* Once a second: well under the three flashes a second that can harm. */
    .alarm {
      opacity: 0;
      animation: alarm 1s ease-in-out infinite;
    }
    :host([still]) .alarm {
      animation-play-state: paused;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .floor {
      transition: none;
    }
  }

  @keyframes alarm {
    0%,
    100% {
      opacity: 0.12;
    }
    50% {
      opacity: 0.9;
    }
  }
`;
