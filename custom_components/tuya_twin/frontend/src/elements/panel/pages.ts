/** The pages and the dialog that the panel loads when they are used, with what they need. */
import { html, type TemplateResult } from "lit";
import type { HouseController } from "../../controllers/house-controller";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";

/** What the panel knows. */
export interface Known {
  readonly hass: Hass | undefined;
  readonly words: Wording;
  readonly household: string;
  readonly twin: HouseController;
}

export const editorPage = (known: Known, close: () => void): TemplateResult =>
  html`<tuya-twin-editor
    .hass=${known.hass}
    .words=${known.words}
    .household=${known.household}
    .house=${known.twin.house}
    ?live=${known.twin.trust === "live"}
    @close-editor=${close}
  ></tuya-twin-editor>`;

export const incidentsPage = (
  known: Known,
  incident: string | null,
  show: (event: CustomEvent<string | null>) => void,
  close: () => void,
): TemplateResult =>
  html`<tuya-twin-incidents
    .hass=${known.hass}
    .words=${known.words}
    .household=${known.household}
    .house=${known.twin.house}
    .incident=${incident}
    @show-incident=${show}
    @close-incidents=${close}
  ></tuya-twin-incidents>`;

export const kioskPage = (known: Known, leave: () => void): TemplateResult =>
  html`<tuya-twin-kiosk
    .words=${known.words}
    .house=${known.twin.house}
    .trust=${known.twin.trust}
    .lastSign=${known.twin.lastSign}
    .seen=${known.twin.seen}
    .dark=${known.hass?.themes?.darkMode === true}
    @leave-kiosk=${leave}
  ></tuya-twin-kiosk>`;

export const viewersDialog = (known: Known, close: () => void): TemplateResult =>
  html`<tuya-twin-viewers
    .hass=${known.hass}
    .words=${known.words}
    .household=${known.household}
    .house=${known.twin.house}
    @close-viewers=${close}
  ></tuya-twin-viewers>`;
