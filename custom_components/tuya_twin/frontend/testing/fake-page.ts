/** A page whose clock, pictures and visibility the test moves. */
import type { Cancel, Page, PageNews } from "../src/services/page";

interface Timer {
  due: number;
  readonly every: number | null;
  readonly act: () => void;
}

export class FakePage implements Page {
  visible = true;

  private _now = 1_000_000;
  private readonly _timers = new Set<Timer>();
  private readonly _listeners = new Set<(news: PageNews) => void>();
  private _beforePaint: (() => void)[] = [];

  /** How many timers run. */
  get timers(): number {
    return this._timers.size;
  }

  get listeners(): number {
    return this._listeners.size;
  }

  now(): number {
    return this._now;
  }

  every(ms: number, act: () => void): Cancel {
    return this._add({ due: this._now + ms, every: ms, act });
  }

  after(ms: number, act: () => void): Cancel {
    return this._add({ due: this._now + ms, every: null, act });
  }

  beforePaint(act: () => void): void {
    this._beforePaint.push(act);
  }

  watch(listener: (news: PageNews) => void): Cancel {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /** Moves the clock, and does what falls due on the way. */
  pass(ms: number): void {
    const end = this._now + ms;
    for (let next = this._next(end); next !== undefined; next = this._next(end)) {
      this._now = next.due;
      if (next.every === null) this._timers.delete(next);
      else next.due += next.every;
      next.act();
    }
    this._now = end;
  }

  /** Moves the clock as a sleep does: nothing falls due. */
  sleep(ms: number): void {
    this._now += ms;
    for (const timer of this._timers) timer.due += ms;
  }

  /** The screen shows its next picture; a hidden page shows none. */
  paint(): void {
    if (!this.visible) return;
    const acts = this._beforePaint;
    this._beforePaint = [];
    for (const act of acts) act();
  }

  tell(news: PageNews): void {
    if (news !== "online") this.visible = news === "shown";
    for (const listener of this._listeners) listener(news);
  }

  private _add(timer: Timer): Cancel {
    this._timers.add(timer);
    return () => this._timers.delete(timer);
  }

  private _next(end: number): Timer | undefined {
    const due = [...this._timers].filter((timer) => timer.due <= end);
    return due.sort((a, b) => a.due - b.due)[0];
  }
}
