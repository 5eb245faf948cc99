/** Beside the sheet: the preview, what is chosen in numbers, what has no place yet, the picture. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { Placement } from "../../services/editor/backdrop";
import type { Draft } from "../../services/editor/draft";
import type { Choice } from "../../services/editor/hit";
import type { Teller } from "../../services/editor/telling";
import type { House } from "../../services/house";
import type { Wording } from "../../services/wording";
import type { PlanFloor } from "../../types/plan";
import { element } from "../element";
import "../plan/tuya-twin-plan";
import { base, card } from "../styles";
import "./tuya-twin-editor-form";
import "./tuya-twin-editor-list";
import "./tuya-twin-editor-picture";
import "./tuya-twin-editor-tray";

/** What its parts fire goes on from here. */
@element("tuya-twin-editor-side")
export class TuyaTwinEditorSide extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) teller!: Teller;
  @property({ attribute: false }) house!: House;
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) floor!: PlanFloor;
  @property({ attribute: false }) trial: PlanFloor | null = null;
  @property({ attribute: false }) zones: readonly string[] = [];
  @property({ attribute: false }) choice: Choice | null = null;
  @property({ attribute: false }) picture: string | null = null;
  @property({ attribute: false }) placement: Placement | null = null;
  @property({ attribute: false }) refused = "";
  @property({ type: Boolean, reflect: true }) live = false;

  protected override render() {
    return html`<tuya-twin-editor-form
        class="card"
        .words=${this.words}
        .teller=${this.teller}
        .draft=${this.draft}
        .floor=${this.trial ?? this.floor}
        .zones=${this.zones}
        .choice=${this.choice}
        @do=${this._pass}
        @extend=${this._pass}
      ></tuya-twin-editor-form>
      <tuya-twin-editor-tray
        class="card"
        .words=${this.words}
        .teller=${this.teller}
        .draft=${this.draft}
        .floor=${this.floor}
        .zones=${this.zones}
        .devices=${this.house.devices}
        @do=${this._pass}
        @carry=${this._pass}
        @let-go=${this._pass}
      ></tuya-twin-editor-tray>
      ${this._preview(this.trial ?? this.floor)}
      <tuya-twin-editor-list
        class="card"
        .words=${this.words}
        .teller=${this.teller}
        .floor=${this.floor}
        .choice=${this.choice}
        @choose=${this._pass}
      ></tuya-twin-editor-list>
      <tuya-twin-editor-picture
        class="card"
        .words=${this.words}
        .picture=${this.picture}
        .placement=${this.placement}
        .refused=${this.refused}
        @set-picture=${this._pass}
        @place-picture=${this._pass}
      ></tuya-twin-editor-picture>`;
  }

  /** This floor as the panel will show it. */
  private _preview(floor: PlanFloor) {
    const here = new Set(floor.zones);
    if (here.size === 0) return nothing;
    const house: House = {
      ...this.house,
      zones: this.house.zones.filter(({ id }) => here.has(id)),
      devices: this.house.devices.filter(({ zone }) => here.has(zone)),
      plan: { revision: this.house.plan.revision, floors: [floor] },
    };
    return html`<div class="card preview">
      <h2>${this.words.t("editor.preview")}</h2>
      <tuya-twin-plan
        inert
        fill
        .house=${house}
        .words=${this.words}
        .floor=${floor.id}
        ?live=${this.live}
      ></tuya-twin-plan>
    </div>`;
  }

  private _pass(event: CustomEvent<unknown>): void {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }

  static override styles = [
    base,
    card,
    css`
      :host {
        display: grid;
        gap: 14px;
        min-width: 0;
      }

      .card {
        min-width: 0;
      }

      /* It is only looked at: nothing in it takes the focus, so its place is free. */
      .preview {
        order: var(--preview-order, -1);
        overflow: hidden;
      }

      .preview h2 {
        padding: 12px 16px 0;
      }

      .preview tuya-twin-plan {
        display: block;
        height: 250px;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-side": TuyaTwinEditorSide;
  }
}
