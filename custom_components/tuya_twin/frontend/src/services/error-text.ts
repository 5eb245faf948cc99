const has = <K extends string>(thing: unknown, key: K): thing is Record<K, unknown> =>
  typeof thing === "object" && thing !== null && key in thing;

/**
 * What an error says, whatever was thrown: Home Assistant's errors are plain objects, and that a
 * connection was lost is wrapped as the answer that did not come.
 */
export const errorText = (error: unknown): string => {
  if (has(error, "message")) return String(error.message);
  return has(error, "error") ? errorText(error.error) : String(error);
};
