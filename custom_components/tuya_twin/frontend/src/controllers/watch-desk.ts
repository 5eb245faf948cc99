/** Lets a view change how the house is watched, where its user may. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { problemOf, type Problem } from "../services/acting/problem";
import { askForWatchEntity, askToWatch } from "../services/lookout/asking";
import type { Hass } from "../types/hass";
import type { WatchMode } from "../types/lookout";

export interface WatchControl {
  /** Whether the user may change it. */
  readonly may: boolean;
  /** What was asked for and is under way. */
  readonly busy: WatchMode | null;
  readonly problem: Problem | null;
}

export const NO_CONTROL: WatchControl = { may: false, busy: null, problem: null };

export class WatchDesk implements ReactiveController {
  /** A new one whenever anything of it has changed. */
  control: WatchControl = NO_CONTROL;

  private _hass: Hass | undefined;
  private _asked = "";
  private _entity: string | null = null;

  constructor(private readonly _host: ReactiveControllerHost) {
    _host.addController(this);
  }

  hostDisconnected(): void {
    this._asked = "";
  }

  /** Another `connection` may be to a household that was set up otherwise. */
  follow(hass: Hass | undefined, household: string, connection: string | null): void {
    this._hass = hass;
    const asked = `${household} ${connection ?? ""}`;
    if (hass === undefined || household === "" || asked === this._asked) return;
    this._asked = asked;
    void this._ask(hass, household, asked);
  }

  async set(mode: WatchMode): Promise<void> {
    const [hass, entity] = [this._hass, this._entity];
    if (hass === undefined || entity === null || this.control.busy !== null) return;
    this._change({ busy: mode, problem: null });
    try {
      await askToWatch(hass, entity, mode);
      this._change({ busy: null });
    } catch (error) {
      this._change({ busy: null, problem: problemOf(error) });
    }
  }

  dismiss(): void {
    this._change({ problem: null });
  }

  private async _ask(hass: Hass, household: string, asked: string): Promise<void> {
    const entity = await askForWatchEntity(hass, household).catch(() => null);
    if (asked !== this._asked) return;
    this._entity = entity;
    this._change({ may: entity !== null });
  }

  private _change(parts: Partial<WatchControl>): void {
    this.control = { ...this.control, ...parts };
    this._host.requestUpdate();
  }
}
