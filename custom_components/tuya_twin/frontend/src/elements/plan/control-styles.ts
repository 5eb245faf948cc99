/** How the floor switch, the caption and the controls of the size look. */
import { css } from "lit";

export const controlStyles = css`
  .floors {
    position: absolute;
    inset-inline-start: 12px;
    bottom: 12px;
    z-index: 1;
    display: flex;
    flex-direction: column;
    max-width: min(240px, 42%);
    border: 1px solid var(--tt-line);
    border-radius: 12px;
    background: var(--tt-card);
    overflow: hidden;
  }
  .storey {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    min-height: 44px;
    padding: 4px 14px 4px 8px;
    padding-inline: 8px 14px;
    border: 0;
    background: none;
    color: var(--tt-ink);
    font: inherit;
    font-size: 13.5px;
    text-align: start;
    cursor: pointer;
  }
  .storey + .storey {
    border-top: 1px solid var(--tt-line);
  }
  .storey:hover {
    background: color-mix(in srgb, var(--tt-ink) 5%, var(--tt-card));
  }
  .storey.chosen {
    background: color-mix(in srgb, var(--tt-ink) 9%, var(--tt-card));
    font-weight: 600;
  }
  .storey:focus-visible {
    outline-offset: -3px;
    border-radius: 12px;
  }
  .sign {
    display: grid;
    flex: none;
    place-items: center;
    width: 26px;
    height: 26px;
    border-radius: 50%;
    background: var(--floor);
    color: var(--ink);
  }
  .sign .icon {
    stroke-width: 2.4;
  }
  .storey-text {
    display: flex;
    flex: 1;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 10px;
    min-width: 0;
  }
  .storey-name {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .storey-word {
    flex: none;
    color: var(--ink);
    font-size: 12px;
    font-weight: 500;
  }
  .storey.RED_CRITICAL {
    background: var(--tt-red-floor);
  }
  .storey.RED_CRITICAL .sign {
    background: var(--tt-red-deep);
    color: #ffffff;
  }
  .storey.RED_CRITICAL.chosen {
    background: color-mix(in srgb, var(--tt-red) 20%, var(--tt-red-floor));
  }

  .caption {
    position: absolute;
    inset-inline-start: 12px;
    top: 12px;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    max-width: calc(100% - 24px);
    padding: 6px 12px;
    border: 1px solid var(--tt-line);
    border-radius: 10px;
    background: var(--tt-card);
    box-shadow: 0 2px 8px var(--tt-shadow);
    color: var(--tt-ink);
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
    pointer-events: none;
  }
  .caption b {
    font-weight: 600;
  }
  .caption .age {
    color: var(--tt-dim);
  }

  .controls {
    position: absolute;
    inset-inline-end: 10px;
    bottom: 10px;
    z-index: 1;
    display: flex;
    flex-direction: column;
    gap: 6px;
    /* Where nobody touches the plan for long, they step back. */
    opacity: var(--plan-controls, 1);
  }
  .controls:focus-within {
    opacity: 1;
  }
  .control {
    display: grid;
    place-items: center;
    width: 34px;
    height: 34px;
    padding: 0;
    border: 1px solid var(--tt-line);
    border-radius: 10px;
    background: var(--tt-card);
    color: var(--tt-dim);
    cursor: pointer;
  }
  .control:hover {
    color: var(--tt-ink);
  }
  .control[aria-disabled="true"] {
    color: color-mix(in srgb, var(--tt-dim) 45%, var(--tt-card));
    cursor: default;
  }

  @media (pointer: coarse) {
    .control {
      width: 44px;
      height: 44px;
    }
  }

  @container (max-width: 599px) {
    .caption {
      top: auto;
      bottom: 10px;
      max-width: calc(100% - 24px - 54px);
    }
    .floors {
      position: static;
      flex: none;
      flex-direction: row-reverse;
      justify-content: flex-end;
      max-width: none;
      height: 56px;
      border: 0;
      border-bottom: 1px solid var(--tt-line);
      border-radius: 0;
      overflow-x: auto;
    }
    .storey {
      flex: 1 0 auto;
      max-width: 46%;
      padding-inline: 8px 10px;
    }
    /* Two share the width; of more, a part of the next shows that there is one. */
    .storey:nth-last-child(-n + 2):first-child,
    .storey:nth-last-child(-n + 2):first-child + .storey {
      max-width: 50%;
    }
    .storey-text {
      flex-direction: column;
      align-items: flex-start;
      line-height: 1.25;
    }
    .storey-name {
      max-width: 100%;
    }
    .storey + .storey {
      border-top: 0;
      border-inline-end: 1px solid var(--tt-line);
    }
  }
`;
