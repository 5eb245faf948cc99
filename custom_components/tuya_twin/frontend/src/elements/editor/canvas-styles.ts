/** The sheet that is drawn on. */
import { css } from "lit";

export const canvasStyles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
    overflow: hidden;
    border-radius: inherit;
    --room: color-mix(in srgb, var(--tt-accent) 12%, var(--tt-card));
    --ink: color-mix(in srgb, var(--tt-stone) 72%, var(--tt-ink));
  }

  .sheet {
    display: block;
    width: 100%;
    height: 100%;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
    cursor: default;
  }

  .sheet:focus-visible {
    outline-offset: -3px;
  }

  .sheet.draws {
    cursor: crosshair;
  }

  .sheet.pans {
    cursor: grabbing;
  }

  .fine,
  .metre,
  .five {
    fill: none;
    stroke: var(--tt-ink);
    stroke-width: 1;
    shape-rendering: crispEdges;
  }

  .fine {
    opacity: 0.045;
  }

  .metre {
    opacity: 0.07;
  }

  .five {
    opacity: 0.13;
  }

  .room {
    fill: var(--room);
    fill-opacity: 0.82;
    stroke: none;
    cursor: move;
  }

  .draws .room {
    cursor: inherit;
  }

  .room.chosen {
    fill: color-mix(in srgb, var(--tt-accent) 26%, var(--tt-card));
    fill-opacity: 0.88;
    stroke: var(--tt-accent-ink);
    stroke-width: 2;
    stroke-dasharray: 6 4;
  }

  .clashes rect {
    fill: url(#clash);
    stroke: var(--tt-red);
    stroke-width: 2;
    pointer-events: none;
  }

  .clash-ground {
    fill: color-mix(in srgb, var(--tt-red) 26%, var(--tt-card));
  }

  .clash-line {
    fill: var(--tt-red);
  }

  .walls {
    fill: none;
    stroke: var(--ink);
    stroke-width: 4;
    stroke-linecap: square;
    pointer-events: none;
  }

  .gap {
    stroke: var(--room);
    stroke-width: 5;
  }

  .leaf,
  .ghost {
    fill: color-mix(in srgb, var(--tt-card) 70%, transparent);
    stroke: var(--ink);
    stroke-width: 1.6;
  }

  .ghost {
    stroke: var(--tt-accent-ink);
    stroke-dasharray: 4 3;
    pointer-events: none;
  }

  .door {
    cursor: pointer;
  }

  .door.chosen .leaf {
    fill: color-mix(in srgb, var(--tt-accent) 34%, var(--tt-card));
    stroke: var(--tt-accent-ink);
    stroke-width: 2.6;
  }

  text {
    pointer-events: none;
    text-anchor: middle;
    fill: var(--tt-ink);
  }

  .name {
    font-size: 14px;
    font-weight: 500;
    unicode-bidi: plaintext;
  }

  .measures text {
    direction: ltr;
    font-size: 12px;
    fill: var(--tt-accent-ink);
  }

  .device {
    color: var(--tt-ink);
    cursor: grab;
  }

  .device circle {
    fill: var(--tt-card);
    stroke: var(--ink);
    stroke-width: 1.6;
  }

  .device.chosen circle {
    stroke: var(--tt-accent-ink);
    stroke-width: 3.4;
  }

  .handle {
    fill: var(--tt-card);
    stroke: var(--tt-accent-ink);
    stroke-width: 2.4;
    cursor: nwse-resize;
  }

  .handle.h-1 {
    cursor: nesw-resize;
  }

  .handle.ns {
    cursor: ns-resize;
  }

  .handle.ew {
    cursor: ew-resize;
  }

  .room:focus-visible,
  .door:focus-visible,
  .device:focus-visible {
    outline: 3px solid var(--tt-accent-ink);
    outline-offset: 3px;
  }

  /* Who points sees by its colour what is chosen. */
  :host([pointed]) :is(.sheet, .room, .door, .device):focus-visible {
    outline: none;
  }

  .zoom {
    position: absolute;
    inset-block-end: 10px;
    inset-inline-end: 10px;
    display: flex;
    gap: 6px;
  }

  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 14px;
    padding: 24px;
    text-align: center;
    pointer-events: none;
  }

  .empty > * {
    pointer-events: auto;
  }

  .empty p {
    max-width: 36ch;
    margin: 0;
    padding: 2px 8px;
    border-radius: 8px;
    background: var(--tt-card);
    color: var(--tt-dim);
    pointer-events: none;
  }
`;
