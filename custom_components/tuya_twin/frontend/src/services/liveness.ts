/** When the server last gave a sign of life, and how long an answer takes. */

/** Older than this, what is shown is not called true: five seconds, less one look at the clock. */
export const LIVE_MS = 4500;

/** Milliseconds of the wall clock: unlike a monotonic one it counts the time a device sleeps. */
export type Clock = () => number;

export class Liveness {
  private _lastSign: number | null = null;
  private _pingSent: number | null = null;
  private _latency: number | null = null;

  constructor(private readonly _now: Clock) {}

  get lastSign(): number | null {
    return this._lastSign;
  }

  /** Of the last answered ping, in milliseconds. */
  get latency(): number | null {
    return this._latency;
  }

  get live(): boolean {
    if (this._lastSign === null) return false;
    const age = this._now() - this._lastSign;
    // A negative age means the clock was put back: nothing is known then.
    return age >= 0 && age < LIVE_MS;
  }

  sign(): void {
    this._lastSign = this._now();
  }

  /** An unanswered ping keeps its time, so that a slow answer is not measured too short. */
  pingSent(): void {
    this._pingSent ??= this._now();
  }

  pong(): void {
    if (this._pingSent === null) return;
    this._latency = Math.max(0, this._now() - this._pingSent);
    this._pingSent = null;
  }

  disconnected(): void {
    this._pingSent = null;
    this._latency = null;
  }
}
