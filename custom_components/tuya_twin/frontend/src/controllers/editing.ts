/** What the editor's view holds: one session of drawing, and where on the plan one is. */
import type { ReactiveControllerHost } from "lit";
import type { Action } from "../services/editor/actions";
import {
  drawableZones,
  emptyFloor,
  isDrawn,
  knownOf,
  overlapsIn,
  type Draft,
} from "../services/editor/draft";
import { choiceAfter } from "../services/editor/gesture";
import { exists, type Choice } from "../services/editor/hit";
import type { Shelf } from "../services/editor/keeping";
import { EditingSession, type Outcome, type SessionOptions } from "../services/editor/session";
import { Teller } from "../services/editor/telling";
import type { House } from "../services/house";
import type { Wording } from "../services/wording";
import type { PlanFloor } from "../types/plan";

export type Tool = "choose" | "room" | "door";

export interface Setting {
  readonly household: string;
  readonly house: House;
  readonly words: Wording;
  readonly language: string;
}

export class Editing {
  session: EditingSession | null = null;
  choice: Choice | null = null;
  tool: Tool = "choose";
  /** Whose room is drawn next. */
  zone: string | null = null;
  /** What the draft would be if what is held were let go. */
  trial: Draft | null = null;
  /** What happened last, in words. */
  said = "";
  /** Nothing was done yet since a draft of before a reload was taken up. */
  restored = false;

  private _floor = "";
  private _setting: Setting | null = null;

  constructor(
    private readonly _host: ReactiveControllerHost,
    private readonly _shelf: Shelf,
    private readonly _save: SessionOptions["save"],
  ) {}

  /** The floor that is shown. */
  get floor(): PlanFloor | undefined {
    const floors = this.session?.draft.floors ?? [];
    return floors.find(({ id }) => id === this._floor) ?? floors[0];
  }

  get zones(): readonly string[] {
    return this._setting?.house.zones.map(({ id }) => id) ?? [];
  }

  get drawable(): readonly string[] {
    const { session, floor } = this;
    if (session === null || floor === undefined) return [];
    return drawableZones(session.draft, this.zones, floor.id);
  }

  /** The house as it is now; the same one again changes nothing. */
  follow(setting: Setting): void {
    const before = this._setting;
    this._setting = setting;
    if (setting.house.place === null || setting.household === "") return;
    if (this.session === null || before?.household !== setting.household) this._begin(setting);
    else if (before.house !== setting.house) this._catchUp(this.session, setting);
    this._check();
  }

  teller(setting: Setting): Teller {
    return new Teller(setting.house, setting.words, setting.language);
  }

  /** The same words twice would not be heard twice. */
  say(text: string): void {
    this.said = this.said === text ? `${text}\u00a0` : text;
    this._host.requestUpdate();
  }

  choose(choice: Choice | null): void {
    this.choice = choice;
    this._host.requestUpdate();
  }

  take(tool: Tool, zone = this.zone): void {
    this.tool = tool;
    this.zone = zone;
    this._host.requestUpdate();
  }

  show(floor: string): void {
    this._floor = floor;
    this.choice = null;
    this._host.requestUpdate();
  }

  attempt(action: Action | null): void {
    this.trial = action === null ? null : (this.session?.preview(action) ?? null);
    this._host.requestUpdate();
  }

  do(action: Action): void {
    const { session, _setting: setting } = this;
    if (session === null || setting === null) return;
    const before = session.draft;
    const done = session.do(action);
    const after = session.draft;
    this.trial = null;
    this.restored = false;
    const teller = this.teller(setting);
    this.say(`${teller.said(action, before, after)} ${teller.overlaps(overlapsIn(after))}`.trim());
    if (done) this._settle(action, after);
    this._check();
  }

  undo(): void {
    if (this.session?.undo() === true) this._told("editor.said_undone");
  }

  redo(): void {
    if (this.session?.redo() === true) this._told("editor.said_redone");
  }

  async save(): Promise<boolean> {
    return this._ended(await this.session?.save());
  }

  async putMine(): Promise<boolean> {
    return this._ended(await this.session?.putMine());
  }

  takeTheirs(): void {
    this.session?.takeTheirs();
    this.choice = null;
    this._told("editor.said_theirs");
  }

  /** Nothing of it is kept. */
  end(): void {
    this.session?.discard();
    this.session = null;
    this._setting = null;
  }

  private _begin({ household, house, words }: Setting): void {
    this.session = new EditingSession(
      {
        household,
        shelf: this._shelf,
        ground: emptyFloor("ground", words.t("editor.ground_floor")),
        save: this._save,
        onChange: () => {
          this._host.requestUpdate();
        },
      },
      house.plan,
      knownOf(house),
    );
    this.restored = this.session.restored;
    this._floor = "";
    this.choice = null;
    this.trial = null;
    if (this.restored) this._told("editor.restored");
  }

  private _catchUp(session: EditingSession, { house }: Setting): void {
    const { draft, behind } = session;
    session.follow(house.plan, knownOf(house));
    if (session.behind && !behind) this._told("editor.behind");
    else if (session.draft !== draft && !session.dirty) this._told("editor.said_theirs");
  }

  /** What was chosen may be gone, and so may what was to be drawn. */
  private _check(): void {
    const { floor, drawable } = this;
    this._floor = floor?.id ?? "";
    if (!exists(floor, this.choice)) this.choice = null;
    this.zone = drawable.find((zone) => zone === this.zone) ?? drawable[0] ?? null;
  }

  /** Where one is, once it is done. */
  private _settle(action: Action, after: Draft): void {
    const goes = action.type === "put-device" || action.type === "move-zone";
    if (goes) this._floor = action.floor;
    if (action.type === "add-floor") this._floor = action.id;
    const { floor } = this;
    if (action.type === "move-zone") {
      const index = floor?.rooms.findIndex(({ zone }) => zone === action.zone) ?? -1;
      this.choice = index < 0 ? null : { kind: "room", index };
    } else {
      this.choice = choiceAfter(action, floor, this.choice);
    }
    if (action.type !== "draw-room") return;
    const rest = this.drawable.find((zone) => !isDrawn(after, zone));
    if (rest === undefined) this.tool = "choose";
    else this.zone = rest;
  }

  private _ended(outcome: Outcome | undefined): boolean {
    if (outcome === "saved") this._told("editor.saved");
    else if (outcome === "overlaps") this._showOverlap();
    return outcome === "saved";
  }

  /** Brings what stands against saving into sight. */
  private _showOverlap(): void {
    const { session, _setting: setting } = this;
    const [first] = session === null ? [] : overlapsIn(session.draft);
    if (setting === null || first === undefined) return;
    this._floor = first.floor;
    this.choice = { kind: "room", index: first.rooms[1] };
    const told = this.teller(setting).overlaps([first]);
    this.say(`${told} ${setting.words.t("editor.overlap_cure")}`);
  }

  private _told(key: Parameters<Wording["t"]>[0]): void {
    if (this._setting !== null) this.say(this._setting.words.t(key));
  }
}
