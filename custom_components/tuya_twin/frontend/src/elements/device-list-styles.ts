/** How the list of devices looks. */
import { css } from "lit";

export const deviceListStyles = css`
  :host {
    display: block;
  }

  section + section {
    margin-top: 12px;
  }

  h2 {
    padding: 0 18px 4px;
  }

  p {
    margin: 0;
    padding: 4px 18px;
    color: var(--tt-dim);
    font-size: 14px;
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .progress {
    padding-block: 0 8px;
    font-size: 13px;
    line-height: 18px;
  }

  .bar {
    display: flex;
    height: 4px;
    margin-top: 4px;
    overflow: hidden;
    border-radius: 2px;
    background: var(--tt-line);
  }

  .bar > span {
    flex: 0 0 0;
    transition: flex-grow 0.3s;
  }

  .bar .done {
    background: var(--tt-green);
  }

  .bar .failed {
    background: var(--tt-red);
  }

  li {
    border-inline-start: 3px solid transparent;
    transition: background-color 0.3s;
  }

  li + li {
    border-top: 1px solid var(--tt-line);
  }

  button {
    display: grid;
    grid-template-columns: 26px minmax(0, 1fr) auto;
    gap: 12px;
    align-items: center;
    width: 100%;
    min-height: 58px;
    padding-block: 8px;
    padding-inline: 15px 18px;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }

  button:hover {
    background: color-mix(in srgb, var(--tt-ink) 4%, transparent);
  }

  button:focus-visible {
    outline-offset: -3px;
  }

  .kind {
    display: flex;
    color: var(--tt-dim);
  }

  .what,
  .aside {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
  }

  /* Names and measures keep their own direction within the page's. */
  .what > *,
  .ms {
    unicode-bidi: plaintext;
  }

  .name {
    font-weight: 500;
    overflow-wrap: anywhere;
  }

  .detail,
  .cure,
  .ms {
    font-size: 13px;
    line-height: 18px;
    color: var(--tt-dim);
  }

  .aside {
    align-items: flex-end;
  }

  .ms {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .mark {
    display: grid;
    place-items: center;
    width: 24px;
    height: 22px;
  }

  .mark .icon {
    stroke-width: 2.6;
  }

  .good .mark {
    color: var(--tt-green-ink);
  }

  .wait .mark {
    color: var(--tt-dim);
    stroke-width: 3.4;
  }

  .bad {
    background: color-mix(in srgb, var(--tt-red) 9%, transparent);
    border-inline-start-color: var(--tt-red);
  }

  .bad .kind,
  .bad .mark,
  .bad .detail {
    color: var(--tt-red-ink);
  }

  .bad .detail {
    font-weight: 500;
  }

  .bad .cure {
    color: var(--tt-ink);
  }

  .selected {
    background: color-mix(in srgb, var(--tt-accent) 14%, transparent);
    border-inline-start-color: var(--tt-accent);
  }

  @media (prefers-reduced-motion: reduce) {
    li,
    .bar > span {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    .bar {
      border: 1px solid;
      height: 6px;
    }

    .bar .done {
      background: Highlight;
    }
  }
`;
