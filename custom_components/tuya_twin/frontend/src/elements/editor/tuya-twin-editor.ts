/** The plan's editor: draws on a draft, and saves it for every screen of the house. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import type { Action } from "../../services/editor/actions";
import type { Placement } from "../../services/editor/backdrop";
import {
  emptyFloor,
  floorById,
  isDrawn,
  knownOf,
  mayDraw,
  overlapsIn,
  type Draft,
} from "../../services/editor/draft";
import { choiceAfter } from "../../services/editor/gesture";
import { exists, type Choice } from "../../services/editor/hit";
import { EditingSession } from "../../services/editor/session";
import { Teller } from "../../services/editor/telling";
import type { House } from "../../services/house";
import type { Wording } from "../../services/wording";
import { isRecord } from "../../types/guards";
import type { Hass } from "../../types/hass";
import type { PlanFloor } from "../../types/plan";
import { element } from "../element";
import { icon } from "../icons";
import "../plan/tuya-twin-plan";
import { base, card } from "../styles";
import { controls } from "./controls";
import { editorStyles } from "./editor-styles";
import { Pictures } from "./pictures";
import type { Tool } from "./pointers";
import { shelfOf } from "./shelves";
import { KIND_ICONS, sign, type SignName } from "./signs";
import type { TuyaTwinEditorCanvas } from "./tuya-twin-editor-canvas";
import "./tuya-twin-editor-canvas";
import type { TuyaTwinEditorFloors } from "./tuya-twin-editor-floors";
import "./tuya-twin-editor-floors";
import "./tuya-twin-editor-form";
import "./tuya-twin-editor-list";
import "./tuya-twin-editor-picture";
import type { Question } from "./tuya-twin-editor-question";
import "./tuya-twin-editor-question";
import type { Carried } from "./tuya-twin-editor-tray";
import "./tuya-twin-editor-tray";

const TOOLS = ["choose", "room", "door"] as const satisfies readonly Tool[];

/** Home Assistant replaces it with every change of any state; it is only asked and called here. */
const quiet = { attribute: false, hasChanged: () => false } as const;

@element("tuya-twin-editor")
export class TuyaTwinEditor extends LitElement {
  @property(quiet) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) house!: House;
  @property({ attribute: false }) household = "";
  /** Whether what the preview shows of the house is its present state. */
  @property({ type: Boolean, reflect: true }) live = false;

  @state() private _floor = "";
  @state() private _choice: Choice | null = null;
  @state() private _tool: Tool = "choose";
  @state() private _zone: string | null = null;
  @state() private _trial: Draft | null = null;
  @state() private _carried: Carried | null = null;
  @state() private _say = "";
  @state() private _question: (Question & { readonly answered: (id: string) => void }) | null =
    null;
  @state() private _restored = false;

  @query("tuya-twin-editor-canvas") private readonly _canvas!: TuyaTwinEditorCanvas | null;
  @query("tuya-twin-editor-floors") private readonly _floors!: TuyaTwinEditorFloors | null;

  private _session: EditingSession | null = null;
  private _editing = "";
  private readonly _pictures = new Pictures(this, () => this.hass, shelfOf("localStorage"));

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this._onKey);
    window.addEventListener("beforeunload", this._onUnload);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this._onKey);
    window.removeEventListener("beforeunload", this._onUnload);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.house.place === null || this.household === "") return;
    if (this._session === null || this._editing !== this.household) this._begin();
    else if (changed.has("house")) this._follow(this._session);
    const floor = this._shownFloor();
    if (floor === undefined) return;
    this._floor = floor.id;
    this._pictures.need(this.household, floor.id);
    if (!exists(floor, this._choice)) this._choice = null;
    this._zone = this._drawable(this._zone);
  }

  protected override render() {
    const session = this._session;
    const floor = this._shownFloor();
    if (session === null || floor === undefined) {
      return html`<p class="note">${this.words.t("editor.waiting")}</p>`;
    }
    const teller = this._teller();
    const trial = this._trial === null ? null : (floorById(this._trial, floor.id) ?? null);
    return html`${this._bar(session)}
      <div role="alert">${this._notice(session, teller)}</div>
      <div class="desk">
        <div class="card work">
          <tuya-twin-editor-floors
            .words=${this.words}
            .floors=${session.draft.floors}
            .floor=${floor.id}
            @do=${this._onDo}
            @choose-floor=${this._onFloor}
            @add-floor=${this._onAddFloor}
            @remove-floor=${this._onRemoveFloor}
          ></tuya-twin-editor-floors>
          ${this._tools(session.draft, floor, teller)}
          <tuya-twin-editor-canvas
            .words=${this.words}
            .teller=${teller}
            .floor=${floor}
            .trial=${trial}
            .devices=${this.house.devices}
            .choice=${this._choice}
            .tool=${this._tool}
            .zone=${this._zone}
            .picture=${this._pictures.of(floor.id)}
            .placement=${this._pictures.placement(floor)}
            @do=${this._onDo}
            @try=${this._onTry}
            @choose=${this._onChoose}
            @miss=${this._onMiss}
          ></tuya-twin-editor-canvas>
        </div>
        <aside>${this._side(session.draft, floor, trial, teller)}</aside>
      </div>
      ${this._inHand()}
      <tuya-twin-editor-question
        .question=${this._question}
        @answer=${this._onAnswer}
      ></tuya-twin-editor-question>
      <div class="hidden" role="status" aria-live="polite">${this._say}</div>`;
  }

  private _bar(session: EditingSession) {
    const t = this.words;
    const busy = session.saving.state === "busy";
    const idle = !session.dirty || busy;
    return html`<div class="bar">
      ${this._round("close", t.t("editor.close"), this._onClose)}
      <h1>${t.t("editor.title")}</h1>
      <span class="state">${this._stateWords(session)}</span>
      ${this._round("undo", t.t("editor.undo"), this._onUndo, !session.canUndo)}
      ${this._round("redo", t.t("editor.redo"), this._onRedo, !session.canRedo)}
      <button
        class="button main"
        aria-disabled=${idle ? "true" : nothing}
        @click=${() => {
          if (!idle) void this._save();
        }}
      >
        ${t.t(busy ? "editor.saving" : "editor.save")}
      </button>
    </div>`;
  }

  private _round(name: SignName, label: string, act: () => void, off = false) {
    return html`<button
      class="button round"
      aria-label=${label}
      title=${label}
      aria-disabled=${off ? "true" : nothing}
      @click=${act}
    >
      ${sign(name)}
    </button>`;
  }

  private _stateWords({ dirty, saving }: EditingSession): string {
    if (saving.state === "busy") return "";
    if (dirty) return this.words.t("editor.unsaved");
    return saving.state === "saved" ? this.words.t("editor.saved") : "";
  }

  private _notice(session: EditingSession, teller: Teller) {
    const t = this.words;
    if (session.behind) return this._conflict(session);
    const overlaps = overlapsIn(this._trial ?? session.draft);
    if (overlaps.length > 0) {
      return html`<div class="notice bad">
        ${sign("warn")}
        <p>${teller.overlaps(overlaps)} ${t.t("editor.overlap_cure")}</p>
      </div>`;
    }
    if (session.saving.state === "refused") {
      const error = session.saving.message;
      return html`<div class="notice bad">
        ${sign("warn")}
        <p>${t.t("editor.refused", { error })}</p>
      </div>`;
    }
    return this._restored
      ? html`<div class="notice"><p>${t.t("editor.restored")}</p></div>`
      : nothing;
  }

  private _conflict(session: EditingSession) {
    const t = this.words;
    const wait = !session.theirsArrived;
    return html`<div class="notice warn">
      ${sign("warn")}
      <p>${t.t("editor.behind")} ${wait ? t.t("editor.behind_waits") : nothing}</p>
      <button class="button" ?disabled=${wait} @click=${this._onTheirs}>
        ${t.t("editor.show_theirs")}
      </button>
      <button class="button" ?disabled=${wait} @click=${this._onMine}>
        ${t.t("editor.put_mine")}
      </button>
    </div>`;
  }

  private _tools(draft: Draft, floor: PlanFloor, teller: Teller) {
    const t = this.words;
    const zones = this._drawableZones(draft, floor.id);
    return html`<div class="tools" role="group" aria-label=${t.t("editor.tools")}>
      ${TOOLS.map(
        (tool) =>
          html`<button
            class="tool"
            aria-pressed=${this._tool === tool ? "true" : "false"}
            @click=${() => {
              this._tool = tool;
            }}
          >
            ${sign(tool, 18)}${t.t(`editor.tool_${tool}`)}
          </button>`,
      )}
      ${
        this._tool === "room"
          ? html`<select
              class="zone"
              aria-label=${t.t("editor.zone")}
              @change=${(event: Event & { target: HTMLSelectElement }) => {
                this._zone = event.target.value;
              }}
            >
              ${zones.map(
                (zone) =>
                  html`<option value=${zone} ?selected=${zone === this._zone}>
                    ${
                      isDrawn(draft, zone)
                        ? t.t("editor.zone_more", { name: teller.zone(zone) })
                        : teller.zone(zone)
                    }
                  </option>`,
              )}
            </select>`
          : nothing
      }
      <span class="hint">${t.t(`editor.hint_${this._tool}`)}</span>
    </div>`;
  }

  private _side(draft: Draft, floor: PlanFloor, trial: PlanFloor | null, teller: Teller) {
    const zones = this.house.zones.map(({ id }) => id);
    return html`<tuya-twin-editor-form
        class="card"
        .words=${this.words}
        .teller=${teller}
        .draft=${draft}
        .floor=${trial ?? floor}
        .zones=${zones}
        .choice=${this._choice}
        @do=${this._onDo}
        @extend=${this._onExtend}
      ></tuya-twin-editor-form>
      <tuya-twin-editor-tray
        class="card"
        .words=${this.words}
        .teller=${teller}
        .draft=${draft}
        .floor=${floor}
        .zones=${zones}
        .devices=${this.house.devices}
        @do=${this._onDo}
        @carry=${this._onCarry}
        @let-go=${this._onLetGo}
      ></tuya-twin-editor-tray>
      ${this._preview(trial ?? floor)}
      <tuya-twin-editor-list
        class="card"
        .words=${this.words}
        .teller=${teller}
        .floor=${floor}
        .choice=${this._choice}
        @choose=${this._onChoose}
      ></tuya-twin-editor-list>
      <tuya-twin-editor-picture
        class="card"
        .words=${this.words}
        .picture=${this._pictures.of(floor.id)}
        .placement=${this._pictures.placement(floor)}
        .refused=${this._pictures.refused}
        @set-picture=${this._onPicture}
        @place-picture=${this._onPlace}
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

  /** The device under the finger on its way from the tray. */
  private _inHand() {
    const carried = this._carried;
    const device = this.house.devices.find(({ id }) => id === carried?.device);
    if (carried === null || device === undefined) return nothing;
    const at = { left: `${carried.at.x}px`, top: `${carried.at.y}px` };
    return html`<div class="carried" aria-hidden="true" style=${styleMap(at)}>
      ${icon(KIND_ICONS[device.kind], 20)}
    </div>`;
  }

  private _begin(): void {
    this._editing = this.household;
    this._session = new EditingSession(
      {
        household: this.household,
        shelf: shelfOf("sessionStorage"),
        ground: emptyFloor("ground", this.words.t("editor.ground_floor")),
        save: (revision, floors) => this._send(revision, floors),
        onChange: () => {
          this.requestUpdate();
        },
      },
      this.house.plan,
      knownOf(this.house),
    );
    this._restored = this._session.restored;
    this._floor = "";
    this._choice = null;
    this._trial = null;
    if (this._restored) this._tell(this.words.t("editor.restored"));
  }

  private _follow(session: EditingSession): void {
    const { draft, behind } = session;
    session.follow(this.house.plan, knownOf(this.house));
    if (session.behind && !behind) this._tell(this.words.t("editor.behind"));
    else if (session.draft !== draft && !session.dirty) {
      this._tell(this.words.t("editor.said_theirs"));
    }
  }

  private async _send(revision: number, floors: readonly PlanFloor[]): Promise<number> {
    const answer = await this.hass?.callWS({
      type: "tuya_twin/plan/save",
      household: this.household,
      revision,
      floors,
    });
    if (isRecord(answer) && typeof answer.revision === "number") return answer.revision;
    throw new Error(this.words.t("editor.no_answer"));
  }

  private _shownFloor(): PlanFloor | undefined {
    const floors = this._session?.draft.floors ?? [];
    return floors.find(({ id }) => id === this._floor) ?? floors[0];
  }

  private _teller(): Teller {
    return new Teller(this.house, this.words, this.hass?.locale?.language ?? "en");
  }

  /** Those without a room come first: they are what is left to do. */
  private _drawableZones(draft: Draft, floor: string): readonly string[] {
    const zones = this.house.zones
      .map(({ id }) => id)
      .filter((zone) => mayDraw(draft, floor, zone));
    return [
      ...zones.filter((zone) => !isDrawn(draft, zone)),
      ...zones.filter((zone) => isDrawn(draft, zone)),
    ];
  }

  private _drawable(wished: string | null): string | null {
    if (this._session === null) return null;
    const zones = this._drawableZones(this._session.draft, this._floor);
    return zones.find((zone) => zone === wished) ?? zones[0] ?? null;
  }

  /** The same words twice would not be heard twice. */
  private _tell(text: string): void {
    this._say = this._say === text ? `${text}\u00a0` : text;
  }

  private _do(action: Action): void {
    const session = this._session;
    if (session === null) return;
    const before = session.draft;
    const done = session.do(action);
    const after = session.draft;
    this._trial = null;
    this._restored = false;
    const teller = this._teller();
    this._tell([teller.said(action, before, after), teller.overlaps(overlapsIn(after))].join(" "));
    if (done) this._settle(action, after);
  }

  /** Where one is, once it is done. */
  private _settle(action: Action, after: Draft): void {
    if (action.type === "put-device" || action.type === "move-zone") this._floor = action.floor;
    const floor = floorById(after, this._floor);
    this._choice =
      action.type === "move-zone"
        ? {
            kind: "room",
            index: floor?.rooms.findIndex(({ zone }) => zone === action.zone) ?? 0,
          }
        : choiceAfter(action, floor, this._choice);
    if (action.type !== "draw-room") return;
    const rest = this._drawableZones(after, this._floor).find((zone) => !isDrawn(after, zone));
    if (rest === undefined) this._tool = "choose";
    else this._zone = rest;
  }

  private readonly _onDo = (event: CustomEvent<Action>): void => {
    this._do(event.detail);
    const removed = event.detail.type.startsWith("remove-");
    if (removed || event.detail.type === "automatic") this._focusSheet();
  };

  /** What had the focus is gone. */
  private _focusSheet(): void {
    void this.updateComplete.then(() => {
      this._canvas?.focusChoice();
    });
  }

  private _onTry(event: CustomEvent<Action | null>): void {
    const action = event.detail;
    this._trial = action === null ? null : (this._session?.preview(action) ?? null);
  }

  private _onChoose(event: CustomEvent<Choice | null>): void {
    this._choice = event.detail;
  }

  private _onMiss(): void {
    this._tell(this.words.t("editor.miss"));
  }

  private _onExtend(event: CustomEvent<string>): void {
    this._zone = event.detail;
    this._tool = "room";
  }

  private _onFloor(event: CustomEvent<string>): void {
    this._floor = event.detail;
    this._choice = null;
  }

  private _onAddFloor(): void {
    const number = (this._session?.draft.floors.length ?? 0) + 1;
    const id = `floor-${Math.random().toString(36).slice(2, 10)}`;
    this._do({ type: "add-floor", id, name: this.words.t("editor.new_floor", { number }) });
    this._floor = id;
    void this.updateComplete.then(() => {
      this._floors?.rename();
    });
  }

  private _onRemoveFloor(event: CustomEvent<string>): void {
    const floor = this._shownFloor();
    if (floor === undefined) return;
    const remove = (): void => {
      this._do({ type: "remove-floor", floor: event.detail });
      this._focusSheet();
    };
    if (floor.rooms.length === 0) remove();
    else {
      const t = this.words;
      this._ask(
        {
          title: t.t("editor.remove_floor_title", { floor: floor.name }),
          text: t.t("editor.remove_floor_text"),
          answers: [
            { id: "keep", text: t.t("editor.keep") },
            { id: "remove", text: t.t("editor.remove_floor"), look: "bad" },
          ],
        },
        (id) => {
          if (id === "remove") remove();
        },
      );
    }
  }

  private _onCarry(event: CustomEvent<Carried>): void {
    const { device, at, dropped } = event.detail;
    const spot = this._canvas?.spotAt(at.x, at.y) ?? null;
    const action: Action | null =
      spot === null ? null : { type: "put-device", floor: this._floor, device, ...spot };
    this._carried = dropped ? null : event.detail;
    this._trial = action === null || dropped ? null : (this._session?.preview(action) ?? null);
    if (dropped && action !== null) this._do(action);
  }

  private _onLetGo(): void {
    this._carried = null;
    this._trial = null;
  }

  private readonly _onUndo = (): void => {
    if (this._session?.undo() === true) this._tell(this.words.t("editor.said_undone"));
  };

  private readonly _onRedo = (): void => {
    if (this._session?.redo() === true) this._tell(this.words.t("editor.said_redone"));
  };

  private async _save(): Promise<boolean> {
    const session = this._session;
    if (session === null) return false;
    const outcome = await session.save();
    if (outcome === "saved") this._tell(this.words.t("editor.saved"));
    else if (outcome === "overlaps") this._showOverlap(session);
    return outcome === "saved";
  }

  /** Brings what stands against saving into sight. */
  private _showOverlap(session: EditingSession): void {
    const [first] = overlapsIn(session.draft);
    if (first === undefined) return;
    this._floor = first.floor;
    this._choice = { kind: "room", index: first.rooms[1] };
    this._tell(`${this._teller().overlaps([first])} ${this.words.t("editor.overlap_cure")}`);
  }

  private _onTheirs(): void {
    this._session?.takeTheirs();
    this._choice = null;
    this._tell(this.words.t("editor.said_theirs"));
    this._focusSheet();
  }

  private async _onMine(): Promise<void> {
    const outcome = await this._session?.putMine();
    if (outcome === "saved") this._tell(this.words.t("editor.saved"));
    this._focusSheet();
  }

  private readonly _onClose = (): void => {
    const t = this.words;
    if (this._session?.dirty !== true) {
      this._leave();
      return;
    }
    this._ask(
      {
        title: t.t("editor.leave_title"),
        text: t.t("editor.leave_text"),
        answers: [
          { id: "stay", text: t.t("editor.leave_stay") },
          { id: "discard", text: t.t("editor.leave_discard"), look: "bad" },
          { id: "save", text: t.t("editor.save"), look: "main" },
        ],
      },
      (id) => {
        if (id === "discard") this._leave();
        else if (id === "save") {
          void this._save().then((saved) => {
            if (saved) this._leave();
          });
        }
      },
    );
  };

  private _leave(): void {
    this._session?.discard();
    this._session = null;
    this._editing = "";
    this.dispatchEvent(new CustomEvent("close-editor"));
  }

  private _ask(question: Question, answered: (id: string) => void): void {
    this._question = { ...question, answered };
  }

  private _onAnswer(event: CustomEvent<string>): void {
    const question = this._question;
    this._question = null;
    question?.answered(event.detail);
  }

  private _onPicture(event: CustomEvent<string | null>): void {
    const floor = this._shownFloor();
    if (floor !== undefined) void this._pictures.put(floor, event.detail);
  }

  private _onPlace(event: CustomEvent<Placement>): void {
    this._pictures.place(this._floor, event.detail);
  }

  private readonly _onKey = (event: KeyboardEvent): void => {
    const asked = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (!asked || event.altKey || this._question !== null) return;
    if (key !== "z" && key !== "y" && key !== "s") return;
    // A field takes back its own letters first.
    if (key !== "s" && event.composedPath()[0] instanceof HTMLInputElement) return;
    event.preventDefault();
    if (key === "s") void this._save();
    else if (key === "y" || event.shiftKey) this._onRedo();
    else this._onUndo();
  };

  private readonly _onUnload = (event: BeforeUnloadEvent): void => {
    if (this._session?.dirty === true) event.preventDefault();
  };

  static override styles = [base, card, controls, editorStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor": TuyaTwinEditor;
  }
}
