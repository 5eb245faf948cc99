/** Which of its pages a panel is on: Home Assistant's address bar says so, and the way back works. */
import type { ReactiveControllerHost } from "lit";
import { pageAt, pathOf, type PanelPage } from "../services/panel-route";

export interface Route {
  readonly prefix: string;
  readonly path: string;
}

export class PagePath {
  private _route: Route | undefined;
  /** Where nobody routes, as on the design page. */
  private _ownPath = "";
  private _entered = 0;

  constructor(private readonly _host: ReactiveControllerHost) {}

  get page(): PanelPage {
    return pageAt(this._route?.path ?? this._ownPath);
  }

  follow(route: Route | undefined): void {
    this._route = route;
  }

  go(page: PanelPage): void {
    this._entered += 1;
    this._move(pathOf(page), false);
  }

  /** Back to where this page was entered from; a link from outside has no such place. */
  leave(): void {
    if (this._entered > 0 && this._route !== undefined) {
      this._entered -= 1;
      history.back();
    } else {
      this._move("", true);
    }
  }

  private _move(path: string, replace: boolean): void {
    if (this._route === undefined) {
      this._ownPath = path;
      this._host.requestUpdate();
      return;
    }
    const address = `${this._route.prefix}${path}`;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace } }));
  }
}
