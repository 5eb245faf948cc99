/** Whether anybody can see the element: what nobody sees does not move. */
import type { LitElement, ReactiveController } from "lit";

export class Presence implements ReactiveController {
  private _inView = true;
  private readonly _watch = new IntersectionObserver(([entry]) => {
    this._inView = entry?.isIntersecting ?? true;
    this._tell();
  });

  constructor(private readonly _host: LitElement) {
    _host.addController(this);
  }

  hostConnected(): void {
    this._watch.observe(this._host);
    document.addEventListener("visibilitychange", this._tell);
    this._tell();
  }

  hostDisconnected(): void {
    this._watch.disconnect();
    document.removeEventListener("visibilitychange", this._tell);
  }

  private readonly _tell = (): void => {
    this._host.toggleAttribute("still", document.hidden || !this._inView);
  };
}
