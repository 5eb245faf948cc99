/** What is in the sheet of a device. */
import { css } from "lit";

export const sheetStyles = css`
  .picture {
    display: grid;
    flex: none;
    place-items: center;
    width: 52px;
    height: 52px;
    border-radius: 26px;
    background: var(--tt-grey-floor);
    color: var(--tt-ink);
  }

  .picture.lit {
    background: color-mix(in srgb, var(--light) 46%, var(--tt-card));
    box-shadow: 0 0 18px color-mix(in srgb, var(--light) 60%, transparent);
  }

  .picture.loud {
    background: var(--tt-red-deep);
    color: #ffffff;
  }

  .zone {
    margin: 0;
    color: var(--tt-dim);
    font-size: 14px;
  }

  .stale {
    margin-bottom: 10px;
    padding: 10px 14px;
    border-inline-start: 3px solid var(--tt-grey);
    border-radius: 6px;
    background: var(--tt-grey-floor);
  }

  dl {
    margin: 0;
  }

  dl > div {
    display: grid;
    grid-template-columns: minmax(124px, 3fr) 7fr;
    gap: 4px 16px;
    padding: 9px 0;
    border-top: 1px solid var(--tt-line);
  }

  dt {
    color: var(--tt-dim);
    font-size: 14px;
    line-height: 21px;
    overflow-wrap: anywhere;
  }

  dd {
    display: flex;
    flex-direction: column;
    margin: 0;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .value {
    display: flex;
    gap: 6px;
  }

  .value .icon {
    flex: none;
    margin-block-start: 1px;
    stroke-width: 2.6;
  }

  .good .icon {
    color: var(--tt-green-ink);
  }

  .bad .value {
    color: var(--tt-red-ink);
    font-weight: 500;
  }

  .cure {
    font-size: 14px;
    line-height: 20px;
  }

  .acts {
    display: grid;
    gap: 10px;
    padding: 14px 0 6px;
    border-top: 1px solid var(--tt-line);
  }

  .more {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 44px;
    margin-block-start: 6px;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--tt-accent-ink);
    font: inherit;
    font-weight: 500;
    cursor: pointer;
  }

  .more .icon:dir(rtl) {
    transform: scaleX(-1);
  }
`;
