/** What a kiosk says, in letters for three metres. */
import { css } from "lit";

export const wordsStyles = css`
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 6px 24px;
    padding: max(34px, var(--safe-area-inset-top, 0px)) 44px 20px;
    background: var(--band);
    color: var(--band-ink, var(--tt-ink));
  }

  .mark {
    display: flex;
    color: var(--mark);
  }

  h1 {
    margin: 0;
    font-size: clamp(30px, 7.6vmin, 92px);
    font-weight: 700;
    line-height: 1.08;
    letter-spacing: -0.01em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }

  p {
    margin: 6px 0 0;
    font-size: clamp(18px, 3.4vmin, 40px);
    overflow-wrap: anywhere;
  }

  time {
    align-self: start;
    font-size: clamp(30px, 7.6vmin, 92px);
    font-weight: 300;
    line-height: 1.08;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  ul {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 6px 32px;
    margin: 6px 0 0;
    padding: 10px 0 0;
    border-top: 2px solid color-mix(in srgb, currentColor 26%, transparent);
    font-size: clamp(18px, 3.4vmin, 40px);
    font-weight: 600;
    list-style: none;
  }

  li {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  li .icon {
    flex: none;
    stroke-width: 3;
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 28px;
    min-height: 70px;
    padding-block: 4px max(18px, var(--safe-area-inset-bottom, 0px));
    padding-inline: 44px 160px;
    color: var(--tt-dim);
    font-size: clamp(14px, 2.4vmin, 26px);
  }

  tuya-twin-entry {
    --entry-side: 44px;
    --entry-edge: 0;
    --entry-radius: 0;
    --entry-title: clamp(24px, 4.6vmin, 56px);
    --entry-left: clamp(22px, 4.2vmin, 50px);
  }

  .live,
  .watch,
  .seen {
    display: flex;
    align-items: center;
    gap: 8px;
  }

  .live i {
    width: 14px;
    height: 14px;
    border: 3px solid currentColor;
    border-radius: 50%;
  }

  :host([trust="live"]) .live i {
    border-color: var(--tt-green);
    background: var(--tt-green);
  }

  .seen .icon {
    stroke-width: 2.6;
  }

  .who {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    unicode-bidi: plaintext;
  }

  @media (orientation: portrait) {
    header {
      grid-template-columns: auto minmax(0, 1fr);
    }

    .said {
      grid-row: 2;
      grid-column: 1 / -1;
    }

    time {
      justify-self: end;
      align-self: center;
    }
  }

  @media (max-width: 600px) {
    header {
      padding-inline: 30px;
    }

    tuya-twin-entry {
      --entry-side: 30px;
    }

    .mark .icon {
      width: 44px;
      height: 44px;
    }

    footer {
      padding-inline: 30px 150px;
    }
  }
`;
