/** Buttons as they look everywhere; the main one of a group stands out, a bare one is its sign alone. */
import { css } from "lit";

export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 44px;
    padding: 8px 18px;
    border: 1px solid var(--tt-line);
    border-radius: 22px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font: inherit;
    font-weight: 500;
    cursor: pointer;
    touch-action: manipulation;
  }

  .button:hover {
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

  .bare {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: inherit;
    cursor: pointer;
  }
`;
