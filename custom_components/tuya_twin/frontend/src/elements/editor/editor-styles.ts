/** The editor as a whole: the sheet, and beside it or below what belongs to it. */
import { css } from "lit";

export const editorStyles = css`
  :host {
    display: block;
    min-width: 0;
    container-type: inline-size;
  }

  .desk {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 344px;
    align-items: start;
    gap: 14px;
  }

  .work {
    position: sticky;
    inset-block-start: calc(var(--header-height, 56px) + 12px);
    min-width: 0;
    overflow: hidden;
  }

  tuya-twin-editor-floors,
  tuya-twin-editor-tools {
    padding: 10px 12px;
    border-bottom: 1px solid var(--tt-line);
  }

  tuya-twin-editor-canvas {
    height: max(380px, 100vh - 372px);
    border-radius: 0 0 var(--tt-radius) var(--tt-radius);
  }

  .carried {
    position: fixed;
    z-index: 5;
    display: grid;
    place-items: center;
    width: 38px;
    height: 38px;
    margin: -19px;
    border: 2px solid var(--tt-accent-ink);
    border-radius: 50%;
    background: var(--tt-card);
    color: var(--tt-ink);
    pointer-events: none;
  }

  @container (max-width: 900px) {
    .desk {
      grid-template-columns: minmax(0, 1fr);
    }

    .work {
      position: static;
    }

    tuya-twin-editor-side {
      --preview-order: 0;
    }

    tuya-twin-editor-canvas {
      height: clamp(320px, 54vh, 560px);
    }
  }
`;
