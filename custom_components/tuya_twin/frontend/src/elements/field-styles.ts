/** How all that is typed into, or chosen from, looks. */
import { css } from "lit";

export const fields = css`
  input:where(:not([type="checkbox"], [type="radio"], [type="range"])),
  select {
    min-width: 0;
    min-height: 44px;
    padding: 8px 12px;
    border: 1px solid color-mix(in srgb, var(--tt-ink) 50%, var(--tt-card));
    border-radius: 10px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font: inherit;
  }

  input[aria-invalid="true"] {
    border: 2px solid var(--tt-red);
  }
`;
