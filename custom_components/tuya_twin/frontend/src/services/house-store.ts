/** Holds the house, and takes each event through the border check to it. */
import { readEvent } from "../types/guards";
import type { HouseEvent } from "../types/wire";
import { EMPTY_HOUSE, reduce, type House } from "./house";

export class HouseStore {
  private _house = EMPTY_HOUSE;

  get house(): House {
    return this._house;
  }

  /** The event if it was one, whether or not it changed anything. */
  receive(name: string, payload: unknown): HouseEvent | null {
    const event = readEvent(name, payload);
    if (event !== null) this._house = reduce(this._house, event);
    return event;
  }
}
