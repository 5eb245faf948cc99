/** One incident on its page. */
import { css } from "lit";

export const incidentStyles = css`
  :host {
    display: block;
  }

  .head {
    display: grid;
    grid-template-columns: 56px minmax(0, 1fr) auto;
    gap: 12px 18px;
    padding: 16px 20px;
  }

  .badge {
    display: grid;
    place-items: center;
    width: 56px;
    height: 56px;
    border-radius: 18px;
    background: var(--floor);
    color: var(--mark);
  }

  h2 {
    width: fit-content;
    font-size: 20px;
    line-height: 26px;
    color: var(--tt-ink);
    outline-offset: 4px;
    border-radius: 4px;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 28px;
    margin: 8px 0 0;
  }

  dt {
    font-size: 12.5px;
    color: var(--tt-dim);
  }

  dd {
    margin: 0;
    font-size: 14.5px;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }

  .exports {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 8px;
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(380px, 460px);
    align-items: start;
    gap: 16px;
    margin-top: 16px;
  }

  tuya-twin-replay,
  tuya-twin-timeline {
    --above: calc(var(--header-height, 56px) + 12px);
    position: sticky;
    top: var(--above);
  }

  tuya-twin-timeline {
    max-height: max(480px, calc(100dvh - var(--above) - 20px));
  }

  @container (max-width: 980px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }

    tuya-twin-replay,
    tuya-twin-timeline {
      position: static;
      max-height: none;
    }

    .head {
      grid-template-columns: 56px minmax(0, 1fr);
    }

    .exports {
      grid-column: 1 / -1;
    }
  }

  @container (max-width: 600px) {
    .head {
      grid-template-columns: 44px minmax(0, 1fr);
      gap: 12px;
      padding: 14px;
    }

    .badge {
      width: 44px;
      height: 44px;
      border-radius: 14px;
    }

    .columns {
      gap: 12px;
      margin-top: 12px;
    }
  }
`;
