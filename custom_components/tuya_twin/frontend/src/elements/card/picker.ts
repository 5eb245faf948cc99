/** The card's name and description, in the language of the page, without all of the other words. */
import english from "../../translations/en/picker.json";

type PickerWords = typeof english;

const TRANSLATIONS = import.meta.glob<PickerWords>("../../translations/*/picker.json", {
  import: "default",
  eager: true,
});

export function pickerWords(language = document.documentElement.lang): PickerWords {
  const languages = [language, language === "zh" ? "zh-Hans" : language.replace(/-.*$/, "")];
  const found = languages.map((one) => TRANSLATIONS[`../../translations/${one}/picker.json`]);
  return found.find((words) => words !== undefined) ?? english;
}
