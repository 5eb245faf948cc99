/** What was done, to be undone: past and future around a present. */

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

/** Nobody takes back more; it only bounds what is kept. */
export const MOST_STEPS = 1000;

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** What changed nothing is nothing to undo. */
export function commit<T>(history: History<T>, present: T): History<T> {
  if (Object.is(present, history.present)) return history;
  return { past: [...history.past, history.present].slice(-MOST_STEPS), present, future: [] };
}

export function undo<T>(history: History<T>): History<T> {
  const [present] = history.past.slice(-1);
  if (present === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future };
}
