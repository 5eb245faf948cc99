/** How the house is watched, in small: for a wall, or a card. */
import { html, nothing, type TemplateResult } from "lit";
import { isUsed, modeWords } from "../../services/lookout/watch-words";
import type { Wording } from "../../services/wording";
import type { Watch } from "../../types/lookout";
import { icon } from "../icons";

/** Nothing in a household that has no use for it. */
export const watchMark = (
  watch: Watch,
  words: Wording,
  size: number,
): TemplateResult | typeof nothing =>
  isUsed(watch)
    ? html`<span class="watch">
        ${icon(watch.mode === "off" ? "eye_off" : "eye", size)}${modeWords(watch.mode, words)}
      </span>`
    : nothing;
