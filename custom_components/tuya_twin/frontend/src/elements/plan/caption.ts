/** What the finger, the mouse or the focus is on, in words. */
import { html, nothing, type TemplateResult } from "lit";
import { householdNow } from "../../controllers/house-controller";
import { shownForZone, type House } from "../../services/house";
import type { Wording } from "../../services/wording";
import type { Device, ZoneStatus } from "../../types/wire";
import { pinWords } from "./pins";
import type { Pointed } from "./roving";

const age = (at: string | null, words: Wording): string =>
  at === null
    ? words.t("plan.no_sign")
    : words.t("plan.last_sign", { age: words.age(at, householdNow()) });

const deviceCaption = (device: Device, live: boolean, words: Wording): TemplateResult =>
  html`<b>${device.name}</b>
    <span>${pinWords(device, live, words)}</span>
    <span class="age" id="age">${age(device.seen_at, words)}</span>`;

function zoneCaption(zone: ZoneStatus, house: House, live: boolean, words: Wording) {
  const shown = live ? shownForZone(house, zone) : "unknown";
  const since = live && zone.status === shown ? zone.since : null;
  return html`<b>${zone.name}</b>
    <span>${words.t(`status.${shown}`)}</span>
    ${
      since === null
        ? nothing
        : html`<span class="age">${words.t("plan.since", { time: words.time(since) })}</span>`
    }`;
}

export function caption(pointed: Pointed | null, house: House, live: boolean, words: Wording) {
  const device = house.devices.find(({ id }) => pointed?.kind === "device" && pointed.id === id);
  const zone = house.zones.find(({ id }) => pointed?.kind === "zone" && pointed.id === id);
  if (device === undefined && zone === undefined) return nothing;
  return html`<div class="caption">
    ${device === undefined ? nothing : deviceCaption(device, live, words)}
    ${zone === undefined ? nothing : zoneCaption(zone, house, live, words)}
  </div>`;
}
