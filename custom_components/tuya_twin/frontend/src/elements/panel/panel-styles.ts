/** The panel's frame. */
import { css } from "lit";

export const panelStyles = css`
  :host {
    display: block;
    min-height: 100%;
    background: var(--tt-bg);
    color: var(--tt-ink);
    font-family: var(--ha-font-family-body, Roboto, "Segoe UI", system-ui, sans-serif);
    font-size: 15px;
    line-height: 1.4;
    -webkit-font-smoothing: antialiased;
  }

  tuya-twin-header {
    position: sticky;
    top: 0;
    z-index: 2;
    display: block;
  }

  .page {
    container-type: inline-size;
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    max-width: 1560px;
    margin: 0 auto;
    padding: 16px 20px calc(20px + var(--safe-area-inset-bottom, 0px));
  }

  @container (max-width: 600px) {
    main {
      gap: 12px;
      padding: 12px 12px calc(16px + var(--safe-area-inset-bottom, 0px));
    }
  }
`;
