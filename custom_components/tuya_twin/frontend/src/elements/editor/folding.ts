/** What can be folded away, with an arrow that says whether it is. */
import { css } from "lit";

export const folding = css`
  summary {
    display: flex;
    align-items: center;
    min-height: 44px;
    padding: 0 16px;
    cursor: pointer;
  }

  summary::after {
    content: "";
    width: 8px;
    height: 8px;
    margin-inline-start: auto;
    border: solid var(--tt-dim);
    border-width: 0 2px 2px 0;
    transform: rotate(45deg);
  }

  details[open] summary::after {
    transform: rotate(225deg);
  }
`;
