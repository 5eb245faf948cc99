/** Parts of a view that are loaded when they are used. */
import type { ReactiveControllerHost } from "lit";

export type PartState = "loading" | "ready" | "failed";

export class LazyParts<Name extends string> {
  private readonly _states = new Map<Name, PartState>();

  constructor(
    private readonly _host: ReactiveControllerHost,
    private readonly _loaders: Readonly<Record<Name, () => Promise<unknown>>>,
  ) {}

  /** How far a part is; the first to ask has it loaded. */
  need(name: Name): PartState {
    const known = this._states.get(name);
    if (known !== undefined) return known;
    this._load(name);
    return "loading";
  }

  retry(name: Name): void {
    this._load(name);
    this._host.requestUpdate();
  }

  private _load(name: Name): void {
    const settle = (state: PartState): void => {
      this._states.set(name, state);
      this._host.requestUpdate();
    };
    this._states.set(name, "loading");
    this._loaders[name]().then(
      () => {
        settle("ready");
      },
      () => {
        settle("failed");
      },
    );
  }
}
