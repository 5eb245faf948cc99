/** Keeps the screen from going dark by itself, as far as the browser and the tablet let it. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

/** `insecure`: the browser would, but only on pages that come over https. */
export type Wakelock = "asking" | "held" | "refused" | "insecure" | "missing";

export class WakeLockController implements ReactiveController {
  private _lock: WakeLockSentinel | null = null;
  private _state: Wakelock = "asking";
  private _attached = false;

  constructor(private readonly _host: ReactiveControllerHost) {
    _host.addController(this);
  }

  get state(): Wakelock {
    return this._state;
  }

  hostConnected(): void {
    this._attached = true;
    document.addEventListener("visibilitychange", this._onVisibility);
    this.ask();
  }

  hostDisconnected(): void {
    this._attached = false;
    document.removeEventListener("visibilitychange", this._onVisibility);
    void this._lock?.release();
    this._lock = null;
  }

  /** Harmless where it is held already; a tablet that refused may think otherwise at a touch. */
  ask(): void {
    if (this._lock !== null || document.visibilityState !== "visible") return;
    if (!("wakeLock" in navigator)) {
      this._turn(window.isSecureContext ? "missing" : "insecure");
      return;
    }
    navigator.wakeLock.request("screen").then(
      (lock) => {
        this._take(lock);
      },
      () => {
        this._turn("refused");
      },
    );
  }

  private _take(lock: WakeLockSentinel): void {
    if (!this._attached || this._lock !== null) {
      void lock.release();
      return;
    }
    this._lock = lock;
    this._turn("held");
    // A page that is hidden loses it, as does one on a battery that runs low.
    lock.addEventListener("release", () => {
      if (this._lock !== lock) return;
      this._lock = null;
      this._turn("refused");
    });
  }

  private readonly _onVisibility = (): void => {
    this.ask();
  };

  private _turn(state: Wakelock): void {
    if (this._state === state) return;
    this._state = state;
    this._host.requestUpdate();
  }
}
