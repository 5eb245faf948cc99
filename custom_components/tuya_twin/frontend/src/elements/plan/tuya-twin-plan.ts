/** The house as an isometric drawing: floors carry the status, pins the devices. */
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import { shownForZone, type House } from "../../services/house";
import type { Room } from "../../services/plan/old-layout";
import { composeScene, type Pin, type Scene } from "../../services/plan/old-scene";
import { wallsOf, type Walls } from "../../services/plan/old-walls";
import type { Wording } from "../../services/wording";
import { STATUSES, type Device, type ZoneStatus } from "../../types/wire";
import { element } from "../element";
import { glow, lightClip, lightGradient, shining } from "./light";
import { pinStyles } from "./pin-styles";
import { pinHead, pinWords, thread } from "./pins";
import { floor, roomLabel, type Shown } from "./room";
import { houseStyles } from "./house-styles";
import { foundation, hollows, wallBox } from "./walls";
import { base } from "../styles";

const PHONE = 600;

@element("tuya-twin-plan")
export class TuyaTwinPlan extends LitElement {
  @property({ attribute: false }) house!: House;
  @property({ attribute: false }) words!: Wording;
  @property({ type: Boolean, reflect: true }) live = false;
  @property({ attribute: false }) zone: string | null = null;
  @property({ attribute: false }) device: string | null = null;

  @state() private _width = 0;
  @state() private _pointed: string | null = null;

  private _sceneKey = "";
  private _scrolledFor = "";
  private _scene: Scene | null = null;
  private _walls: Walls | null = null;
  private readonly _resize = new ResizeObserver(([entry]) => {
    if (entry) this._width = Math.floor(entry.contentRect.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this._resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._resize.disconnect();
  }

  /** The drawing is laid out anew only when rooms, devices, words or the width change. */
  protected override willUpdate(): void {
    const { zones, devices } = this.house;
    if (this._width === 0 || zones.length === 0) {
      this._scene = null;
      this._sceneKey = "";
      return;
    }
    const statuses = STATUSES.map((status) => this.words.t(`status.${status}`));
    const word = statuses.reduce((a, b) => (b.length > a.length ? b : a));
    const height = this._height();
    const rooms = zones.map(({ id, name }) => ({ id, name, word }));
    const pins = devices.map(({ id, kind, zone }) => ({ id, kind, zone }));
    const key = JSON.stringify([rooms, pins, this._width, height]);
    if (key === this._sceneKey) return;
    this._sceneKey = key;
    this._scene = composeScene(rooms, pins, { width: this._width, height });
    const entrances = devices.filter((device) => device.kind === "lock").map(({ zone }) => zone);
    this._walls = wallsOf(this._scene.plan, new Set(entrances));
  }

  /** A plan wider than its place opens on its middle. */
  protected override updated(): void {
    const scroll = this.renderRoot.querySelector(".scroll");
    if (scroll === null || this._scrolledFor === this._sceneKey) return;
    this._scrolledFor = this._sceneKey;
    const middle = (scroll.scrollWidth - scroll.clientWidth) / 2;
    // Right to left, the way leads from zero to the left.
    scroll.scrollLeft = getComputedStyle(scroll).direction === "rtl" ? -middle : middle;
  }

  protected override render() {
    const scene = this._scene;
    const walls = this._walls;
    if (scene === null || walls === null) {
      return this.house.place === null
        ? html`<div class="empty"></div>`
        : html`<div class="empty">${this.words.t("plan.empty")}</div>`;
    }
    const wide = scene.width > this._width + 1;
    return html`<div
        class="scroll"
        tabindex=${wide ? 0 : nothing}
        role=${wide ? "region" : nothing}
        aria-label=${wide ? this.words.t("plan.scroll") : nothing}
      >
        <div class="canvas" style=${styleMap({ width: `${scene.width}px` })}>
          ${this._drawing(scene, walls)}
          <div aria-hidden="true">${this._labels(scene)}</div>
        </div>
      </div>
      ${this._caption()}`;
  }

  private _height(): number {
    if (this._width < PHONE) return Math.round(this._width * 0.94);
    return Math.round(Math.max(340, Math.min(this._width * 0.64, window.innerHeight * 0.57)));
  }

  private _drawing({ plan, projection, width, height, ...scene }: Scene, walls: Walls) {
    const rooms = new Map(plan.rooms.map((room) => [room.id, room]));
    const devices = new Map(this.house.devices.map((device) => [device.id, device]));
    const lights = this.live ? shining(scene.pins, rooms, devices) : [];
    const pins = scene.pins.toSorted((a, b) => a.foot.y - b.foot.y);
    return html`<svg
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="group"
      aria-label=${this.words.t("plan.label")}
    >
      <defs>
        <pattern
          id="hatch"
          width="11"
          height="11"
          patternTransform="rotate(45)"
          patternUnits="userSpaceOnUse"
        >
          <rect class="hatch-line" width="4.5" height="11"></rect>
        </pattern>
        ${lights.map(lightGradient)}
        ${lights.map((light, index) => lightClip(projection, light, index))}
      </defs>
      <g aria-hidden="true">${foundation(projection, plan)}</g>
      ${repeat(
        this.house.zones,
        (zone) => zone.id,
        (zone) => this._floor(projection, rooms.get(zone.id), zone),
      )}
      <g class="dead" aria-hidden="true">
        ${walls.back.map((wall) => wallBox(projection, wall))} ${hollows(projection, plan)}
        ${lights.map((light, index) => glow(projection, light, index))}
        ${walls.inner.map((wall) => wallBox(projection, wall))}
        ${walls.front.map((wall) => wallBox(projection, wall))} ${pins.map(thread)}
      </g>
      ${repeat(
        pins,
        (pin) => pin.device,
        (pin) => this._pin(pin, devices.get(pin.device)),
      )}
    </svg>`;
  }

  private _shown(zone: ZoneStatus): Shown {
    return this.live ? shownForZone(this.house, zone) : "unknown";
  }

  private _floor(projection: Scene["projection"], room: Room | undefined, zone: ZoneStatus) {
    if (room === undefined) return nothing;
    const view = {
      zone,
      shown: this._shown(zone),
      chosen: this.zone === zone.id,
      choose: () => this.dispatchEvent(new CustomEvent("choose-zone", { detail: zone.id })),
    };
    return floor(projection, room, view, this.words);
  }

  private _labels(scene: Scene) {
    const zones = new Map(this.house.zones.map((zone) => [zone.id, zone]));
    return scene.labels.map((label) => {
      const zone = zones.get(label.zone);
      return zone === undefined ? nothing : roomLabel(label, this._shown(zone), this.words);
    });
  }

  private _pin(pin: Pin, device: Device | undefined) {
    if (device === undefined) return nothing;
    const view = {
      device,
      live: this.live,
      chosen: this.device === device.id,
      show: () => this.dispatchEvent(new CustomEvent("show-device", { detail: device.id })),
      point: () => (this._pointed = device.id),
      unpoint: () => (this._pointed = null),
    };
    return pinHead(pin, view, this.words);
  }

  /** What the pin under the finger or the focus is, in words. */
  private _caption() {
    const device = this.house.devices.find(({ id }) => id === this._pointed);
    if (device === undefined) return nothing;
    const words = pinWords(device, this.live, this.words);
    return html`<div class="caption" aria-hidden="true"><b>${device.name}</b> ${words}</div>`;
  }

  static override styles = [base, houseStyles, pinStyles];
}
