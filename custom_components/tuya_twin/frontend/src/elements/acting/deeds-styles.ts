/** Buttons of a device, and what came of them. */
import { css } from "lit";

export const deedsStyles = css`
  :host {
    display: grid;
    gap: 10px;
  }

  .deeds {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: 10px;
    align-items: end;
  }

  .deeds:empty {
    display: none;
  }

  .deeds .button {
    min-height: 52px;
    border-radius: 26px;
  }

  .button[aria-pressed="true"] {
    border-color: var(--tt-accent);
    background: color-mix(in srgb, var(--tt-accent) 16%, var(--tt-card));
  }

  /* The code and its button stand side by side, its label above, its note below. */
  .deeds.coded {
    grid-template-columns: 1fr 1fr;
    gap: 4px 10px;
  }

  .coded .lock {
    grid-column: 1 / -1;
    margin-block-end: 10px;
  }

  .code {
    display: contents;
  }

  .code span,
  .code small {
    grid-column: 1 / -1;
  }

  .code span {
    font-size: 14px;
    font-weight: 500;
  }

  .code small {
    grid-row: 4;
  }

  .unlock {
    align-self: stretch;
  }

  .code input {
    min-height: 56px;
    border-radius: 14px;
    font-size: 18px;
    letter-spacing: 0.25em;
  }

  .code small {
    font-size: 13px;
    font-weight: 400;
    color: var(--tt-dim);
  }

  .code small.missing {
    font-weight: 500;
    color: var(--tt-red-ink);
  }

  .outcome {
    display: flex;
    gap: 8px;
    margin: 0;
    font-size: 14.5px;
    font-weight: 500;
    line-height: 20px;
    overflow-wrap: anywhere;
  }

  .outcome.none {
    display: none;
  }

  .outcome .icon {
    flex: none;
    stroke-width: 2.6;
  }

  .outcome.good .icon {
    color: var(--tt-green-ink);
  }

  .outcome.wait {
    font-weight: 400;
    color: var(--tt-dim);
  }

  .outcome.bad {
    padding: 10px 14px;
    border-inline-start: 3px solid var(--tt-red);
    border-radius: 6px;
    background: color-mix(in srgb, var(--tt-red) 10%, var(--tt-card));
  }

  .outcome.bad .icon {
    color: var(--tt-red-ink);
  }
`;
