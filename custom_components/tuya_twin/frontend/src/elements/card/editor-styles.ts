/** The card's editor where Home Assistant's form is not there. */
import { css } from "lit";

export const editorStyles = css`
  :host {
    display: block;
    color: var(--tt-ink);
  }

  .plain {
    display: grid;
    gap: 16px;
  }

  label {
    display: grid;
    gap: 6px;
  }

  .check {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 44px;
  }

  input:not([type="checkbox"]),
  select {
    min-height: 44px;
    padding: 8px 12px;
    border: 1px solid var(--tt-grey);
    border-radius: 8px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font: inherit;
  }

  input[type="checkbox"] {
    width: 22px;
    height: 22px;
    margin: 0;
  }
`;
