/** Moves a replay's clock on with the frames of the screen, while its view can be seen. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { advance, play, type ReplayClock } from "../services/incidents/replay-clock";

export class Player implements ReactiveController {
  private _frame: number | null = null;
  private _before: number | null = null;
  private _clock: ReplayClock | null = null;
  private _stops: readonly number[] = [];

  constructor(
    host: ReactiveControllerHost,
    private readonly _show: (clock: ReplayClock) => void,
  ) {
    host.addController(this);
  }

  /** Takes over the clock as it stands; it is moved on from the next frame while it plays. */
  follow(clock: ReplayClock, stops: readonly number[]): void {
    this._clock = clock;
    this._stops = stops;
    if (clock.playing) this._frame ??= requestAnimationFrame(this._tick);
    else this._halt();
  }

  begin(clock: ReplayClock, from: number, stops: readonly number[]): ReplayClock {
    this._halt();
    return play(clock, from, stops);
  }

  hostDisconnected(): void {
    this._halt();
  }

  private readonly _tick = (now: number): void => {
    this._frame = null;
    const passed = this._before === null ? 0 : now - this._before;
    this._before = now;
    if (this._clock === null) return;
    this._clock = advance(this._clock, passed, this._stops);
    this._frame = requestAnimationFrame(this._tick);
    this._show(this._clock);
  };

  private _halt(): void {
    if (this._frame !== null) cancelAnimationFrame(this._frame);
    this._frame = null;
    this._before = null;
  }
}
