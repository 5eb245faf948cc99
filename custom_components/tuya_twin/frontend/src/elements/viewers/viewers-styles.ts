/** The dialog of screens that are nobody's. */
import { css } from "lit";

export const viewersStyles = css`
  dialog {
    --dialog-width: 560px;
  }

  .back {
    margin-inline: -12px -8px;
  }

  .back .icon:dir(rtl) {
    transform: scaleX(-1);
  }

  h2:focus-visible {
    outline: none;
  }

  .body {
    display: grid;
    gap: 16px;
    align-content: start;
  }

  .intro {
    margin: 0;
    color: var(--tt-dim);
    font-size: 14.5px;
    line-height: 21px;
  }

  .failed {
    display: grid;
    gap: 10px;
  }
`;
