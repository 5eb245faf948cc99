/** The panel's pages, by their path below the panel's own. */

export type PanelPage =
  | { readonly view: "house" }
  | { readonly view: "editor" }
  | { readonly view: "kiosk" }
  | { readonly view: "incidents"; readonly incident: string | null };

const HOUSE: PanelPage = { view: "house" };

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** A path that leads nowhere leads to the house. */
export function pageAt(path: string): PanelPage {
  const [view = "", part = ""] = path.split("/").filter(Boolean);
  switch (view) {
    case "editor":
    case "kiosk":
      return { view };
    case "incidents":
      return { view, incident: part === "" ? null : decoded(part) };
    default:
      return HOUSE;
  }
}

export function pathOf(page: PanelPage): string {
  if (page.view === "house") return "";
  if (page.view !== "incidents" || page.incident === null) return `/${page.view}`;
  return `/incidents/${encodeURIComponent(page.incident)}`;
}
