/** What a session asks of the page it lives in; the browser's is in `controllers/browser-page.ts`. */

/** Ends what was begun; harmless if that has ended already. */
export type Cancel = () => void;

/** `shown` and `hidden` are the page's; `online` is a network that is back. */
export type PageNews = "shown" | "hidden" | "online";

export interface Page {
  readonly visible: boolean;
  /** Milliseconds of the wall clock: unlike a monotonic one it counts the time a device sleeps. */
  now(): number;
  every(ms: number, act: () => void): Cancel;
  after(ms: number, act: () => void): Cancel;
  /** Just before the next paint, so never while nothing is painted. */
  beforePaint(act: () => void): void;
  watch(listener: (news: PageNews) => void): Cancel;
}
