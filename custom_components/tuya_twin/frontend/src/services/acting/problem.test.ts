import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemOf } from "./problem";

describe("what Home Assistant answers", () => {
  it("is its own sentence, wherever it stands", () => {
    const told = { kind: "told", message: "The door is jammed." };
    expect(problemOf({ code: "home_assistant_error", message: "The door is jammed." })).toEqual(
      told,
    );
    expect(problemOf(new Error("The door is jammed."))).toEqual(told);
    expect(problemOf({ success: false, error: { message: "The door is jammed." } })).toEqual(told);
    expect(problemOf("The door is jammed.")).toEqual(told);
  });

  it("is no sentence where there is none", () => {
    expect(problemOf({})).toEqual({ kind: "told", message: "" });
    expect(problemOf({ message: 7 })).toEqual({ kind: "told", message: "" });
    expect(problemOf([Object.create(null)])).toEqual({ kind: "told", message: "" });
  });

  it("is missing when the connection broke off", () => {
    expect(problemOf(3)).toEqual({ kind: "lost" });
    expect(problemOf({ code: 3, message: "Connection lost" })).toEqual({ kind: "lost" });
    expect(problemOf({ success: false, error: { code: 3 } })).toEqual({ kind: "lost" });
  });

  it("never fails itself, whatever was thrown", () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(["lost", "told"]).toContain(problemOf(thrown).kind);
      }),
    );
  });
});
