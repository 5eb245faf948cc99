/** Tells a kiosk what the hour is by its own clock, how bright to be, and when any of that has changed. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ASLEEP, brightness, isNight, localClock, wake } from "../services/kiosk/light";
import type { KioskSettings } from "../services/kiosk/settings";
import type { Status } from "../types/wire";

const TICK_MS = 1000;
/** What else depends on the time, such as floors in turn and ages, moves on this often. */
const PACE_MS = 10_000;

export class NightController implements ReactiveController {
  private _state = ASLEEP;
  private _timer: ReturnType<typeof setInterval> | undefined;
  private _shown = "";

  constructor(
    private readonly _host: ReactiveControllerHost,
    private readonly _settings: () => KioskSettings,
    private readonly _now: () => number = Date.now,
  ) {
    _host.addController(this);
  }

  get now(): number {
    return this._now();
  }

  get night(): boolean {
    return isNight(this._settings(), localClock(this._now()));
  }

  /** In percent. */
  get brightness(): number {
    return brightness(this._state, this._settings(), this.night, this._now());
  }

  status(status: Status): void {
    this._state = wake(this._state, { type: "status", status });
  }

  touch(): void {
    this._state = wake(this._state, { type: "touch", at: this._now() });
    this._tick();
  }

  hostConnected(): void {
    this._timer = setInterval(() => {
      this._tick();
    }, TICK_MS);
  }

  hostDisconnected(): void {
    clearInterval(this._timer);
  }

  hostUpdated(): void {
    this._shown = this._view();
  }

  /** A slow tablet draws only what has changed. */
  private _tick(): void {
    if (this._view() !== this._shown) this._host.requestUpdate();
  }

  private _view(): string {
    return [this.night, this.brightness, Math.floor(this._now() / PACE_MS)].join();
  }
}
