/** One person's editing: the draft, what was done to it, and how it stands to the saved plan. */
import { errorText } from "../error-text";
import { isRecord } from "../../types/checks";
import type { Plan, PlanFloor } from "../../types/plan";
import type { Action } from "./actions";
import { draftOf, overlapsIn, sameDraft, type Draft, type Known } from "./draft";
import { begin, commit, redo, undo, type History } from "./history";
import { dropDraft, keepDraft, keptDraft, type Shelf } from "./keeping";
import { reduce } from "./reduce";

export interface SessionOptions {
  readonly household: string;
  readonly shelf: Shelf;
  /** For a house that has no floors yet. */
  readonly ground: PlanFloor;
  /** Resolves with the new revision, rejects with what Home Assistant answered. */
  readonly save: (revision: number, floors: readonly PlanFloor[]) => Promise<number>;
  readonly onChange: () => void;
}

export type Saving =
  | { readonly state: "idle" | "busy" | "saved" | "overlaps" }
  | { readonly state: "refused"; readonly message: string };

export type Outcome = Saving["state"] | "behind";

const sameKnown = (a: Known, b: Known): boolean =>
  JSON.stringify([a.zones, a.devices]) === JSON.stringify([b.zones, b.devices]);

const errorCode = (error: unknown): unknown => (isRecord(error) ? error.code : undefined);

export class EditingSession {
  /** Whether a draft of before a reload was taken up. */
  readonly restored: boolean;

  private _history: History<Draft>;
  /** What the server has, as it would be drawn here. */
  private _saved: Draft;
  private _base: number;
  private _theirs: Plan;
  private _refused = false;
  private _saving: Saving = { state: "idle" };

  constructor(
    private readonly _options: SessionOptions,
    plan: Plan,
    private _known: Known,
  ) {
    const kept = keptDraft(_options.shelf, _options.household);
    this._theirs = plan;
    this._saved = draftOf(plan, _known, _options.ground);
    this._base = kept?.revision ?? plan.revision;
    const mine = kept === null ? this._saved : draftOf(kept, _known, _options.ground);
    this.restored = !sameDraft(mine, this._saved);
    this._history = this.restored ? commit(begin(this._saved), mine) : begin(this._saved);
    if (!this.restored) this._base = plan.revision;
  }

  get draft(): Draft {
    return this._history.present;
  }

  get known(): Known {
    return this._known;
  }

  get canUndo(): boolean {
    return this._history.past.length > 0;
  }

  get canRedo(): boolean {
    return this._history.future.length > 0;
  }

  get dirty(): boolean {
    return !sameDraft(this.draft, this._saved);
  }

  get saving(): Saving {
    return this._saving;
  }

  /** Somebody else has saved since this draft began. */
  get behind(): boolean {
    return (this._refused || this._theirs.revision > this._base) && this._saving.state !== "busy";
  }

  /** Their plan is here, and can be looked at or saved over. */
  get theirsArrived(): boolean {
    return this._theirs.revision > this._base;
  }

  /** The house as the feed tells it. Without changes of one's own, another plan is simply taken. */
  follow(plan: Plan, known: Known): void {
    if (!sameKnown(known, this._known)) this._learn(known);
    if (plan === this._theirs) return;
    this._theirs = plan;
    if (this._saving.state === "busy" || plan.revision < this._base) return;
    if (!this.dirty) this._takeQuietly(plan);
    else if (plan.revision > this._base) this._options.onChange();
  }

  /** What the draft would be. */
  preview(action: Action): Draft {
    return reduce(this.draft, action, this._known);
  }

  /** Whether it changed anything. */
  do(action: Action): boolean {
    return this._go(commit(this._history, this.preview(action)));
  }

  undo(): boolean {
    return this._go(undo(this._history));
  }

  redo(): boolean {
    return this._go(redo(this._history));
  }

  async save(): Promise<Outcome> {
    if (this._saving.state === "busy") return "busy";
    if (this.behind) return "behind";
    if (overlapsIn(this.draft).length > 0) return this._rest({ state: "overlaps" });
    const { draft } = this;
    this._rest({ state: "busy" });
    try {
      this._base = await this._options.save(this._base, draft.floors);
      this._saved = draft;
      this._keep();
      this._rest({ state: "saved" });
      if (this.theirsArrived && !this.dirty) this.takeTheirs();
      return "saved";
    } catch (error) {
      return this._refuse(error);
    }
  }

  /** Mine becomes a step that can be undone. */
  takeTheirs(): void {
    const theirs = draftOf(this._theirs, this._known, this._options.ground);
    this._base = this._theirs.revision;
    this._refused = false;
    this._saved = theirs;
    if (!sameDraft(this.draft, theirs)) this._history = commit(this._history, theirs);
    this._keep();
    this._rest({ state: "idle" });
  }

  /** Saves on top of what somebody else has saved. */
  putMine(): Promise<Outcome> {
    this._base = Math.max(this._base, this._theirs.revision);
    this._refused = false;
    return this.save();
  }

  /** Nothing of it comes back after a reload. */
  discard(): void {
    dropDraft(this._options.shelf, this._options.household);
  }

  /** What was saved here comes back as everybody's. */
  private _takeQuietly(plan: Plan): void {
    if (sameDraft(draftOf(plan, this._known, this._options.ground), this._saved)) {
      this._base = plan.revision;
    } else this.takeTheirs();
  }

  /** Zones and devices that came or went are part of everything that can be gone back to. */
  private _learn(known: Known): void {
    const again = ({ floors }: Draft): Draft =>
      draftOf({ revision: 0, floors }, known, this._options.ground);
    this._known = known;
    this._saved = again(this._saved);
    this._history = {
      past: this._history.past.map(again),
      present: again(this._history.present),
      future: this._history.future.map(again),
    };
    this._options.onChange();
  }

  private _go(history: History<Draft>): boolean {
    if (history === this._history) return false;
    this._history = history;
    if (this._saving.state !== "busy") this._saving = { state: "idle" };
    this._keep();
    this._options.onChange();
    return true;
  }

  private _rest(saving: Saving): Outcome {
    this._saving = saving;
    this._options.onChange();
    return saving.state;
  }

  private _refuse(error: unknown): Outcome {
    if (errorCode(error) !== "conflict") {
      return this._rest({ state: "refused", message: errorText(error) });
    }
    this._refused = true;
    this._rest({ state: "idle" });
    return "behind";
  }

  private _keep(): void {
    const { shelf, household } = this._options;
    if (this.dirty)
      keepDraft(shelf, household, { revision: this._base, floors: this.draft.floors });
    else dropDraft(shelf, household);
  }
}
