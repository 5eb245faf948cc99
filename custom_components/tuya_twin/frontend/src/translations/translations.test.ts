import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import english from "./en";

const FOLDER = import.meta.dirname;
const SOURCE = join(FOLDER, "..");
const words: Readonly<Record<string, string>> = english;

type Section = Readonly<Record<string, string>>;

const languages = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const sections = (language: string): readonly (readonly [string, Section])[] =>
  readdirSync(join(FOLDER, language))
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const text = readFileSync(join(FOLDER, language, file), "utf8");
      return [file, JSON.parse(text) as Section] as const;
    });
const merged = (language: string): Section =>
  Object.fromEntries(sections(language).flatMap(([, section]) => Object.entries(section)));
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();

describe.each(languages)("%s", (language) => {
  it("has every word of English, and no other", () => {
    expect(Object.keys(merged(language)).sort()).toEqual(Object.keys(words).sort());
  });

  it("leaves open in a sentence what English leaves open", () => {
    const open = (own: Section) =>
      Object.fromEntries(Object.entries(own).map(([key, text]) => [key, placeholders(text)]));
    expect(open(merged(language))).toEqual(open(words));
  });

  it("leaves nothing empty", () => {
    const empty = Object.entries(merged(language)).filter(([, text]) => text.trim() === "");
    expect(empty).toEqual([]);
  });

  it("gives no word twice", () => {
    const keys = sections(language).flatMap(([, section]) => Object.keys(section));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});

/** The panel's code, without what only tests it. */
function code(): string {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(SOURCE, file), "utf8"))
    .join("\n");
}

it("says nothing that nobody asks for", () => {
  const source = code();
  // Such as `reason.${reason}`, which may become any key of this shape.
  const shapes = [...source.matchAll(/`([a-z_]+\.\w*\$\{[^`]*)`/g)].map(
    ([, made = ""]) => new RegExp(`^${made.replace(".", "\\.").replace(/\$\{[^}]*\}/g, "\\w+")}$`),
  );
  const unused = Object.keys(words).filter(
    (key) => !source.includes(`"${key}"`) && !shapes.some((shape) => shape.test(key)),
  );
  expect(unused).toEqual([]);
});
