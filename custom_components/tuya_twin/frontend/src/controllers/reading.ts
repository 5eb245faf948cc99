/** Reads what is on record for a view, and again when the house says that there is more. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { errorText } from "../services/error-text";
import type { House } from "../services/house";
import { askForIncidents, askForRecord, MOST_INCIDENTS } from "../services/incidents/requests";
import type { Hass } from "../types/hass";
import type { IncidentRecord, IncidentSummary } from "../types/incident";

export type Read<T> =
  | { readonly state: "reading" }
  | { readonly state: "ready"; readonly value: T }
  /** It came, but not in a form that this panel knows. */
  | { readonly state: "odd" }
  | { readonly state: "failed"; readonly error: string };

/** Many things happen at once in an alarm: they are read together. */
const TOGETHER_MS = 700;

abstract class Reading<T> implements ReactiveController {
  read: Read<T> = { state: "reading" };

  private _subject = "";
  private _version: readonly unknown[] = [];
  private _timer: ReturnType<typeof setTimeout> | null = null;
  private _latest: symbol | null = null;

  constructor(protected readonly _host: ReactiveControllerHost) {
    _host.addController(this);
  }

  hostDisconnected(): void {
    if (this._timer !== null) clearTimeout(this._timer);
    this._timer = null;
    this._subject = "";
  }

  /** Reads anew the next time the view follows. */
  again(): void {
    this._subject = "";
  }

  /** `subject` names what is read; another `version` means that there may be more of it. */
  protected _want(
    subject: string,
    version: readonly unknown[],
    delay: number,
    ask: () => Promise<T | null>,
  ): void {
    const other = subject !== this._subject;
    const newer = version.some((part, index) => part !== this._version[index]);
    this._version = version;
    if (other) {
      this._subject = subject;
      this.read = { state: "reading" };
      this._ask(ask);
    } else if (newer) {
      this._timer ??= setTimeout(() => {
        this._ask(ask);
      }, delay);
    }
  }

  private _ask(ask: () => Promise<T | null>): void {
    if (this._timer !== null) clearTimeout(this._timer);
    this._timer = null;
    const latest = Symbol();
    this._latest = latest;
    const tell = (read: Read<T>): void => {
      if (this._latest !== latest) return;
      this.read = read;
      this._host.requestUpdate();
    };
    ask().then(
      (value) => {
        tell(value === null ? { state: "odd" } : { state: "ready", value });
      },
      (error: unknown) => {
        tell({ state: "failed", error: errorText(error) });
      },
    );
  }
}

/** So many at first; a longer list costs the server more. */
const STEPS = [20, 50, MOST_INCIDENTS] as const;

export class RecordList extends Reading<readonly IncidentSummary[]> {
  private _step = 0;

  get limit(): number {
    return STEPS[this._step] ?? MOST_INCIDENTS;
  }

  follow(hass: Hass, household: string, house: House): void {
    this._want(household, [house.incident, this.limit], 0, () =>
      askForIncidents(hass, household, this.limit),
    );
  }

  more(): void {
    this._step += 1;
    this._host.requestUpdate();
  }
}

export class WholeRecord extends Reading<IncidentRecord> {
  follow(hass: Hass, household: string, house: House, id: string): void {
    const { incident, run, place } = house;
    const version = this._goesOn(house, id) ? [incident, run?.id, run?.revision, place?.seq] : [];
    this._want(`${household}/${id}`, version, TOGETHER_MS, () => askForRecord(hass, household, id));
  }

  /** Whether what happens now may belong to it. */
  private _goesOn(house: House, id: string): boolean {
    if (house.incident?.id === id) return true;
    if (this.read.state !== "ready" || this.read.value.id !== id) return false;
    const { end, runs } = this.read.value;
    const unfinished = runs.some(({ steps }) =>
      steps.some(({ result }) => result === "pending" || result === "sent"),
    );
    return end === null || unfinished;
  }
}
