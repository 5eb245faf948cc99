/** The language of a page that nobody has signed in to: the first of the browser's that we have. */
import { ENGLISH, loadStrings, type Strings } from "../languages";

export interface Speech {
  /** As the browser calls it, for dates and numbers. */
  readonly language: string;
  readonly strings: Strings;
  readonly direction: "ltr" | "rtl";
}

const RIGHT_TO_LEFT = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

const base = (language: string): string => language.replace(/-.*$/, "");

const directionOf = (language: string): "ltr" | "rtl" =>
  RIGHT_TO_LEFT.has(base(language)) ? "rtl" : "ltr";

export async function speechFor(
  languages: readonly string[],
  load: (language: string) => Promise<Strings> = loadStrings,
): Promise<Speech> {
  for (const language of languages) {
    const strings = await load(language);
    // English stands in for what is not spoken, so it is an answer only to who asked for it.
    if (strings !== ENGLISH || base(language) === "en") {
      return { language, strings, direction: directionOf(language) };
    }
  }
  return { language: "en", strings: ENGLISH, direction: "ltr" };
}
