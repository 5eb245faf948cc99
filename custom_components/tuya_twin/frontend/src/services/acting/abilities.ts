/** What the server says can be asked of each device, and by which entity of Home Assistant. */
import { isRecord } from "../../types/checks";

export interface Ability {
  /** Null if the device has no entity that could be told, such as one that is disabled. */
  readonly entityId: string | null;
  readonly lock: boolean;
  readonly unlock: boolean;
  /** Whether unlocking takes a code. */
  readonly code: boolean;
}

export type Abilities = ReadonlyMap<string, Ability>;

/** Asks Home Assistant's websocket. */
export type Ask = (request: {
  readonly type: string;
  readonly household: string;
}) => Promise<unknown>;

function readAbility(value: unknown): Ability | null {
  if (!isRecord(value)) return null;
  const { entity_id: entityId, lock, unlock, code } = value;
  return {
    entityId: typeof entityId === "string" ? entityId : null,
    lock: lock === true,
    unlock: unlock === true,
    code: code === true,
  };
}

/** What is not understood is left out: such a device cannot be told anything from here. */
export function readAbilities(answer: unknown): Abilities {
  const devices = isRecord(answer) && isRecord(answer.devices) ? answer.devices : {};
  return new Map(
    Object.entries(devices).flatMap(([id, value]): [string, Ability][] => {
      const ability = readAbility(value);
      return ability === null ? [] : [[id, ability]];
    }),
  );
}

/** Asks once for each household, and again after it was told to forget. */
export class AbilityBook {
  private readonly _pages = new Map<string, Promise<Abilities>>();

  of(household: string, ask: Ask): Promise<Abilities> {
    const known = this._pages.get(household);
    if (known !== undefined) return known;
    const page = ask({ type: "tuya_twin/devices", household }).then(readAbilities);
    this._pages.set(household, page);
    page.catch(() => {
      if (this._pages.get(household) === page) this._pages.delete(household);
    });
    return page;
  }

  /** What was written down may be out of date: something has changed, or was refused. */
  forget(household: string): void {
    this._pages.delete(household);
  }
}

/** One for all sheets of this page. */
export const abilityBook = new AbilityBook();
