/** Has a view look at the clock now and then, only while it wants to and can be seen. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

export class Ticker implements ReactiveController {
  private _timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly _host: ReactiveControllerHost,
    private readonly _ms: number,
    private readonly _wanted: () => boolean,
    private readonly _tick: () => void,
  ) {
    _host.addController(this);
  }

  hostUpdated(): void {
    if (this._wanted()) this._timer ??= setInterval(this._onTime, this._ms);
    else this._stop();
  }

  hostDisconnected(): void {
    this._stop();
  }

  private readonly _onTime = (): void => {
    if (document.visibilityState !== "visible") return;
    this._tick();
    this._host.requestUpdate();
  };

  private _stop(): void {
    clearInterval(this._timer);
    this._timer = undefined;
  }
}
