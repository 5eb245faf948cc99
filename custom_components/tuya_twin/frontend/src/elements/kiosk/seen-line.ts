/** Whether the last change has been seen, here and on the other screens. */
import { html, nothing } from "lit";
import type { House } from "../../services/house";
import { screenRows } from "../../services/screen-rows";
import type { Wording } from "../../services/wording";
import { icon } from "../icons";

export function seenLine(house: House, ownSeen: number | null, words: Wording) {
  // Nothing has changed yet that anyone could have seen.
  if (house.place === null || house.place.seq === 0) return nothing;
  const rows = screenRows(house, ownSeen, words);
  const here = rows[0]?.seen === true;
  const done = rows.filter(({ seen }) => seen).length;
  return html`<span class="seen">
      ${icon(here ? "check" : "dots", 20)}${words.t(here ? "kiosk.seen" : "kiosk.not_seen")}
    </span>
    ${
      rows.length > 1
        ? html`<span>${words.t("kiosk.others_seen", { done, all: rows.length })}</span>`
        : nothing
    }`;
}
