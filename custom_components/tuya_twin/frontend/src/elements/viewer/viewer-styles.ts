/** How the page looks before there is a house to show. */
import { css } from "lit";
import { darkPalette } from "../kiosk/dark-palette";

export const viewerStyles = css`
  :host {
    display: block;
    min-height: 100%;
    background: var(--tt-bg);
    color: var(--tt-ink);
    font-family: Roboto, "Segoe UI", system-ui, sans-serif;
    font-size: 18px;
    line-height: 1.5;
    -webkit-font-smoothing: antialiased;
  }

  :host([dark]) {
    ${darkPalette}
  }

  main {
    display: grid;
    place-items: center;
    min-height: 100vh;
    min-height: 100dvh;
    padding: 24px;
  }

  .sheet {
    display: grid;
    justify-items: center;
    gap: 16px;
    width: min(100%, 560px);
    padding: 40px 32px;
    border: 1px solid var(--tt-line);
    border-radius: 24px;
    background: var(--tt-card);
    text-align: center;
  }

  .mark {
    display: grid;
    place-items: center;
    width: 104px;
    height: 104px;
    border-radius: 50%;
    background: var(--tt-grey-floor);
    color: var(--tt-dim);
  }

  .connect .mark,
  .connecting .mark {
    background: var(--tt-green-floor);
    color: var(--tt-green-ink);
  }

  .bad_code .mark,
  .refused .mark {
    background: var(--tt-yellow-floor);
    color: var(--tt-yellow-ink);
  }

  h1 {
    margin: 8px 0 0;
    font-size: 28px;
    font-weight: 600;
    line-height: 1.2;
    text-wrap: balance;
  }

  /* It is led to for those who listen; there is nothing to press. */
  h1:focus-visible {
    outline: none;
  }

  p {
    margin: 0;
    color: var(--tt-dim);
    overflow-wrap: anywhere;
  }

  .button {
    width: min(100%, 360px);
    min-height: 56px;
    padding: 10px 28px;
    border-radius: 28px;
  }

  .button.main {
    margin-top: 8px;
    font-size: 20px;
    font-weight: 600;
  }

  .unkept {
    position: fixed;
    inset-block-end: 72px;
    inset-inline: 24px;
    z-index: 10;
    max-width: 640px;
    margin: 0 auto;
    padding: 12px 20px;
    border: 1px solid var(--tt-line);
    border-radius: 12px;
    background: var(--tt-card);
    color: var(--tt-ink);
  }
`;
