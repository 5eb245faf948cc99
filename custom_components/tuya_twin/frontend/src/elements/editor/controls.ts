/** Buttons, fields and lists of the editor. */
import { css, type CSSResultGroup } from "lit";
import { buttons } from "../buttons";
import { fields } from "../field-styles";

const own = css`
  .button {
    flex: none;
    min-height: 38px;
    padding: 6px 14px;
    font-size: 14px;
  }

  .button.round {
    width: 38px;
    padding: 0;
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
    font-size: 15px;
  }

  input[type="range"] {
    min-height: 44px;
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
    .button {
      min-height: 44px;
    }

    .button.round {
      width: 44px;
    }
  }
`;

export const controls: CSSResultGroup = [buttons, fields, own];
