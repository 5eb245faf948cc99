import fc from "fast-check";
import { expect, it } from "vitest";
import { pageAt, pathOf, type PanelPage } from "./panel-route";

const page = fc.oneof(
  fc.constantFrom<PanelPage>({ view: "house" }, { view: "editor" }, { view: "kiosk" }),
  fc
    .option(fc.string({ minLength: 1, unit: "grapheme" }))
    .map((incident): PanelPage => ({ view: "incidents", incident })),
);

it("finds back to every page by its path", () => {
  fc.assert(
    fc.property(page, (there) => {
      expect(pageAt(pathOf(there))).toEqual(there);
    }),
  );
});

it.each(["", "/", "/attic", "//"])("leads to the house from %o", (path) => {
  expect(pageAt(path)).toEqual({ view: "house" });
});

it("does not stumble over a broken address", () => {
  expect(pageAt("/incidents/%E0%A4%A")).toEqual({ view: "incidents", incident: null });
});
