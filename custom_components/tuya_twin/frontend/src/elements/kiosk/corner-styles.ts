/** The buttons in a kiosk's corner, which step back. */
import { css } from "lit";

export const cornerStyles = css`
  .corner {
    position: fixed;
    inset-block-end: max(16px, var(--safe-area-inset-bottom, 0px));
    inset-inline-end: 28px;
    display: flex;
    gap: 4px;
    opacity: 0;
    transition: opacity 1s;
  }

  .corner[data-shown],
  .corner:focus-within {
    opacity: 1;
    transition: none;
  }

  .corner button {
    display: grid;
    place-items: center;
    width: 48px;
    height: 48px;
    padding: 0;
    border: 1px solid var(--tt-line);
    border-radius: 50%;
    background: var(--tt-card);
    color: var(--tt-ink);
    cursor: pointer;
  }

  @media (prefers-reduced-motion: reduce) {
    .corner {
      transition: none;
    }
  }
`;
