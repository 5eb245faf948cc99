/** What is chosen, in numbers: everything the pointer can do, for the keyboard and for who is exact. */
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { Action } from "../../services/editor/actions";
import { doorOnSide, SIDES, wallLines, type Side } from "../../services/editor/doors";
import { floorOfZone, mayDraw, type Draft } from "../../services/editor/draft";
import type { Choice } from "../../services/editor/hit";
import { LIMITS } from "../../services/editor/rect";
import { STEPS, type Teller } from "../../services/editor/telling";
import type { Wording } from "../../services/wording";
import type { Key } from "../../services/languages";
import type { PlanDevice, PlanDoor, PlanFloor, PlanRoom } from "../../types/plan";
import { element } from "../element";
import { base, card } from "../styles";
import { controls } from "./controls";
import { choiceField, lengthField, type LengthField } from "./fields";
import { sign } from "./signs";

type Field = Omit<LengthField, "label" | "set"> & {
  readonly label: Key;
  readonly set: (steps: number) => Action;
};

const PLACE = { least: 0, most: LIMITS.far, by: 1 / STEPS } as const;
const SIDE = { least: 1, most: LIMITS.side, by: 1 / STEPS } as const;

@element("tuya-twin-editor-form")
export class TuyaTwinEditorForm extends LitElement {
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) teller!: Teller;
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) floor!: PlanFloor;
  @property({ attribute: false }) zones: readonly string[] = [];
  @property({ attribute: false }) choice: Choice | null = null;

  protected override render() {
    const { choice, floor } = this;
    if (choice === null) {
      return html`<h2>${this.words.t("editor.nothing_chosen")}</h2>
        <p class="note">${this.words.t("editor.nothing_chosen_hint")}</p>`;
    }
    switch (choice.kind) {
      case "room": {
        const room = floor.rooms[choice.index];
        return room === undefined ? nothing : this._room(room, choice.index);
      }
      case "door": {
        const door = floor.doors[choice.index];
        return door === undefined ? nothing : this._door(door, choice.index);
      }
      case "device": {
        const placed = floor.devices.find(({ device }) => device === choice.device);
        return placed === undefined ? nothing : this._device(placed);
      }
    }
  }

  private _room(room: PlanRoom, index: number) {
    const floor = this.floor.id;
    const set = (change: Partial<PlanRoom>): Action => {
      return { type: "change-room", floor, index, rect: { ...room, ...change } };
    };
    return html`${this._head(this.teller.zone(room.zone), "editor.remove_room", {
        type: "remove-room",
        floor,
        index,
      })}
      ${this._zoneField(room, index)} ${this._floorField(room)}
      <div class="pair">
        ${this._field({
          label: "editor.from_left",
          steps: room.x,
          ...PLACE,
          set: (x) => set({ x }),
        })}
        ${this._field({ label: "editor.from_top", steps: room.y, ...PLACE, set: (y) => set({ y }) })}
        ${this._field({ label: "editor.width", steps: room.w, ...SIDE, set: (w) => set({ w }) })}
        ${this._field({ label: "editor.depth", steps: room.d, ...SIDE, set: (d) => set({ d }) })}
      </div>
      <div class="row">
        <button
          class="button"
          @click=${() => {
            this.dispatchEvent(new CustomEvent("extend", { detail: room.zone }));
          }}
        >
          ${sign("plus", 18)}${this.words.t("editor.extend")}
        </button>
      </div>
      ${this._doorButtons(room)}`;
  }

  private _zoneField(room: PlanRoom, index: number) {
    const zones = this.zones.filter(
      (zone) => zone === room.zone || mayDraw(this.draft, this.floor.id, zone),
    );
    return this._select(
      "editor.zone",
      room.zone,
      zones,
      (zone) => this.teller.zone(zone),
      (zone) => {
        this._do({ type: "assign-room", floor: this.floor.id, index, zone });
      },
    );
  }

  private _floorField(room: PlanRoom) {
    const { floors } = this.draft;
    if (floors.length < 2) return nothing;
    const home = floorOfZone(this.draft, room.zone)?.id ?? this.floor.id;
    return this._select(
      "editor.floor",
      home,
      floors.map(({ id }) => id),
      (id) => floors.find((floor) => floor.id === id)?.name ?? id,
      (floor) => {
        this._do({ type: "move-zone", zone: room.zone, floor });
      },
    );
  }

  private _doorButtons(room: PlanRoom) {
    const walls = wallLines(this.floor.rooms);
    const put = (side: Side) => {
      const door = doorOnSide(walls, this.floor.doors, room, side);
      return html`<button
        class="button"
        ?disabled=${door === null}
        @click=${() => {
          if (door !== null) this._do({ type: "put-door", floor: this.floor.id, door });
        }}
      >
        ${this.words.t(`editor.side_${side}`)}
      </button>`;
    };
    return html`<div class="field" role="group" aria-labelledby="doors">
      <span id="doors">${this.words.t("editor.door_in")}</span>
      <div class="row">${SIDES.map(put)}</div>
    </div>`;
  }

  private _door(door: PlanDoor, index: number) {
    const floor = this.floor.id;
    const set = (change: Partial<PlanDoor>): Action => {
      return { type: "change-door", floor, index, door: { ...door, ...change } };
    };
    const name = this.teller.door(this.floor, door);
    return html`${this._head(name, "editor.remove_door", { type: "remove-door", floor, index })}
      <div class="pair">
        ${
          door.along === "x"
            ? this._field({
                label: "editor.from_left",
                steps: door.x,
                ...PLACE,
                set: (x) => set({ x }),
              })
            : this._field({
                label: "editor.from_top",
                steps: door.y,
                ...PLACE,
                set: (y) => set({ y }),
              })
        }
        ${this._field({
          label: "editor.length",
          steps: door.length,
          ...SIDE,
          set: (length) => set({ length }),
        })}
      </div>`;
  }

  private _device(placed: PlanDevice) {
    const set = (change: Partial<PlanDevice>): Action => {
      return { ...placed, ...change, type: "put-device", floor: this.floor.id };
    };
    const fine = { ...PLACE, by: 0.5 / STEPS };
    const name = this.teller.device(placed.device);
    return html`${this._head(name, "editor.remove_device", {
        type: "remove-device",
        device: placed.device,
      })}
      <div class="pair">
        ${this._field({ label: "editor.from_left", steps: placed.x, ...fine, set: (x) => set({ x }) })}
        ${this._field({ label: "editor.from_top", steps: placed.y, ...fine, set: (y) => set({ y }) })}
      </div>`;
  }

  private _head(name: string, label: Key, action: Action) {
    return html`<div class="head">
      <h2>${name}</h2>
      <button
        class="button bad"
        @click=${() => {
          this._do(action);
        }}
      >
        ${sign("trash", 18)}${this.words.t(label)}
      </button>
    </div>`;
  }

  private _select(
    label: Key,
    value: string,
    options: readonly string[],
    name: (option: string) => string,
    set: (option: string) => void,
  ) {
    return choiceField({ label: this.words.t(label), value, options, name, set });
  }

  private _field({ label, set, ...field }: Field) {
    return lengthField({
      ...field,
      label: this.words.t(label),
      set: (steps) => {
        if (steps !== null) this._do(set(steps));
        // What was refused is not left standing in the field.
        this.requestUpdate();
      },
    });
  }

  private _do(action: Action): void {
    this.dispatchEvent(new CustomEvent("do", { detail: action }));
  }

  static override styles = [
    base,
    card,
    controls,
    css`
      :host {
        display: grid;
        gap: 12px;
        padding: 14px 16px 16px;
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 10px;
      }

      h2 {
        font-size: 16px;
        color: var(--tt-ink);
        unicode-bidi: plaintext;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-form": TuyaTwinEditorForm;
  }
}
