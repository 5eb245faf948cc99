/** A replay is framed and hatched: nobody is to take it for the house. */
import { css } from "lit";

export const replayStyles = css`
  :host {
    --past: var(--tt-accent-ink);
    display: block;
  }

  section.card {
    overflow: hidden;
    border: 3px dashed var(--past);
  }

  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 14px;
    padding: 10px 18px;
    background: repeating-linear-gradient(
      -45deg,
      color-mix(in srgb, var(--tt-accent) 16%, var(--tt-card)) 0 12px,
      color-mix(in srgb, var(--tt-accent) 10%, var(--tt-card)) 12px 24px
    );
  }

  h3 {
    margin: 0;
    font-size: 17px;
    font-weight: 600;
    line-height: 24px;
    font-variant-numeric: tabular-nums;
  }

  .banner p {
    margin: 0;
    font-size: 13.5px;
    color: var(--tt-ink);
  }

  .red {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 12px 18px;
    border-block: 2px solid var(--tt-red);
    background: var(--tt-red-floor);
    color: var(--tt-ink);
  }

  .red.quiet {
    padding-block: 6px;
    border-block-width: 1px;
  }

  .red .icon {
    flex: none;
    color: var(--tt-red-ink);
  }

  .red p {
    flex: 1 1 200px;
    margin: 0;
    font-size: 14.5px;
  }

  .stage {
    height: clamp(260px, 58cqw, 46dvh);
    min-height: 260px;
    overflow: hidden;
  }

  tuya-twin-plan {
    display: block;
    height: 100%;
  }

  .happened {
    min-height: 68px;
    padding: 8px 22px 0;
    font-size: 14.5px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }

  .happened p {
    margin: 0;
  }

  .happened p + p {
    font-size: 13.5px;
    color: var(--tt-dim);
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 8px 18px 16px;
  }

  .round {
    width: 44px;
    padding: 0;
  }

  .round .icon:dir(rtl),
  .play .icon:dir(rtl) {
    transform: scaleX(-1);
  }

  .play {
    min-width: 116px;
  }

  fieldset {
    display: flex;
    margin: 0;
    padding: 0;
    border: 1.5px solid var(--tt-line);
    border-radius: 22px;
    overflow: hidden;
  }

  fieldset label {
    position: relative;
    display: block;
    cursor: pointer;
  }

  fieldset input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  fieldset bdi {
    display: grid;
    place-items: center;
    min-width: 48px;
    min-height: 41px;
    padding: 0 8px;
    font-size: 14px;
  }

  fieldset input:checked + bdi {
    background: color-mix(in srgb, var(--tt-accent) 22%, var(--tt-card));
    font-weight: 600;
  }

  fieldset input:focus-visible + bdi {
    outline: 3px solid var(--tt-accent-ink);
    outline-offset: -3px;
  }

  .skip {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    padding-inline: 6px;
    font-size: 14px;
    cursor: pointer;
  }

  .skip input {
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--tt-accent);
  }

  @container (max-width: 600px) {
    .banner,
    .red,
    .controls,
    .happened {
      padding-inline: 14px;
    }

    .stage {
      height: clamp(280px, 88cqw, 52dvh);
    }
  }
`;
