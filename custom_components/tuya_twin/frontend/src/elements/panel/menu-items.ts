/** What the panel's menu offers, to whom. */
import type { Wording } from "../../services/wording";
import type { MenuItem } from "./tuya-twin-menu";

/** Only admins draw the plan and let screens in; the server asks again. */
export function menuItems(words: Wording, admin: boolean): readonly MenuItem[] {
  const everybody: readonly MenuItem[] = [
    { id: "incidents", label: words.t("panel.incidents"), icon: "past" },
    { id: "kiosk", label: words.t("panel.kiosk"), icon: "full" },
  ];
  if (!admin) return everybody;
  return [
    ...everybody,
    { id: "editor", label: words.t("panel.edit_plan"), icon: "pencil" },
    { id: "viewers", label: words.t("panel.viewers"), icon: "link" },
  ];
}
