/** What has no place yet, as chips to press or to drag. */
import { css } from "lit";

export const trayStyles = css`
  :host {
    display: grid;
    gap: 8px;
    padding: 14px 16px 16px;
  }

  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
    gap: 6px;
    margin: 0 0 6px;
    padding: 0;
    list-style: none;
  }

  .chip {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    min-height: 44px;
    padding: 4px 10px 4px 4px;
    padding-inline: 10px;
    border: 1px solid var(--tt-line);
    border-radius: 12px;
    background: var(--tt-card);
    color: var(--tt-ink);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }

  .chip:hover {
    background: var(--tt-grey-floor);
  }

  .chip[aria-disabled="true"] {
    background: transparent;
    border-style: dashed;
    color: var(--tt-dim);
    cursor: default;
  }

  /* Where a finger takes hold; beside it, it scrolls the page. */
  .grip {
    display: grid;
    flex: none;
    place-items: center;
    align-self: stretch;
    min-width: 32px;
    touch-action: none;
  }

  .text {
    display: grid;
    min-width: 0;
  }

  .name {
    overflow: hidden;
    font-size: 14px;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
  }

  .sub {
    overflow: hidden;
    font-size: 12.5px;
    text-overflow: ellipsis;
    color: var(--tt-dim);
  }

  @media (pointer: coarse) {
    .grip {
      min-width: 40px;
    }
  }
`;
