/** The editor as a whole: the sheet, and beside it or below what belongs to it. */
import { css } from "lit";

export const editorStyles = css`
  :host {
    display: block;
    min-width: 0;
    container-type: inline-size;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-bottom: 12px;
  }

  h1 {
    flex: 1 1 auto;
    min-width: 0;
    margin: 0;
    font-size: 20px;
    font-weight: 600;
    line-height: 28px;
  }

  .state {
    font-size: 14px;
    color: var(--tt-dim);
  }

  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    margin-bottom: 12px;
    padding: 10px 16px;
    border: 1px solid var(--tt-line);
    border-radius: var(--tt-radius);
    background: var(--tt-card);
  }

  .notice .icon {
    flex: none;
  }

  .notice p {
    flex: 1 1 280px;
    margin: 0;
    overflow-wrap: anywhere;
  }

  .notice.bad {
    border-color: var(--tt-red);
    background: color-mix(in srgb, var(--tt-red) 10%, var(--tt-card));
  }

  .notice.bad .icon {
    color: var(--tt-red-ink);
  }

  .notice.warn {
    border-color: var(--tt-yellow);
    background: color-mix(in srgb, var(--tt-yellow) 14%, var(--tt-card));
  }

  .notice.warn .icon {
    color: var(--tt-yellow-ink);
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

  tuya-twin-editor-floors {
    padding: 10px 12px;
    border-bottom: 1px solid var(--tt-line);
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 10px 12px;
    border-bottom: 1px solid var(--tt-line);
  }

  .tool[aria-pressed="true"] {
    border-color: var(--tt-accent-ink);
    background: color-mix(in srgb, var(--tt-accent) 16%, var(--tt-card));
  }

  .tools .zone {
    width: auto;
    max-width: 240px;
  }

  .tools .hint {
    flex: 1 1 180px;
    font-size: 13px;
    color: var(--tt-dim);
  }

  tuya-twin-editor-canvas {
    height: max(380px, 100vh - 372px);
    border-radius: 0 0 var(--tt-radius) var(--tt-radius);
  }

  aside {
    display: grid;
    gap: 14px;
    min-width: 0;
  }

  /* It is only looked at: nothing in it takes the focus, so its place is free. */
  .preview {
    order: -1;
    overflow: hidden;
  }

  .preview h2 {
    padding: 12px 16px 0;
  }

  .preview tuya-twin-plan {
    display: block;
    height: 250px;
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

    .preview {
      order: 0;
    }

    tuya-twin-editor-canvas {
      height: clamp(320px, 54vh, 560px);
    }
  }

  @container (max-width: 560px) {
    h1 {
      font-size: 18px;
    }

    .tool {
      padding: 6px 11px;
    }

    .tools .zone {
      flex: 1 1 140px;
      max-width: none;
    }
  }
`;
