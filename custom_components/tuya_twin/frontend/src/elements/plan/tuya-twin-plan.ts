/** The house as an isometric drawing: floors carry the status, pins the devices. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import type { House } from "../../services/house";
import type { DrawnFloor } from "../../services/plan/floors";
import { TOUCH } from "../../services/plan/detail";
import { SceneMemory } from "../../services/plan/memory";
import type { Scene } from "../../services/plan/scene";
import { floorOfZone, floorToShow, worstOn } from "../../services/plan/storeys";
import type { Wording } from "../../services/wording";
import { STATUSES } from "../../types/wire";
import { element } from "../element";
import { base } from "../styles";
import { caption } from "./caption";
import { controls } from "./controls";
import { controlStyles } from "./control-styles";
import { Drag } from "./drag";
import { drawing } from "./drawing";
import { floorSwitch } from "./floor-switch";
import { houseStyles } from "./house-styles";
import { lampsOf, sameLamps, type Lamp } from "./lamps";
import { pinStyles } from "./pin-styles";
import { Presence } from "./presence";
import { pointedAt, Roving, stopKey, type Pointed } from "./roving";
import { CLOSER, Zoom } from "./zoom";

const PHONE = 600;
/** What the floor switch takes on a phone, where it stands above the plan. */
const SWITCH = 56;
/** How often the age in the caption is counted anew. */
const AGE_MS = 1000;

@element("tuya-twin-plan")
export class TuyaTwinPlan extends LitElement {
  @property({ attribute: false }) house!: House;
  @property({ attribute: false }) words!: Wording;
  @property({ type: Boolean, reflect: true }) live = false;
  @property({ attribute: false }) zone: string | null = null;
  @property({ attribute: false }) device: string | null = null;
  /** The floor to show; null leaves it to the plan and its user. */
  @property({ attribute: false }) floor: string | null = null;
  /** Takes all the height it is given. */
  @property({ type: Boolean, reflect: true }) fill = false;

  @state() private _size = { width: 0, height: 0 };
  @state() private _pointed: Pointed | null = null;
  @state() private _ringed: string | null = null;
  /** Which room or device the Tab key leads to. */
  @state() private _stop: string | null = null;
  @state() private _picked: string | null = null;

  private readonly _memory = new SceneMemory();
  private readonly _zoom: Zoom;
  private _floors: readonly DrawnFloor[] = [];
  private _scene: Scene | null = null;
  private _lamps: readonly Lamp[] = [];
  private _ageTimer = 0;
  private readonly _resize = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    this._size = { width: Math.floor(width), height: Math.floor(height) };
  });

  constructor() {
    super();
    this._zoom = new Zoom(this, {
      window: () => this._window(),
      canvas: () => this.renderRoot.querySelector<HTMLElement>(".canvas"),
      projection: () => this._scene?.projection ?? null,
    });
    new Drag(this, () => this._window());
    new Roving(this);
    new Presence(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this._resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._resize.disconnect();
    window.clearInterval(this._ageTimer);
  }

  /** The drawing is laid out anew only when the plan, the zones, the devices or the size change. */
  protected override willUpdate(changed: PropertyValues): void {
    const { zones, devices, plan } = this.house;
    this._floors = this._memory.floors(plan, zones, devices);
    this._followChoice(changed);
    const floor = floorToShow(this._floors, this._picked ?? this.floor, this.house);
    this._scene = floor === undefined || this._size.width === 0 ? null : this._compose(floor);
    this._stop = this._validStop();
    const byId = new Map(devices.map((device) => [device.id, device]));
    const lamps = this.live ? lampsOf(this._scene?.pins ?? [], byId) : [];
    if (!sameLamps(lamps, this._lamps)) this._lamps = lamps;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("_pointed")) return;
    window.clearInterval(this._ageTimer);
    if (this._pointed === null) return;
    this._ageTimer = window.setInterval(() => {
      this.requestUpdate();
    }, AGE_MS);
  }

  protected override render() {
    const { house, words, live } = this;
    const scene = this._scene;
    if (scene === null) {
      const known = house.place !== null && house.zones.length === 0;
      return html`<div class="empty">${known ? words.t("plan.empty") : nothing}</div>`;
    }
    const zoomed = this._zoom.value > 1;
    return html`<div class="frame">
      ${this._floors.length > 1 ? floorSwitch(this._storeys(scene), words) : nothing}
      <div
        class="window ${zoomed ? "zoomed" : ""}"
        dir="ltr"
        style=${this.fill ? nothing : `height: ${this._height()}px`}
        role=${zoomed ? "region" : nothing}
        tabindex=${zoomed ? 0 : nothing}
        aria-label=${zoomed ? words.t("plan.scroll") : nothing}
        @pointerover=${this._onPoint}
        @pointerout=${this._onUnpoint}
        @focusin=${this._onFocus}
        @focusout=${this._onBlur}
      >
        ${drawing({
          house,
          words,
          live,
          scene,
          lamps: this._lamps,
          zone: this.zone,
          device: this.device,
          stop: this._stop,
          pointed: this._pointed,
          ringed: this._ringed,
          direction: getComputedStyle(this).direction,
          choose: this._choose,
          show: this._show,
        })}
      </div>
      ${caption(this._pointed, house, live, words)} ${controls(this._zoom, words)}
    </div>`;
  }

  /** Back to the whole of the floor that is asked for: nobody looks at a part of it any more. */
  showWhole(): void {
    this._picked = null;
    this._zoom.reset();
    this.requestUpdate();
  }

  private _window(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".window");
  }

  private _compose(floor: DrawnFloor): Scene {
    const words = STATUSES.map((status) => this.words.t(`status.${status}`));
    const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
    const viewport = { width: this._size.width, height: this._height() };
    return this._memory.scene(floor, this.house.zones, longest, viewport, this._zoom.value);
  }

  private _height(): number {
    const { width, height } = this._size;
    const above = width < PHONE && this._floors.length > 1 ? SWITCH : 0;
    if (this.fill) return Math.max(1, height - above);
    if (width < PHONE) return Math.round(width * 0.94);
    return Math.round(Math.max(340, Math.min(width * 0.64, window.innerHeight * 0.6)));
  }

  private _validStop(): string | null {
    const zones = this._scene?.shape.floor.zones ?? [];
    const pins = this._scene?.pins ?? [];
    const stops = [
      ...zones.map((id) => stopKey("zone", id)),
      ...pins.map(({ device }) => stopKey("device", device)),
    ];
    return stops.find((stop) => stop === this._stop) ?? stops.at(0) ?? null;
  }

  /** What is chosen elsewhere, in a list say, is shown on its floor. */
  private _followChoice(changed: PropertyValues): void {
    if (changed.has("floor")) this._picked = null;
    const device = this.house.devices.find(({ id }) => id === this.device);
    const asked = [
      changed.has("device") ? device?.zone : undefined,
      changed.has("zone") ? this.zone : undefined,
    ].find((zone) => typeof zone === "string");
    if (typeof asked === "string") this._picked = floorOfZone(this._floors, asked) ?? this._picked;
  }

  private _storeys(scene: Scene) {
    return this._floors.map((floor, index) => ({
      id: floor.id,
      name: floor.name || this.words.t("plan.floor_number", { number: index + 1 }),
      shown: this.live ? worstOn(floor, this.house) : ("unknown" as const),
      chosen: floor === scene.shape.floor,
      choose: () => {
        this._picked = floor.id;
        this._zoom.reset();
        this.dispatchEvent(new CustomEvent("choose-floor", { detail: floor.id }));
      },
    }));
  }

  private readonly _choose = (zone: string): void => {
    this.dispatchEvent(new CustomEvent("choose-zone", { detail: zone }));
  };

  /** Pins that are too small for a finger are looked at more closely first. */
  private readonly _show = (device: string): void => {
    const pin = this._scene?.pins.find((other) => other.device === device);
    const small = (this._scene?.detail.apart ?? TOUCH) < TOUCH;
    const view = this._window();
    if (small && this._zoom.closer && this._byFinger && pin !== undefined && view !== null) {
      const { x, y } = pin.head;
      this._zoom.by(CLOSER * CLOSER, { x: x - view.scrollLeft, y: y - view.scrollTop });
      return;
    }
    this.dispatchEvent(new CustomEvent("show-device", { detail: device }));
  };

  private _byFinger = false;

  private _onPoint(event: PointerEvent): void {
    this._byFinger = event.pointerType === "touch";
    this._pointed = pointedAt(event.target) ?? this._pointed;
  }

  private _onUnpoint(): void {
    this._pointed = pointedAt(this.shadowRoot?.activeElement ?? null);
  }

  private _onFocus(event: FocusEvent): void {
    const pointed = pointedAt(event.target);
    if (pointed === null || !(event.target instanceof Element)) return;
    this._pointed = pointed;
    this._stop = stopKey(pointed.kind, pointed.id);
    const byKeys = event.target.matches(":focus-visible");
    if (byKeys) this._byFinger = false;
    this._ringed = pointed.kind === "zone" && byKeys ? pointed.id : null;
  }

  private _onBlur(): void {
    this._pointed = null;
    this._ringed = null;
  }

  static override styles = [base, houseStyles, pinStyles, controlStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-plan": TuyaTwinPlan;
  }
}
