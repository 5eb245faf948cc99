/** Fields of the form for a new screen. */
import { css } from "lit";

export const formStyles = css`
  form {
    display: grid;
    gap: 18px;
  }

  .text {
    display: grid;
    gap: 4px;
  }

  .text > span,
  legend {
    padding: 0;
    font-size: 14px;
    font-weight: 500;
  }

  .text input {
    min-height: 48px;
    font-size: 16px;
  }

  small {
    display: block;
    font-size: 13px;
    font-weight: 400;
    line-height: 18px;
    color: var(--tt-dim);
  }

  small.missing {
    font-weight: 500;
    color: var(--tt-red-ink);
  }

  .check {
    display: flex;
    gap: 12px;
    align-items: flex-start;
    min-height: 44px;
    font-weight: 500;
    cursor: pointer;
  }

  input[type="checkbox"],
  input[type="radio"] {
    flex: none;
    width: 20px;
    height: 20px;
    margin: 1px 0;
    accent-color: var(--tt-accent);
  }

  fieldset {
    display: grid;
    gap: 8px;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-bottom: 8px;
  }

  .choices,
  .zones {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .choice {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    padding-block: 6px;
    padding-inline: 12px 16px;
    border: 1px solid var(--tt-line);
    border-radius: 22px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }

  .choice:has(input:checked) {
    border-color: var(--tt-accent);
    background: color-mix(in srgb, var(--tt-accent) 13%, var(--tt-card));
  }

  .choice:has(:focus-visible) {
    outline: 3px solid var(--tt-accent-ink);
    outline-offset: 2px;
  }

  .choice input:focus-visible {
    outline: none;
  }
`;
