/** What lies over the sheet: how to begin, and how near it is seen. */
import { html, type TemplateResult } from "lit";
import type { Wording } from "../../services/wording";
import { sign, type SignName } from "./signs";

export const empty = (words: Wording, begin: () => void): TemplateResult =>
  html`<div class="empty">
    <p>${words.t("editor.empty")}</p>
    <button class="button main" @click=${begin}>
      ${sign("wand")}${words.t("editor.automatic")}
    </button>
  </div>`;

export interface Zooms {
  readonly out: () => void;
  readonly in: () => void;
  readonly fit: () => void;
}

const round = (name: SignName, label: string, act: () => void): TemplateResult =>
  html`<button class="button round" aria-label=${label} title=${label} @click=${act}>
    ${sign(name, 18)}
  </button>`;

export const zoomButtons = (words: Wording, zooms: Zooms): TemplateResult =>
  html`<div class="zoom">
    ${round("minus", words.t("editor.zoom_out"), zooms.out)}
    ${round("plus", words.t("editor.zoom_in"), zooms.in)}
    ${round("fit", words.t("editor.fit"), zooms.fit)}
  </div>`;
