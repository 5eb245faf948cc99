/** The fields of a kiosk's settings. */
import { css } from "lit";

export const settingsStyles = css`
  .body {
    display: grid;
    gap: 20px;
    font-size: 17px;
  }

  .field {
    display: grid;
    gap: 6px;
    min-width: 0;
  }

  b {
    font-weight: 600;
  }

  small {
    color: var(--tt-dim);
    font-size: 14.5px;
  }

  input[type="text"],
  input[type="time"],
  select {
    width: 100%;
    min-height: 48px;
  }

  fieldset {
    display: grid;
    gap: 12px;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .check {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 44px;
  }

  input[type="checkbox"] {
    width: 24px;
    height: 24px;
    margin: 0;
    accent-color: var(--tt-accent-ink);
  }

  .hours {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 16px;
  }

  .range {
    display: flex;
    align-items: center;
    gap: 16px;
  }

  input[type="range"] {
    flex: 1;
    min-width: 0;
    height: 44px;
    accent-color: var(--tt-accent-ink);
  }

  output {
    min-width: 3.4em;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  .awake {
    display: flex;
    gap: 10px;
    margin: 0;
  }

  .awake .icon {
    flex: none;
    margin-block-start: 2px;
    stroke-width: 2.6;
  }

  .button {
    font-size: 17px;
  }
`;
