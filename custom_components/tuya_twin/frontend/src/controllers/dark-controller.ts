/** Whether the browser was asked to be dark. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

export class DarkController implements ReactiveController {
  private readonly _query = matchMedia("(prefers-color-scheme: dark)");

  constructor(private readonly _host: ReactiveControllerHost) {
    _host.addController(this);
  }

  get dark(): boolean {
    return this._query.matches;
  }

  hostConnected(): void {
    this._query.addEventListener("change", this._onChange);
  }

  hostDisconnected(): void {
    this._query.removeEventListener("change", this._onChange);
  }

  private readonly _onChange = (): void => {
    this._host.requestUpdate();
  };
}
