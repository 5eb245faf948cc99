/** The slider of a replay: what the house showed lies under the thumb. */
import { css } from "lit";

export const trackStyles = css`
  :host {
    display: block;
  }

  .track {
    position: relative;
    padding: 4px 22px 0;
  }

  .lane {
    position: absolute;
    inset-inline: 34px;
    top: 22px;
    height: 12px;
    border-radius: 6px;
    overflow: hidden;
    background: var(--tt-grey-floor);
  }

  .lane i {
    position: absolute;
    inset-block: 0;
  }

  .lane .GREEN_SAFE {
    background: var(--tt-green-floor);
  }

  .lane .YELLOW_WARNING {
    background: repeating-linear-gradient(
      -45deg,
      var(--tt-yellow-floor) 0 5px,
      color-mix(in srgb, var(--tt-yellow) 48%, var(--tt-card)) 5px 9px
    );
  }

  .lane .RED_CRITICAL {
    background: color-mix(in srgb, var(--tt-red) 62%, var(--tt-card));
  }

  .lane .mark {
    width: 2px;
    margin-inline-start: -1px;
    background: color-mix(in srgb, var(--tt-ink) 60%, var(--tt-card));
  }

  .lane .mark.bad {
    inset-block: 0;
    width: 3px;
    background: var(--tt-ink);
  }

  input[type="range"] {
    position: relative;
    width: 100%;
    height: 48px;
    margin: 0;
    background: transparent;
    cursor: pointer;
    appearance: none;
    -webkit-appearance: none;
  }

  input[type="range"]::-webkit-slider-runnable-track {
    height: 48px;
    background: transparent;
  }

  input[type="range"]::-moz-range-track {
    height: 48px;
    background: transparent;
  }

  input[type="range"]::-webkit-slider-thumb {
    width: 24px;
    height: 32px;
    margin-top: 8px;
    border: 3px solid var(--tt-card);
    border-radius: 9px;
    background: var(--past);
    box-shadow: 0 0 0 1.5px var(--past);
    appearance: none;
    -webkit-appearance: none;
  }

  input[type="range"]::-moz-range-thumb {
    box-sizing: border-box;
    width: 24px;
    height: 32px;
    border: 3px solid var(--tt-card);
    border-radius: 9px;
    background: var(--past);
    box-shadow: 0 0 0 1.5px var(--past);
  }

  .ends {
    display: flex;
    justify-content: space-between;
    padding-inline: 4px;
    margin-top: -4px;
    font-size: 12.5px;
    color: var(--tt-dim);
    font-variant-numeric: tabular-nums;
  }

  @container (max-width: 600px) {
    .track {
      padding-inline: 10px;
    }

    .lane {
      inset-inline: 22px;
    }
  }
`;
