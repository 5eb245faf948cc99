/** What has no place yet: zones without a room, and devices to be put into theirs. */
import { html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Action } from "../../services/editor/actions";
import {
  floorOfZone,
  isDrawn,
  placedDevices,
  roomsOf,
  type Draft,
} from "../../services/editor/draft";
import { centre, type Spot } from "../../services/editor/rect";
import { freePlace, USUAL_ROOM } from "../../services/editor/rooms";
import type { Teller } from "../../services/editor/telling";
import type { Wording } from "../../services/wording";
import type { PlanFloor } from "../../types/plan";
import type { Device } from "../../types/wire";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";
import { controls } from "./controls";
import { KIND_ICONS, sign } from "./signs";
import { trayStyles } from "./tray-styles";

/** A device on its way from the tray; `at` is a point of the page. */
export interface Carried {
  readonly device: string;
  readonly at: Spot;
  readonly dropped: boolean;
}

/** A pointer that moves less only pressed. */
const SLACK = 5;

@element("tuya-twin-editor-tray")
export class TuyaTwinEditorTray extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) teller!: Teller;
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) floor!: PlanFloor;
  @property({ attribute: false }) zones: readonly string[] = [];
  @property({ attribute: false }) devices: readonly Device[] = [];

  private _from: Spot | null = null;
  private _carries = false;

  protected override render() {
    const zones = this.zones.filter((zone) => !isDrawn(this.draft, zone));
    const placed = placedDevices(this.draft);
    const loose = this.devices.filter(
      ({ id, zone }) => !placed.has(id) && this.zones.includes(zone),
    );
    return html`${zones.length === 0 ? nothing : this._zones(zones)}
    ${loose.length === 0 ? nothing : this._devices(loose)}
    ${
      zones.length + loose.length === 0
        ? html`<h2>${this.words.t("editor.all_placed")}</h2>`
        : nothing
    }`;
  }

  private _zones(zones: readonly string[]) {
    const t = this.words;
    const any = this.draft.floors.some(({ rooms }) => rooms.length > 0);
    return html`<h2>${t.t("editor.zones_left")}</h2>
      <p class="note">${t.t("editor.zones_left_hint")}</p>
      <ul>
        ${repeat(
          zones,
          (zone) => zone,
          (zone) =>
            html`<li>
              <button
                class="chip"
                @click=${() => {
                  this._addRoom(zone);
                }}
              >
                ${sign("plus", 18)}
                <span class="text"
                  ><span class="name">${this.teller.zone(zone)}</span>${this._elsewhere(zone)}</span
                >
                <span class="hidden">${t.t("editor.add_room")}</span>
              </button>
            </li>`,
        )}
      </ul>
      ${
        any
          ? html`<button
              class="button"
              @click=${() => {
                this._do({ type: "automatic" });
              }}
            >
              ${sign("wand", 18)}${t.t("editor.automatic_rest")}
            </button>`
          : nothing
      }`;
  }

  private _elsewhere(zone: string) {
    const home = floorOfZone(this.draft, zone);
    if (home === undefined || home.id === this.floor.id) return nothing;
    return html`<span class="sub">${this.words.t("editor.zone_on", { floor: home.name })}</span>`;
  }

  private _devices(devices: readonly Device[]) {
    return html`<h2>${this.words.t("editor.devices_left")}</h2>
      <p class="note">${this.words.t("editor.devices_left_hint")}</p>
      <ul>
        ${repeat(
          devices,
          ({ id }) => id,
          (device) => html`<li>${this._device(device)}</li>`,
        )}
      </ul>`;
  }

  private _device({ id, name, kind, zone }: Device) {
    const room = this.teller.zone(zone);
    const home = floorOfZone(this.draft, zone);
    const ready = isDrawn(this.draft, zone);
    const elsewhere = ready && home !== undefined && home.id !== this.floor.id;
    const sub = ready
      ? elsewhere
        ? this.words.t("editor.device_on", { room, floor: home.name })
        : room
      : this.words.t("editor.device_waits", { room });
    return html`<button
      class="chip"
      aria-disabled=${ready ? nothing : "true"}
      @click=${() => {
        if (ready) this._put(id, zone);
      }}
      @pointerdown=${(event: PointerEvent) => {
        if (ready && !elsewhere) this._grab(event);
      }}
      @pointermove=${(event: PointerEvent) => {
        this._carry(event, id);
      }}
      @pointerup=${(event: PointerEvent) => {
        this._drop(event, id);
      }}
      @pointercancel=${this._letGo}
    >
      <span class="grip">${icon(KIND_ICONS[kind], 20)}</span>
      <span class="text"><span class="name">${name}</span><span class="sub">${sub}</span></span>
    </button>`;
  }

  private _grab(event: PointerEvent & { currentTarget?: EventTarget | null }): void {
    if (event.button !== 0) return;
    this._from = { x: event.clientX, y: event.clientY };
    this._carries = false;
    if (event.currentTarget instanceof Element) {
      event.currentTarget.setPointerCapture(event.pointerId);
    }
  }

  private _carry(event: PointerEvent, device: string): void {
    const from = this._from;
    if (from === null) return;
    const at = { x: event.clientX, y: event.clientY };
    if (!this._carries && Math.hypot(at.x - from.x, at.y - from.y) < SLACK) return;
    this._carries = true;
    this._tell({ device, at, dropped: false });
  }

  private _drop(event: PointerEvent, device: string): void {
    this._from = null;
    if (this._carries)
      this._tell({ device, at: { x: event.clientX, y: event.clientY }, dropped: true });
  }

  private _letGo(): void {
    this._from = null;
    this._carries = false;
    this.dispatchEvent(new CustomEvent("let-go"));
  }

  /** Into the middle of its room, from where it can be moved. */
  private _put(device: string, zone: string): void {
    // A click also ends each drag.
    if (this._carries) {
      this._carries = false;
      return;
    }
    const floor = floorOfZone(this.draft, zone);
    const [room] = floor === undefined ? [] : roomsOf(floor, zone);
    if (floor === undefined || room === undefined) return;
    this._do({ type: "put-device", floor: floor.id, device, ...centre(room) });
  }

  private _addRoom(zone: string): void {
    const rect = freePlace(this.floor.rooms, USUAL_ROOM.w, USUAL_ROOM.d);
    this._do({ type: "draw-room", floor: this.floor.id, room: { zone, ...rect } });
  }

  private _tell(carried: Carried): void {
    this.dispatchEvent(new CustomEvent("carry", { detail: carried }));
  }

  private _do(action: Action): void {
    this.dispatchEvent(new CustomEvent("do", { detail: action }));
  }

  static override styles = [base, card, controls, trayStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-tray": TuyaTwinEditorTray;
  }
}
