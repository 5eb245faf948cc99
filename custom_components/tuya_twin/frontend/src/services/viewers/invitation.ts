/** Asks Home Assistant for a code and hears what becomes of it, until it is ended. */
import type { Unsubscribe } from "../../types/hass";
import { problemOf } from "../acting/problem";
import type { LinkRequest } from "./draft";
import { ASKED, link, type Link, type LinkInput } from "./link";

export type Subscribe = (
  onMessage: (message: unknown) => void,
  request: LinkRequest,
) => Promise<Unsubscribe>;

/** Milliseconds of the wall clock. */
export type Now = () => number;

export class Invitation {
  private _link = ASKED;
  private _ended = false;
  private _leave: Unsubscribe | null = null;

  constructor(
    private readonly _now: Now,
    private readonly _onChange: () => void,
  ) {}

  get link(): Link {
    return this._link;
  }

  async begin(subscribe: Subscribe, request: LinkRequest): Promise<void> {
    try {
      const leave = await subscribe((message) => {
        this._feed({ kind: "message", message });
      }, request);
      // Whoever closed it meanwhile has not known yet how to leave.
      if (this._ended) await quietly(leave);
      else this._leave = leave;
    } catch (error) {
      this._feed({ kind: "refused", problem: problemOf(error) });
    }
  }

  tick(): void {
    this._feed({ kind: "tick" });
  }

  /** The connection is gone, and the code with it. */
  lost(): void {
    this._feed({ kind: "lost" });
  }

  /** Ends the code. Afterwards nothing is heard any more. */
  async end(): Promise<void> {
    this._ended = true;
    const leave = this._leave;
    this._leave = null;
    if (leave !== null) await quietly(leave);
  }

  private _feed(input: LinkInput): void {
    if (this._ended) return;
    const before = this._link;
    this._link = link(before, input, this._now());
    if (this._link !== before) this._onChange();
  }
}

/** A subscription that is gone already is as good as left. */
async function quietly(leave: Unsubscribe): Promise<void> {
  try {
    await leave();
  } catch {
    // Nothing is left to end.
  }
}
