/** The plan's editor: draws on a draft, and saves it for every screen of the house. */
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { Editing, type Setting, type Tool } from "../../controllers/editing";
import { Pictures } from "../../controllers/pictures";
import { shelfOf } from "../../controllers/shelves";
import { Shortcuts } from "../../controllers/shortcuts";
import type { Action } from "../../services/editor/actions";
import type { Placement } from "../../services/editor/backdrop";
import { floorById, overlapsIn } from "../../services/editor/draft";
import type { Choice } from "../../services/editor/hit";
import { savePlan } from "../../services/editor/saving";
import type { EditingSession } from "../../services/editor/session";
import type { Teller } from "../../services/editor/telling";
import type { House } from "../../services/house";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import type { PlanFloor } from "../../types/plan";
import { element } from "../element";
import { icon } from "../icons";
import { base, card } from "../styles";
import { controls } from "./controls";
import { editorStyles } from "./editor-styles";
import { leaving, removingFloor } from "./questions";
import { KIND_ICONS } from "./signs";
import "./tuya-twin-editor-bar";
import type { TuyaTwinEditorCanvas } from "./tuya-twin-editor-canvas";
import "./tuya-twin-editor-canvas";
import type { TuyaTwinEditorFloors } from "./tuya-twin-editor-floors";
import "./tuya-twin-editor-floors";
import "./tuya-twin-editor-notice";
import type { Question } from "./tuya-twin-editor-question";
import "./tuya-twin-editor-question";
import "./tuya-twin-editor-side";
import "./tuya-twin-editor-tools";
import type { Carried } from "./tuya-twin-editor-tray";

/** Fires `close-editor`. */
@element("tuya-twin-editor")
export class TuyaTwinEditor extends LitElement {
  /** Home Assistant replaces it with every change of any state; here it is only asked and called. */
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) house!: House;
  @property({ attribute: false }) household = "";
  /** Whether what the preview shows of the house is its present state. */
  @property({ type: Boolean, reflect: true }) live = false;

  @state() private _carried: Carried | null = null;
  @state() private _asked: { question: Question; answered: (id: string) => void } | null = null;

  @query("tuya-twin-editor-canvas") private readonly _canvas!: TuyaTwinEditorCanvas | null;
  @query("tuya-twin-editor-floors") private readonly _floors!: TuyaTwinEditorFloors | null;

  private readonly _pictures = new Pictures(this, () => this.hass, shelfOf("localStorage"));
  private readonly _editing = new Editing(this, shelfOf("sessionStorage"), (revision, floors) =>
    this._send(revision, floors),
  );

  constructor() {
    super();
    new Shortcuts(this, {
      undo: this._onUndo,
      redo: this._onRedo,
      save: this._onSave,
      waits: () => this._asked !== null,
      dirty: () => this._editing.session?.dirty === true,
    });
  }

  protected override willUpdate(): void {
    this._editing.follow(this._setting);
    const { floor } = this._editing;
    if (floor !== undefined) this._pictures.need(this.household, floor.id);
  }

  protected override render() {
    const { session, floor, said } = this._editing;
    if (session === null || floor === undefined) {
      return html`<p class="note">${this.words.t("editor.waiting")}</p>`;
    }
    const teller = this._editing.teller(this._setting);
    return html`${this._top(session, teller)}
      <div class="desk">
        <div class="card work">${this._work(session, floor, teller)}</div>
        ${this._side(session, floor, teller)}
      </div>
      ${this._inHand()}
      <tuya-twin-editor-question
        .question=${this._asked?.question ?? null}
        @answer=${this._onAnswer}
      ></tuya-twin-editor-question>
      <div class="hidden" role="status" aria-live="polite">${said}</div>`;
  }

  private get _setting(): Setting {
    const { household, house, words } = this;
    return { household, house, words, language: this.hass?.locale?.language ?? "en" };
  }

  private _top(session: EditingSession, teller: Teller) {
    const { dirty, canUndo, canRedo, saving, behind, theirsArrived } = session;
    const { trial, restored } = this._editing;
    return html`<tuya-twin-editor-bar
        .words=${this.words}
        .standing=${{ dirty, canUndo, canRedo, saving }}
        @leave=${this._onLeave}
        @undo=${this._onUndo}
        @redo=${this._onRedo}
        @save=${this._onSave}
      ></tuya-twin-editor-bar>
      <tuya-twin-editor-notice
        .words=${this.words}
        .behind=${behind ? (theirsArrived ? "arrived" : "awaited") : null}
        .overlaps=${teller.overlaps(overlapsIn(trial ?? session.draft))}
        .saving=${saving}
        ?restored=${restored}
        @theirs=${this._onTheirs}
        @mine=${this._onMine}
      ></tuya-twin-editor-notice>`;
  }

  private _work({ draft }: EditingSession, floor: PlanFloor, teller: Teller) {
    const { choice, tool, zone, drawable } = this._editing;
    return html`<tuya-twin-editor-floors
        .words=${this.words}
        .floors=${draft.floors}
        .floor=${floor.id}
        @do=${this._onDo}
        @choose-floor=${this._onFloor}
        @add-floor=${this._onAddFloor}
        @remove-floor=${this._onRemoveFloor}
      ></tuya-twin-editor-floors>
      <tuya-twin-editor-tools
        .words=${this.words}
        .teller=${teller}
        .draft=${draft}
        .tool=${tool}
        .zone=${zone}
        .zones=${drawable}
        @take=${this._onTake}
        @draw-zone=${this._onDrawZone}
      ></tuya-twin-editor-tools>
      <tuya-twin-editor-canvas
        .words=${this.words}
        .teller=${teller}
        .floor=${floor}
        .trial=${this._trial(floor)}
        .devices=${this.house.devices}
        .choice=${choice}
        .tool=${tool}
        .zone=${zone}
        .picture=${this._pictures.of(floor.id)}
        .placement=${this._pictures.placement(floor)}
        @do=${this._onDo}
        @try=${this._onTry}
        @choose=${this._onChoose}
        @miss=${this._onMiss}
      ></tuya-twin-editor-canvas>`;
  }

  private _side({ draft }: EditingSession, floor: PlanFloor, teller: Teller) {
    return html`<tuya-twin-editor-side
      .words=${this.words}
      .teller=${teller}
      .house=${this.house}
      .draft=${draft}
      .floor=${floor}
      .trial=${this._trial(floor)}
      .zones=${this._editing.zones}
      .choice=${this._editing.choice}
      .picture=${this._pictures.of(floor.id)}
      .placement=${this._pictures.placement(floor)}
      .refused=${this._pictures.refused}
      ?live=${this.live}
      @do=${this._onDo}
      @choose=${this._onChoose}
      @extend=${this._onDrawZone}
      @carry=${this._onCarry}
      @let-go=${this._onLetGo}
      @set-picture=${this._onPicture}
      @place-picture=${this._onPlace}
    ></tuya-twin-editor-side>`;
  }

  private _trial(floor: PlanFloor): PlanFloor | null {
    const { trial } = this._editing;
    return trial === null ? null : (floorById(trial, floor.id) ?? null);
  }

  /** The device under the pointer on its way from the tray. */
  private _inHand() {
    const carried = this._carried;
    const device = this.house.devices.find(({ id }) => id === carried?.device);
    if (carried === null || device === undefined) return nothing;
    const at = { left: `${carried.at.x}px`, top: `${carried.at.y}px` };
    return html`<div class="carried" aria-hidden="true" style=${styleMap(at)}>
      ${icon(KIND_ICONS[device.kind], 20)}
    </div>`;
  }

  private async _send(revision: number, floors: readonly PlanFloor[]): Promise<number> {
    const { hass, household } = this;
    const saved = hass === undefined ? null : await savePlan(hass, household, revision, floors);
    if (saved === null) throw new Error(this.words.t("editor.no_answer"));
    return saved;
  }

  private _onDo(event: CustomEvent<Action>): void {
    this._editing.do(event.detail);
    const { type } = event.detail;
    if (type.startsWith("remove-") || type === "automatic") this._focusSheet();
  }

  /** What had the focus is gone. */
  private _focusSheet(): void {
    void this.updateComplete.then(() => {
      this._canvas?.focusChoice();
    });
  }

  private _onTry(event: CustomEvent<Action | null>): void {
    this._editing.attempt(event.detail);
  }

  private _onChoose(event: CustomEvent<Choice | null>): void {
    this._editing.choose(event.detail);
  }

  private _onMiss(): void {
    this._editing.say(this.words.t("editor.miss"));
  }

  private _onTake(event: CustomEvent<Tool>): void {
    this._editing.take(event.detail);
  }

  private _onDrawZone(event: CustomEvent<string>): void {
    this._editing.take("room", event.detail);
  }

  private _onFloor(event: CustomEvent<string>): void {
    this._editing.show(event.detail);
  }

  private _onAddFloor(): void {
    const number = (this._editing.session?.draft.floors.length ?? 0) + 1;
    const id = `floor-${Math.random().toString(36).slice(2, 10)}`;
    const name = this.words.t("editor.new_floor", { number });
    this._editing.do({ type: "add-floor", id, name });
    void this.updateComplete.then(() => {
      this._floors?.rename();
    });
  }

  private _onRemoveFloor(): void {
    const { floor } = this._editing;
    if (floor === undefined) return;
    const remove = (): void => {
      this._editing.do({ type: "remove-floor", floor: floor.id });
      this._focusSheet();
    };
    if (floor.rooms.length === 0) remove();
    else {
      this._ask(removingFloor(this.words, floor.name), (id) => {
        if (id === "remove") remove();
      });
    }
  }

  private _onCarry(event: CustomEvent<Carried>): void {
    const { device, at, dropped } = event.detail;
    const spot = this._canvas?.spotAt(at.x, at.y) ?? null;
    const floor = this._editing.floor?.id ?? "";
    const action: Action | null =
      spot === null ? null : { type: "put-device", floor, device, ...spot };
    this._carried = dropped ? null : event.detail;
    this._editing.attempt(dropped ? null : action);
    if (dropped && action !== null) this._editing.do(action);
  }

  private _onLetGo(): void {
    this._carried = null;
    this._editing.attempt(null);
  }

  private readonly _onUndo = (): void => {
    this._editing.undo();
  };

  private readonly _onRedo = (): void => {
    this._editing.redo();
  };

  private readonly _onSave = (): void => {
    void this._editing.save();
  };

  private _onTheirs(): void {
    this._editing.takeTheirs();
    this._focusSheet();
  }

  private async _onMine(): Promise<void> {
    await this._editing.putMine();
    this._focusSheet();
  }

  private _onLeave(): void {
    if (this._editing.session?.dirty !== true) {
      this._leave();
      return;
    }
    this._ask(leaving(this.words), (id) => {
      if (id === "discard") this._leave();
      if (id === "save") void this._saveAndLeave();
    });
  }

  private async _saveAndLeave(): Promise<void> {
    if (await this._editing.save()) this._leave();
  }

  private _leave(): void {
    this._editing.end();
    this.dispatchEvent(new CustomEvent("close-editor"));
  }

  private _ask(question: Question, answered: (id: string) => void): void {
    this._asked = { question, answered };
  }

  private _onAnswer(event: CustomEvent<string>): void {
    const asked = this._asked;
    this._asked = null;
    asked?.answered(event.detail);
  }

  private _onPicture(event: CustomEvent<string | null>): void {
    const { floor } = this._editing;
    if (floor !== undefined) void this._pictures.put(floor, event.detail);
  }

  private _onPlace(event: CustomEvent<Placement>): void {
    this._pictures.place(this._editing.floor?.id ?? "", event.detail);
  }

  static override styles = [base, card, controls, editorStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor": TuyaTwinEditor;
  }
}
