/** The answers stand on the banner's red or yellow ground. */
import { css } from "lit";

export const answersStyles = css`
  :host {
    display: block;
  }

  section {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
  }

  .seen {
    min-height: 44px;
    padding: 6px 20px;
    border: 0;
    border-radius: 22px;
    background: var(--tt-ink);
    color: var(--tt-card);
    font: inherit;
    font-size: 15px;
    font-weight: 600;
    cursor: pointer;
    touch-action: manipulation;
  }

  .red .seen {
    background: var(--tt-red-deep);
    color: #ffffff;
  }

  .seen[aria-disabled="true"] {
    cursor: progress;
  }

  .seen:disabled {
    background: var(--tt-grey-floor);
    color: var(--tt-dim);
    cursor: not-allowed;
  }

  tuya-twin-guarded-button {
    --tt-guard-height: 44px;
    min-width: 132px;
  }

  .said {
    display: flex;
    flex: 1 1 14em;
    align-items: center;
    gap: 6px;
    margin: 0;
    font-size: 14.5px;
    font-weight: 500;
    line-height: 20px;
    color: var(--tt-ink);
    border-radius: 6px;
    overflow-wrap: anywhere;
  }

  .said .icon {
    flex: none;
    stroke-width: 2.6;
  }

  .learned {
    max-width: 48ch;
    margin: 0;
    font-size: 14.5px;
    line-height: 20px;
    color: var(--tt-ink);
    overflow-wrap: anywhere;
  }

  .trouble {
    flex: 1 0 100%;
  }

  .learned:empty,
  .trouble:empty {
    display: none;
  }

  .trouble p {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    margin: 0;
    padding: 8px 14px;
    border-inline-start: 3px solid var(--tt-red);
    border-radius: 6px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font-size: 14px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }

  .button {
    flex: none;
    padding: 4px 14px;
  }

  @media (max-width: 600px) {
    section {
      display: grid;
      grid-template-columns: 1fr 1fr;
    }

    .seen,
    .said,
    .trouble {
      grid-column: 1 / -1;
    }

    tuya-twin-guarded-button {
      min-width: 0;
    }
  }
`;
