/** The keys that undo, redo and save wherever the focus is, and the question before the page goes. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

export interface Shortcut {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly save: () => void;
  /** Whether something else has to be answered first. */
  readonly waits: () => boolean;
  /** Whether anything would be lost. */
  readonly dirty: () => boolean;
}

export class Shortcuts implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    private readonly _shortcut: Shortcut,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("keydown", this._onKey);
    window.addEventListener("beforeunload", this._onUnload);
  }

  hostDisconnected(): void {
    document.removeEventListener("keydown", this._onKey);
    window.removeEventListener("beforeunload", this._onUnload);
  }

  private readonly _onKey = (event: KeyboardEvent): void => {
    const { undo, redo, save, waits } = this._shortcut;
    const act = { z: event.shiftKey ? redo : undo, y: redo, s: save }[event.key.toLowerCase()];
    const asked = (event.ctrlKey || event.metaKey) && !event.altKey && !waits();
    if (!asked || act === undefined) return;
    // A field takes back its own letters first.
    if (act !== save && event.composedPath()[0] instanceof HTMLInputElement) return;
    event.preventDefault();
    act();
  };

  private readonly _onUnload = (event: BeforeUnloadEvent): void => {
    if (this._shortcut.dirty()) event.preventDefault();
  };
}
