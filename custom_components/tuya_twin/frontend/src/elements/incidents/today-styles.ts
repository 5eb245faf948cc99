/** The day's bar. */
import { css } from "lit";

export const todayStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  section {
    padding: 12px 18px 14px;
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 14px;
  }

  .said {
    flex: 1;
    min-width: 0;
    margin: 0;
    font-size: 13.5px;
    line-height: 20px;
    color: var(--tt-dim);
    overflow-wrap: anywhere;
  }

  .said.pointed {
    color: var(--tt-ink);
    font-weight: 500;
  }

  .all {
    min-height: 44px;
    margin: -6px -12px -6px 0;
    padding: 0 12px;
    border: 0;
    border-radius: 22px;
    background: transparent;
    color: var(--tt-accent-ink);
    font: inherit;
    font-size: 14px;
    font-weight: 500;
    cursor: pointer;
  }

  .all:dir(rtl) {
    margin: -6px 0 -6px -12px;
  }

  .all:hover {
    background: var(--tt-grey-floor);
  }

  .bar {
    position: relative;
    height: 44px;
    margin-top: 6px;
  }

  .segments {
    position: absolute;
    inset: 5px 0;
    overflow: hidden;
    border-radius: 8px;
    background: var(--tt-grey-floor);
  }

  .segments i {
    position: absolute;
    inset-block: 0;
    border-top: 4px solid var(--edge);
    background: var(--floor);
  }

  .GREEN_SAFE {
    --edge: var(--tt-green);
    --floor: var(--tt-green-floor);
    --mark: var(--tt-green-ink);
  }

  .YELLOW_WARNING {
    --edge: var(--tt-yellow);
    --mark: var(--tt-yellow-ink);
  }

  /* Not by its colour alone: what warns is striped, what is critical is solid and edged. */
  .segments .YELLOW_WARNING {
    background: repeating-linear-gradient(
      -45deg,
      var(--tt-yellow-floor) 0 5px,
      color-mix(in srgb, var(--tt-yellow) 48%, var(--tt-card)) 5px 9px
    );
  }

  .RED_CRITICAL {
    --edge: var(--tt-red);
    --floor: color-mix(in srgb, var(--tt-red) 62%, var(--tt-card));
    --mark: var(--tt-red-ink);
  }

  .segments .unknown {
    border-top-style: dashed;
    border-top-color: var(--tt-grey);
    background: repeating-linear-gradient(
      45deg,
      var(--tt-grey-floor) 0 7px,
      color-mix(in srgb, var(--tt-ink) 20%, var(--tt-card)) 7px 11px
    );
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    position: absolute;
    inset-block: 0;
    display: flex;
  }

  li button {
    position: relative;
    flex: 1;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: transparent;
    color: var(--mark);
    cursor: pointer;
  }

  .mark {
    position: absolute;
    top: 10px;
    transform: translateX(-50%);
    display: flex;
    align-items: center;
    gap: 2px;
    height: 24px;
    padding: 0 4px;
    border: 1.5px solid var(--edge);
    border-radius: 12px;
    background: var(--tt-card);
    font-size: 12px;
    line-height: 1;
  }

  .mark:dir(rtl) {
    transform: translateX(50%);
  }

  .mark .icon {
    stroke-width: 2.2;
  }

  button:hover .mark {
    background: color-mix(in srgb, var(--edge) 18%, var(--tt-card));
  }

  .hours {
    position: relative;
    height: 18px;
    margin-top: 2px;
    font-size: 12.5px;
    line-height: 18px;
    color: var(--tt-dim);
    font-variant-numeric: tabular-nums;
  }

  .hours span {
    position: absolute;
    white-space: nowrap;
    transform: translateX(-50%);
  }

  .hours span:dir(rtl) {
    transform: translateX(50%);
  }

  .hours .now,
  .hours .now:dir(rtl) {
    inset-inline-end: 0;
    transform: none;
  }

  .midnight {
    font-weight: 600;
    color: var(--tt-ink);
  }

  .hours span:not(.now)::before {
    content: "";
    position: absolute;
    inset-block-end: 100%;
    inset-inline-start: 50%;
    width: 1px;
    height: 5px;
    background: var(--tt-grey);
  }

  @container (max-width: 600px) {
    section {
      padding: 10px 14px 12px;
    }

    .said {
      order: 3;
      flex-basis: 100%;
    }

    .top h2 {
      flex: 1;
    }
  }
`;
