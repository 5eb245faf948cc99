/** What a screen keeps for itself. A browser may keep nothing: then it lasts as long as the page. */

export function keptUnder(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Whether it was kept. */
export function keepUnder(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

export function forgetUnder(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // What cannot be kept is not there.
  }
}
