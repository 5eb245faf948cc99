import { expect, it } from "vitest";
import { errorText } from "./error-text";

it.each([
  ["an error", new Error("No answer"), "No answer"],
  ["what Home Assistant rejects with", { code: 3, message: "Not now" }, "Not now"],
  [
    "what it rejects with once the connection is lost",
    { type: "result", success: false, error: { code: 3, message: "Connection lost" } },
    "Connection lost",
  ],
  ["anything else", "gone", "gone"],
  ["nothing", null, "null"],
  ["an object without words", { code: 3 }, "[object Object]"],
])("reads %s", (_what, error, text) => {
  expect(errorText(error)).toBe(text);
});
