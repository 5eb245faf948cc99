/** The watch is a line of the actions' card; its choice opens below it. */
import { css } from "lit";

export const watchStyles = css`
  :host {
    display: block;
  }

  :host(:not([open])) {
    display: none;
  }

  .row {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 44px;
  }

  .mark {
    display: grid;
    flex: none;
    place-items: center;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    background: var(--tt-grey-floor);
    color: var(--tt-dim);
  }

  .mark:not(.off) {
    background: color-mix(in srgb, var(--tt-accent) 16%, var(--tt-card));
    color: var(--tt-accent-ink);
  }

  .words {
    flex: 1;
    min-width: 0;
  }

  h2 {
    font-size: 12.5px;
    font-weight: 500;
    line-height: 16px;
  }

  p {
    margin: 0;
    font-size: 14px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }

  /* Since when stands below as a whole where it does not fit beside. */
  .mode {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 6px;
  }

  .mode b {
    font-size: 16px;
    font-weight: 600;
  }

  .mode span {
    color: var(--tt-dim);
  }

  .leaving,
  .bypassed {
    margin-top: 8px;
    padding: 6px 12px;
    border-inline-start: 3px solid var(--tt-yellow);
    border-radius: 6px;
    background: color-mix(in srgb, var(--tt-yellow) 12%, var(--tt-card));
    font-variant-numeric: tabular-nums;
  }

  .button {
    padding: 4px 14px;
    font-size: 14px;
  }

  .change {
    flex: none;
    min-height: 36px;
  }

  .change:disabled {
    color: var(--tt-dim);
    cursor: not-allowed;
  }

  .choices {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    margin-top: 8px;
  }

  tuya-twin-guarded-button {
    --tt-guard-height: 44px;
  }

  .choice[aria-pressed="true"] {
    border: 2px solid var(--tt-accent-ink);
    font-weight: 600;
  }

  .choice[aria-disabled="true"] {
    cursor: progress;
  }

  .error {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    margin-top: 8px;
    padding: 8px 12px;
    border-inline-start: 3px solid var(--tt-red);
    border-radius: 6px;
    background: color-mix(in srgb, var(--tt-red) 10%, var(--tt-card));
  }

  @media (pointer: coarse) {
    .change {
      min-height: 44px;
    }
  }
`;
