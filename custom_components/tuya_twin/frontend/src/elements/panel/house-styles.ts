/** Where everything stands: by the room there is, not by that of the window beside a sidebar. */
import { css } from "lit";

export const houseStyles = css`
  :host {
    --gap: 16px;
    /* What is left of the window below the banner and above the day. */
    --tall: clamp(500px, calc(100dvh - var(--header-height, 56px) - 290px), 860px);
    display: grid;
    grid-template-columns: minmax(0, 1fr) 372px;
    gap: var(--gap);
    min-width: 0;
  }

  .wide {
    grid-column: 1 / -1;
    min-width: 0;
  }

  .stage {
    position: relative;
    min-width: 0;
    height: var(--tall);
    overflow: hidden;
  }

  tuya-twin-plan {
    display: block;
    height: 100%;
  }

  .side {
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-width: 0;
    max-height: var(--tall);
  }

  .actions,
  tuya-twin-why {
    flex: none;
  }

  tuya-twin-protocol-buttons {
    padding: 8px 18px 18px;
  }

  tuya-twin-watch {
    padding: 12px 18px;
    border-bottom: 1px solid var(--tt-line);
  }

  aside {
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    min-height: 0;
    overflow: auto;
  }

  /* However many devices there are, the screens stay in sight. */
  tuya-twin-device-list {
    flex: 1 1 auto;
    min-height: 160px;
    padding: 14px 0 6px;
    overflow: auto;
  }

  tuya-twin-screens {
    flex: none;
    padding: 14px 0 18px;
    border-top: 1px solid var(--tt-line);
  }

  .edit {
    position: absolute;
    inset-block-start: 10px;
    inset-inline-end: 10px;
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 1px solid var(--tt-line);
    border-radius: 50%;
    background: var(--tt-card);
    color: var(--tt-dim);
    cursor: pointer;
  }

  .edit:hover {
    color: var(--tt-ink);
  }

  .skip {
    position: absolute;
    inset-block-start: 10px;
    inset-inline-start: 10px;
    z-index: 1;
  }

  .skip:not(:focus) {
    width: 1px;
    height: 1px;
    min-height: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }

  /* What is said beside the plan takes nothing from the devices. */
  @container (min-width: 861px) {
    .stage:has(+ .side > tuya-twin-why[open]) {
      height: calc(var(--tall) + 130px);
    }

    .side:has(> tuya-twin-why[open]) {
      max-height: calc(var(--tall) + 130px);
    }
  }

  @container (max-width: 860px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
    }

    .stage {
      height: clamp(300px, 72cqw, 62dvh);
    }

    /* Why comes first where all stands one below the other. */
    .side {
      display: contents;
    }

    tuya-twin-why {
      order: -1;
    }

    aside,
    tuya-twin-device-list {
      overflow: visible;
    }
  }

  @container (max-width: 600px) {
    :host {
      --gap: 12px;
    }

    tuya-twin-protocol-buttons {
      padding: 6px 14px 14px;
    }

    tuya-twin-watch {
      padding: 10px 14px;
    }
  }
`;
