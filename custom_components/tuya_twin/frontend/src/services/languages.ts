/** The panel's words in the user's language; English stands in for what is not translated. */
import english from "../translations/en";

export type Key = keyof typeof english;
export type Strings = Readonly<Record<Key, string>>;

export const ENGLISH: Strings = english;

/** Each language is a file of its own, loaded by whoever speaks it. */
const TRANSLATIONS = import.meta.glob<Partial<Strings>>(
  ["../translations/*/index.ts", "!../translations/en/index.ts"],
  { import: "default" },
);

const SPOKEN: ReadonlyMap<string, () => Promise<Partial<Strings>>> = new Map(
  Object.entries(TRANSLATIONS).map(([path, load]) => [
    path.slice("../translations/".length, -"/index.ts".length),
    load,
  ]),
);

/** `zh-Hans-CN`, then `zh-Hans`, then `zh`; and Chinese without a word on its script is simplified. */
function candidates(language: string): readonly string[] {
  const parts = language.split("-");
  const shorter = parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
  return parts[0] === "zh" ? [...shorter, "zh-Hans"] : shorter;
}

/** The words of a language as the browser or Home Assistant calls it. */
export async function loadStrings(language: string): Promise<Strings> {
  const load = candidates(language)
    .map((name) => SPOKEN.get(name))
    .find((found) => found !== undefined);
  return load === undefined ? ENGLISH : { ...ENGLISH, ...(await load()) };
}
