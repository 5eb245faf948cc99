/** How the pins look: their tone by state, the badge of a fault, the waves of a siren. */
import { css } from "lit";

export const pinStyles = css`
  .thread {
    stroke: var(--tt-dim);
    stroke-width: 1.3;
    stroke-dasharray: 2 3;
  }
  .foot {
    fill: var(--tt-dim);
    opacity: 0.65;
  }

  .pin {
    --tone: var(--tt-dim);
    color: var(--tone);
    outline: none;
    cursor: pointer;
  }
  .touch {
    fill: transparent;
  }
  .head {
    fill: var(--tt-card);
    stroke: var(--tone);
    stroke-width: 2.2;
    filter: drop-shadow(0 1.5px 2px var(--tt-shadow));
  }
  .lit {
    --tone: color-mix(in srgb, var(--light) 45%, var(--tt-ink));
  }
  .lit .head {
    fill: color-mix(in srgb, var(--light) 24%, var(--tt-card));
  }
  .locked {
    --tone: var(--tt-green-ink);
  }
  .loud,
  .bad {
    --tone: var(--tt-red-ink);
  }
  .loud .head {
    fill: var(--tt-red-floor);
  }
  .bad .head,
  .doubt .head {
    stroke-dasharray: 4.5 3.5;
  }
  .badge {
    fill: var(--tt-red-deep);
    stroke: var(--tt-card);
    stroke-width: 1.5;
  }
  .badge-sign {
    color: #ffffff;
  }
  .badge-sign .icon {
    stroke-width: 3.6;
  }
  .wave {
    fill: none;
    stroke: var(--tt-red);
    stroke-width: 2;
    opacity: 0.55;
    pointer-events: none;
  }
  .wave.second {
    opacity: 0.28;
  }
  .pin:hover .head,
  .pin.chosen .head {
    stroke-width: 3.2;
  }
  .pin:focus-visible .head {
    stroke: var(--tt-accent-ink);
    stroke-width: 4;
    stroke-dasharray: none;
  }

  @media (prefers-reduced-motion: no-preference) {
    .wave {
      animation: wave 1s ease-out infinite;
      transform-box: fill-box;
      transform-origin: center;
    }
    .wave.second {
      animation-delay: 0.18s;
    }
  }

  @keyframes wave {
    from {
      transform: scale(0.8);
      opacity: 0.8;
    }
    to {
      transform: scale(1.25);
      opacity: 0;
    }
  }
`;
