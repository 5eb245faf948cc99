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

  input[type="checkbox"] {
    width: 22px;
    height: 22px;
    margin: 0;
  }
`;
