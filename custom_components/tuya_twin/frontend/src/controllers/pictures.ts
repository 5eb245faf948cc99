/** The pictures under the floors: asked for once each, kept by the server, placed by this browser. */
import type { ReactiveControllerHost } from "lit";
import { firstPlacement, type Placement } from "../services/editor/backdrop";
import { keepPlacement, keptPlacement, type Shelf } from "../services/editor/keeping";
import { extentOf } from "../services/editor/rect";
import { errorText } from "../services/error-text";
import { isRecord } from "../types/checks";
import type { Hass } from "../types/hass";
import type { PlanFloor } from "../types/plan";

const TYPES = /^data:image\/(?:png|jpeg|webp);base64,/;

const pictureIn = (answer: unknown): string | null => {
  const picture = isRecord(answer) ? answer.picture : null;
  return typeof picture === "string" && TYPES.test(picture) ? picture : null;
};

export class Pictures {
  /** What the server said against the last one. */
  refused = "";

  private _household = "";
  private _pictures = new Map<string, string | null>();
  private _placements = new Map<string, Placement>();

  constructor(
    private readonly _host: ReactiveControllerHost,
    private readonly _hass: () => Hass | undefined,
    private readonly _shelf: Shelf,
  ) {}

  of(floor: string): string | null {
    return this._pictures.get(floor) ?? null;
  }

  placement(floor: PlanFloor): Placement {
    return (
      this._placements.get(floor.id) ??
      keptPlacement(this._shelf, this._household, floor.id) ??
      firstPlacement(extentOf(floor.rooms))
    );
  }

  /** The picture of the floor that is shown, if there is one. */
  need(household: string, floor: string): void {
    if (household !== this._household) {
      this._household = household;
      this._pictures = new Map();
      this._placements = new Map();
    }
    const hass = this._hass();
    if (this._pictures.has(floor) || hass === undefined) return;
    this._pictures.set(floor, null);
    hass.callWS({ type: "tuya_twin/plan/backdrop", household, floor }).then(
      (answer) => {
        if (household !== this._household) return;
        this._pictures.set(floor, pictureIn(answer));
        this._host.requestUpdate();
      },
      () => {
        // Without it, one draws on the bare grid; it is asked for again next time.
        this._pictures.delete(floor);
      },
    );
  }

  async put(floor: PlanFloor, picture: string | null): Promise<void> {
    const before = this.of(floor.id);
    const household = this._household;
    this.refused = "";
    if (picture !== null) this.place(floor.id, this.placement(floor));
    this._pictures.set(floor.id, picture);
    this._host.requestUpdate();
    try {
      await this._hass()?.callWS({
        type: "tuya_twin/plan/save_backdrop",
        household,
        floor: floor.id,
        picture,
      });
    } catch (error) {
      if (household !== this._household) return;
      this._pictures.set(floor.id, before);
      this.refused = errorText(error);
      this._host.requestUpdate();
    }
  }

  place(floor: string, placement: Placement): void {
    this._placements.set(floor, placement);
    keepPlacement(this._shelf, this._household, floor, placement);
    this._host.requestUpdate();
  }
}
