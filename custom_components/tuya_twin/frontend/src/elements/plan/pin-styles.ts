/** How the pins look: their tone by state, the badge of a fault, the waves of a siren. */
import { css } from "lit";

export const pinStyles = css`
  .pin {
    --tone: var(--tt-dim);
    --target: max(calc(2 * var(--radius)), 24px);
    position: absolute;
    width: var(--target);
    height: var(--target);
    margin: calc(var(--target) / -2) 0 0 calc(var(--target) / -2);
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--tone);
    font: inherit;
    cursor: pointer;
    touch-action: pan-x pan-y;
  }
  .fine .pin,
  .tiny .pin,
  .far .pin {
    --target: calc(2 * var(--radius) + 1px);
  }
  @media (pointer: coarse) {
    .roomy .pin {
      --target: 44px;
    }
  }
  .pin > * {
    position: absolute;
    pointer-events: none;
  }

  .head {
    inset: calc(50% - var(--radius));
    display: grid;
    place-items: center;
    border: 2px solid var(--tone);
    border-radius: 50%;
    background: var(--tt-card);
    box-shadow: 0 2px 4px var(--tt-shadow);
  }
  .dense .head,
  .fine .head,
  .tiny .head,
  .far .head {
    border-width: 1.5px;
  }
  .head .icon {
    display: block;
  }
  .dense .head .icon,
  .fine .head .icon,
  .tiny .head .icon {
    stroke-width: 2.2;
  }

  .thread {
    left: 50%;
    top: 50%;
    width: 0;
    height: var(--long);
    border-inline-start: 1.5px dotted var(--tt-dim);
    transform: translateX(-50%) rotate(var(--lean));
    transform-origin: top center;
  }
  .foot {
    left: calc(50% + var(--fx) - 4px);
    top: calc(50% + var(--fy) - 2.5px);
    width: 8px;
    height: 5px;
    border-radius: 50%;
    background: var(--tt-dim);
    opacity: 0.65;
  }
  .fine .thread,
  .tiny .thread,
  .fine .foot,
  .tiny .foot {
    opacity: 0.5;
  }

  .lit {
    --tone: color-mix(in srgb, var(--light) 42%, var(--tt-ink));
  }
  .lit .head {
    border-color: color-mix(in srgb, var(--light) 66%, var(--tt-ink));
    background: color-mix(in srgb, var(--light) calc(var(--shine) * 0.4), var(--tt-card));
    box-shadow:
      0 2px 4px var(--tt-shadow),
      0 0 calc(var(--radius) * 0.9) calc(var(--radius) * 0.2)
        color-mix(in srgb, var(--light) var(--shine), transparent);
  }
  .lit .foot {
    background: var(--light);
    opacity: 1;
  }
  .bulb.idle .head {
    border-color: color-mix(in srgb, var(--tt-dim) 60%, var(--tt-card));
    background: color-mix(in srgb, var(--tt-ink) 8%, var(--tt-card));
  }
  .locked {
    --tone: var(--tt-green-ink);
  }
  .open {
    --tone: var(--tt-yellow-ink);
  }
  .loud,
  .bad,
  .gone {
    --tone: var(--tt-red-ink);
  }
  .loud .head {
    border-color: var(--tt-red);
    background: var(--tt-red-floor);
  }
  .bad .head,
  .gone .head,
  .doubt .head {
    border-style: dashed;
  }
  .gone .head .icon {
    opacity: 0.55;
  }

  .badge {
    inset-inline-start: calc(50% + var(--radius) * 0.7 - 8px);
    top: calc(50% - var(--radius) * 0.7 - 8px);
    display: grid;
    place-items: center;
    width: 17px;
    height: 17px;
    border: 1.5px solid var(--tt-card);
    border-radius: 50%;
    background: var(--tt-red-deep);
    color: #ffffff;
  }
  .badge .icon {
    stroke-width: 2.8;
  }
  .dense .badge,
  .fine .badge,
  .tiny .badge {
    scale: 0.72;
  }
  .tiny .badge,
  .far .badge {
    scale: 0.58;
  }
  .far .head .icon,
  .far .thread,
  .far .foot {
    display: none;
  }
  .far .head {
    background: var(--tone);
  }
  .far .lit .head {
    border-color: var(--light);
    background: var(--light);
  }

  .waves {
    position: absolute;
  }
  .wave {
    position: absolute;
    inset: calc(0px - var(--radius) - 7px);
    border: 2.5px solid var(--tt-red);
    border-radius: 50%;
    opacity: 0.6;
  }
  .wave.late {
    inset: calc(0px - var(--radius) - 15px);
    opacity: 0.32;
  }

  .pin:hover .head,
  .pin.chosen .head {
    border-width: 3px;
  }
  .pin:hover,
  .pin:focus-visible {
    z-index: 100000 !important;
  }
  .pin:focus-visible {
    outline: none;
  }
  .pin:focus-visible .head {
    outline: 3px solid var(--tt-accent-ink);
    outline-offset: 2px;
  }

  @media (prefers-reduced-motion: no-preference) {
    .wave,
    .wave.late {
      inset: calc(0px - var(--radius) - 2px);
      opacity: 0;
      will-change: transform, opacity;
      animation: wave 1.4s cubic-bezier(0.2, 0.6, 0.4, 1) infinite;
    }
    .wave.late {
      animation-delay: 0.7s;
    }
    :host([still]) .wave {
      animation-play-state: paused;
    }
  }

  @keyframes wave {
    from {
      transform: scale(0.9);
      opacity: 0.9;
    }
    to {
      transform: scale(1.85);
      opacity: 0;
    }
  }
`;
