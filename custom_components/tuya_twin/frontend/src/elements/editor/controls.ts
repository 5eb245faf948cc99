/** Buttons, fields and lists of the editor. */
import { css } from "lit";

export const controls = css`
  .button,
  .tool {
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 38px;
    padding: 6px 14px;
    border: 1px solid var(--tt-line);
    border-radius: 22px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font: inherit;
    font-size: 14px;
    font-weight: 500;
    cursor: pointer;
    touch-action: manipulation;
  }

  .button.round {
    width: 38px;
    padding: 0;
  }

  .button:hover,
  .tool:hover {
    background: var(--tt-grey-floor);
  }

  .button.main {
    border-color: transparent;
    background: var(--tt-ink);
    color: var(--tt-card);
  }

  .button.main:hover {
    background: color-mix(in srgb, var(--tt-ink) 86%, var(--tt-card));
  }

  .button:is(:disabled, [aria-disabled="true"]),
  .button:is(:disabled, [aria-disabled="true"]):hover {
    border-color: var(--tt-line);
    background: var(--tt-grey-floor);
    color: var(--tt-dim);
    cursor: not-allowed;
  }

  .button.bad {
    color: var(--tt-red-ink);
  }

  label,
  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
    font-size: 13px;
    color: var(--tt-dim);
  }

  input,
  select {
    width: 100%;
    min-height: 38px;
    padding: 6px 10px;
    border: 1px solid var(--tt-grey);
    border-radius: 8px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font: inherit;
    font-size: 15px;
  }

  input[type="range"] {
    padding: 0;
    accent-color: var(--tt-accent-ink);
  }

  .pair {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 10px;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .note {
    margin: 0;
    font-size: 13.5px;
    line-height: 19px;
    color: var(--tt-dim);
  }

  @media (pointer: coarse) {
    .button,
    .tool,
    input,
    select {
      min-height: 44px;
    }

    .button.round {
      width: 44px;
    }
  }
`;
