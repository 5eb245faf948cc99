/** What an error says, whatever was thrown: Home Assistant's errors are plain objects. */
export const errorText = (error: unknown): string =>
  typeof error === "object" && error !== null && "message" in error
    ? String(error.message)
    : String(error);
