/** A link to scan, and how it ended. */
import { css } from "lit";

export const linkStyles = css`
  :host {
    display: grid;
    gap: 14px;
  }

  .how {
    margin: 0;
    font-size: 14.5px;
  }

  .warning {
    display: flex;
    gap: 10px;
    margin: 0;
    padding: 10px 14px;
    border-radius: 10px;
    background: var(--tt-yellow-floor);
    font-size: 14px;
    line-height: 20px;
  }

  .warning .icon {
    flex: none;
    color: var(--tt-yellow-ink);
  }

  /* A scanner wants dark on light, whatever the theme. */
  .qr {
    justify-self: center;
    width: min(100%, 264px);
    aspect-ratio: 1;
    overflow: hidden;
    border: 1px solid var(--tt-line);
    border-radius: 14px;
    background: #ffffff;
  }

  .qr svg {
    display: block;
    width: 100%;
    height: 100%;
    fill: #000000;
  }

  .address {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 4px 10px;
    font-size: 14px;
  }

  .address label,
  .copied {
    grid-column: 1 / -1;
  }

  .address label {
    font-weight: 500;
  }

  .copied:empty {
    display: none;
  }

  .address input {
    background: var(--tt-grey-floor);
    direction: ltr;
    text-overflow: ellipsis;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    font-size: 14px;
  }

  .left {
    font-variant-numeric: tabular-nums;
  }

  .end {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 28px 16px;
    border-radius: 14px;
    background: var(--tt-grey-floor);
    text-align: center;
  }

  .end p {
    margin: 0;
    color: var(--tt-ink);
    overflow-wrap: anywhere;
  }

  .end .title {
    font-size: 18px;
    font-weight: 600;
  }

  .end .icon {
    color: var(--tt-dim);
  }

  .end.redeemed {
    background: var(--tt-green-floor);
  }

  .end.redeemed .icon {
    color: var(--tt-green-ink);
    stroke-width: 2.6;
  }

  .end.broken,
  .end.refused {
    background: color-mix(in srgb, var(--tt-red) 10%, var(--tt-card));
  }

  .end.refused .icon,
  .end.broken .icon {
    color: var(--tt-red-ink);
  }
`;
