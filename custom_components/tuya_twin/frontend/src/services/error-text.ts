/**
 * What an error says, whatever was thrown: Home Assistant's errors are plain objects, and that a
 * connection was lost is wrapped as the answer that did not come.
 */
export const errorText = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return String(error);
  if ("message" in error) return String(error.message);
  return "error" in error ? errorText(error.error) : String(error);
};
