/** The browser's storage, which may not be there at all. */
import type { Shelf } from "../services/editor/keeping";

const NONE: Shelf = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
};

export function shelfOf(name: "sessionStorage" | "localStorage"): Shelf {
  try {
    return window[name];
  } catch {
    return NONE;
  }
}
