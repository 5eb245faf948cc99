/** What is asked before something is lost. */
import type { Wording } from "../../services/wording";
import type { Question } from "./tuya-twin-editor-question";

export const leaving = (words: Wording): Question => ({
  title: words.t("editor.leave_title"),
  text: words.t("editor.leave_text"),
  answers: [
    { id: "stay", text: words.t("editor.leave_stay") },
    { id: "discard", text: words.t("editor.leave_discard"), look: "bad" },
    { id: "save", text: words.t("editor.save"), look: "main" },
  ],
});

export const removingFloor = (words: Wording, floor: string): Question => ({
  title: words.t("editor.remove_floor_title", { floor }),
  text: words.t("editor.remove_floor_text"),
  answers: [
    { id: "keep", text: words.t("editor.keep") },
    { id: "remove", text: words.t("editor.remove_floor"), look: "bad" },
  ],
});
