/** How the card sits among a dashboard's other cards. */
import { css } from "lit";

export const cardStyles = css`
  :host {
    display: block;
    height: 100%;
    color: var(--tt-ink);
    font-family: var(--ha-font-family-body, Roboto, "Segoe UI", system-ui, sans-serif);
    font-size: 14px;
    line-height: 1.4;
  }

  ha-card,
  .box {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
  }

  .box {
    border: 1px solid var(--tt-line);
    border-radius: var(--tt-radius);
    background: var(--tt-card);
  }

  h2 {
    flex: none;
    margin: 0;
    padding: 14px 16px 6px;
    font-size: var(--ha-card-header-font-size, 20px);
    font-weight: 400;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  tuya-twin-plan {
    min-height: 0;
  }

  :host([layout]) tuya-twin-plan {
    flex: 1 1 200px;
    min-height: 140px;
  }

  .line {
    --mark: var(--tt-green-ink);
    --floor: var(--tt-green-floor);
    display: flex;
    flex: none;
    align-items: center;
    gap: 12px;
    padding: 10px 16px;
    background: var(--floor);
  }

  .line.fault,
  .line.yellow {
    --mark: var(--tt-yellow-ink);
    --floor: var(--tt-yellow-floor);
  }

  .line.red {
    --mark: var(--tt-red-ink);
    --floor: var(--tt-red-floor);
  }

  .line.stale {
    --mark: var(--tt-dim);
    --floor: var(--tt-grey-floor);
  }

  .line .icon {
    flex: none;
    color: var(--mark);
  }

  .line div {
    flex: 1;
    min-width: 0;
  }

  .line .watch {
    display: flex;
    flex: none;
    align-items: center;
    gap: 6px;
    color: var(--tt-ink);
  }

  tuya-twin-entry {
    --entry-edge: 0;
    --entry-radius: 0;
    --entry-title: 16px;
    --entry-left: 15px;
  }

  .line b {
    font-size: 16px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  /* One line: whoever wants the whole story opens the panel. */
  .line div span {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  tuya-twin-protocol-buttons {
    flex: none;
    padding: 6px 16px 16px;
    border-top: 1px solid var(--tt-line);
  }

  tuya-twin-device-list {
    flex: none;
    padding-block: 10px;
    border-top: 1px solid var(--tt-line);
  }

  :host([layout]) tuya-twin-device-list {
    flex: 0 1 auto;
    min-height: 80px;
    overflow-y: auto;
  }

  .say {
    display: grid;
    flex: 1;
    place-content: center;
    justify-items: center;
    gap: 12px;
    min-height: 160px;
    padding: 24px;
    color: var(--tt-dim);
    text-align: center;
  }

  .say p {
    margin: 0;
  }
`;
