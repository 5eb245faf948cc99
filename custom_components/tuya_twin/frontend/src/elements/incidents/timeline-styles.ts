/** The list of what happened. */
import { css } from "lit";

export const timelineStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }

  section {
    display: flex;
    flex-direction: column;
    min-height: 0;
    overflow: hidden;
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 12px;
    padding: 14px 18px 8px;
  }

  h3 {
    margin: 0;
    font-size: 16px;
    font-weight: 600;
    line-height: 22px;
  }

  .count {
    font-size: 13px;
    color: var(--tt-dim);
  }

  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    padding: 0 18px 10px;
  }

  .filters button {
    min-height: 36px;
    padding: 0 14px;
    border: 1px solid var(--tt-line);
    border-radius: 18px;
    background: transparent;
    color: var(--tt-ink);
    font: inherit;
    font-size: 13.5px;
    cursor: pointer;
  }

  .filters button:hover {
    background: var(--tt-grey-floor);
  }

  .filters [aria-pressed="true"] {
    border-color: var(--tt-accent-ink);
    background: color-mix(in srgb, var(--tt-accent) 18%, var(--tt-card));
    font-weight: 600;
  }

  .focus {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin: 0;
    padding: 0 18px 10px;
  }

  .nothing {
    margin: 0;
    padding: 6px 18px 18px;
    color: var(--tt-dim);
  }

  ol {
    position: relative;
    min-height: 0;
    margin: 0;
    padding: 0 0 6px;
    overflow-y: auto;
    overscroll-behavior: contain;
    list-style: none;
  }

  li {
    position: relative;
    display: grid;
    grid-template-columns: 92px 28px minmax(0, 1fr);
    gap: 10px;
    padding: 5px 18px 5px 10px;
    border-top: 1px solid var(--tt-line);
    /* Thousands of rows cost only what is seen of them. */
    content-visibility: auto;
    contain-intrinsic-size: auto 62px;
  }

  li:dir(rtl) {
    padding: 5px 10px 5px 18px;
  }

  .time {
    display: flex;
    flex-direction: column;
    align-self: start;
    align-items: flex-end;
    justify-content: center;
    min-height: 44px;
    padding: 2px 8px;
    border: 0;
    border-radius: 10px;
    background: transparent;
    color: var(--tt-ink);
    font: inherit;
    font-size: 13.5px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    cursor: pointer;
  }

  .time:hover {
    background: color-mix(in srgb, var(--tt-accent) 16%, var(--tt-card));
  }

  .time:focus-visible {
    outline-offset: -2px;
  }

  .offset {
    font-size: 12.5px;
    color: var(--tt-dim);
  }

  .sign {
    display: grid;
    place-items: center;
    align-self: start;
    width: 28px;
    height: 28px;
    margin-top: 8px;
    border-radius: 9px;
    background: var(--floor, transparent);
    color: var(--mark, var(--tt-dim));
  }

  .what {
    display: flex;
    flex-direction: column;
    align-self: center;
    min-width: 0;
    padding-block: 4px;
    font-size: 14.5px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }

  .title {
    unicode-bidi: plaintext;
    text-align: start;
  }

  li:is(.GREEN_SAFE, .YELLOW_WARNING, .RED_CRITICAL) .title {
    font-weight: 600;
  }

  .more {
    font-size: 13.5px;
    color: var(--tt-dim);
  }

  .cure {
    font-size: 13.5px;
    font-weight: 500;
  }

  .fault {
    display: inline-block;
    height: 18px;
    margin-inline: -4px 2px;
    vertical-align: -3px;
    color: var(--tt-red-ink);
  }

  .fault .icon {
    stroke-width: 2.8;
  }

  .bad .sign {
    color: var(--tt-red-ink);
  }

  [aria-current] {
    background: color-mix(in srgb, var(--tt-accent) 12%, var(--tt-card));
  }

  [aria-current]::before {
    content: "";
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    width: 4px;
    background: var(--tt-accent-ink);
  }

  @media (pointer: coarse) {
    .filters button {
      min-height: 44px;
      border-radius: 22px;
    }
  }

  @container (max-width: 600px) {
    .top,
    .filters,
    .focus {
      padding-inline: 14px;
    }

    li {
      grid-template-columns: 82px 28px minmax(0, 1fr);
      gap: 6px;
      padding-inline: 4px 12px;
    }
  }
`;
