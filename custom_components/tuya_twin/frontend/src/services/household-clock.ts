/** What the household's clock shows: all its moments are by that, and a tablet's may be minutes off. */
import type { Clock } from "./liveness";

/** Of the newest signs the fastest tells most; older ones may be of before the clock was put right. */
const NEWEST = 5;

export class HouseholdClock {
  private _ahead: readonly number[] = [];

  constructor(private readonly _own: Clock) {}

  /** The household has just said what it shows. */
  heard(at: string): void {
    const ahead = Date.parse(at) - this._own();
    if (Number.isFinite(ahead)) this._ahead = [ahead, ...this._ahead].slice(0, NEWEST);
  }

  /** What it shows now; the same as this screen's until it was heard. */
  now(): number {
    return this.at(this._own());
  }

  /** What it showed at a moment of this screen's clock. */
  at(moment: number): number {
    return this._ahead.length === 0 ? moment : moment + Math.max(...this._ahead);
  }
}
