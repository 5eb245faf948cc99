/** The words of a view, in the language of who looks at it. */
import type { ReactiveControllerHost } from "lit";
import { loadStrings, type Strings } from "../services/languages";
import { wordingFor, type Wording } from "../services/wording";
import type { Hass } from "../types/hass";

export class Speech {
  private _words = wordingFor(undefined);
  private _strings: Strings | undefined;
  private _loadedFor: string | null = null;

  constructor(private readonly _host: ReactiveControllerHost) {}

  get words(): Wording {
    return this._words;
  }

  follow(hass: Hass | undefined): void {
    this._words = wordingFor(hass, this._strings);
    const language = hass?.locale?.language ?? "en";
    if (this._loadedFor === language) return;
    this._loadedFor = language;
    loadStrings(language).then(
      (strings) => {
        if (this._loadedFor !== language) return;
        this._strings = strings;
        this._words = wordingFor(hass, strings);
        this._host.requestUpdate();
      },
      () => {
        // English stands in; the next look tries again.
        this._loadedFor = null;
      },
    );
  }
}
