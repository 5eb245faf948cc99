/** The page as the browser has it. */
import type { Page } from "../services/page";

export const browserPage: Page = {
  get visible() {
    return document.visibilityState === "visible";
  },
  now: Date.now,
  every(ms, act) {
    const timer = setInterval(act, ms);
    return () => {
      clearInterval(timer);
    };
  },
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  beforePaint(act) {
    requestAnimationFrame(act);
  },
  watch(listener) {
    const turned = (): void => {
      listener(browserPage.visible ? "shown" : "hidden");
    };
    const online = (): void => {
      listener("online");
    };
    document.addEventListener("visibilitychange", turned);
    window.addEventListener("online", online);
    return () => {
      document.removeEventListener("visibilitychange", turned);
      window.removeEventListener("online", online);
    };
  },
};
