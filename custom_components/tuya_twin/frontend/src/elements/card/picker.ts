/** The card's name and description, in the language of the page, without all of the other words. */
import type english from "../../translations/en/picker.json";

type PickerWords = typeof english;

/** As text, since as modules they would be files of their own, which every dashboard waited for. */
const TRANSLATIONS = import.meta.glob<string>("../../translations/*/picker.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

const ENGLISH = "en";

const textIn = (language: string): string | undefined =>
  TRANSLATIONS[`../../translations/${language}/picker.json`];

export function pickerWords(language = document.documentElement.lang): PickerWords {
  const short = language.replace(/-.*$/, "");
  const tried = [language, short === "zh" ? "zh-Hans" : short, ENGLISH];
  const found = tried.map(textIn).find((text) => text !== undefined);
  return JSON.parse(found ?? "{}") as PickerWords;
}
