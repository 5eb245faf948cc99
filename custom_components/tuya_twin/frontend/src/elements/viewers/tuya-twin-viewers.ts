/** The screens that are nobody's, in a dialog: which there are, and a link for one more. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { problemWords } from "../../services/acting/outcome";
import { problemOf, type Problem } from "../../services/acting/problem";
import type { House } from "../../services/house";
import { NEW_DRAFT, requestOf, type Draft, type LinkRequest } from "../../services/viewers/draft";
import { readViewers, type Viewer } from "../../services/viewers/viewer";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import { dialog } from "../acting/dialog-styles";
import { element } from "../element";
import { icon } from "../icons";
import { base } from "../styles";
import { viewersStyles } from "./viewers-styles";
import "./tuya-twin-viewer-form";
import "./tuya-twin-viewer-link";
import "./tuya-twin-viewer-list";

type Page =
  | { readonly kind: "list" }
  | { readonly kind: "form" }
  | { readonly kind: "link"; readonly request: LinkRequest };

const LIST: Page = { kind: "list" };

@element("tuya-twin-viewers")
export class TuyaTwinViewers extends LitElement {
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) household = "";
  @property({ attribute: false }) house!: House;

  @state() private _page: Page = LIST;
  @state() private _viewers: readonly Viewer[] | null = null;
  @state() private _problem: Problem | null = null;

  @query("dialog") private readonly _dialog!: HTMLDialogElement;
  @query("h2") private readonly _title!: HTMLElement;

  /** Kept from the form for the next link, should this one come to nothing. */
  private _draft: Draft = NEW_DRAFT;
  /** The newest question: answers to older ones are out of date. */
  private _question = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("house");
    const others = before !== undefined && before.screens !== this.house.screens;
    // A screen that came or went is connected or no longer so.
    if (changed.has("household") || others) void this._load();
  }

  protected override firstUpdated(): void {
    this._dialog.showModal();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("_page") && changed.get("_page") !== undefined) this._title.focus();
  }

  protected override render() {
    const t = this.words;
    const inside = this._page.kind !== "list";
    return html`<dialog aria-labelledby="title" @close=${this._closed}>
      <div class="top">
        ${
          inside
            ? html`<button
                type="button"
                class="bare x back"
                aria-label=${t.t("viewers.back")}
                @click=${this._toList}
              >
                ${icon("back", 24)}
              </button>`
            : nothing
        }
        <h2 id="title" class="what" tabindex="-1">${this._heading()}</h2>
        <button
          type="button"
          class="bare x"
          aria-label=${t.t("viewers.close")}
          @click=${this.close}
        >
          ${icon("cross", 24)}
        </button>
      </div>
      <div class="body">${this._content()}</div>
    </dialog>`;
  }

  private _heading(): string {
    const page = this._page;
    if (page.kind === "link")
      return this.words.t("viewers.link_title", { name: page.request.name });
    return this.words.t(page.kind === "form" ? "viewers.new" : "viewers.title");
  }

  private _content() {
    const page = this._page;
    switch (page.kind) {
      case "list":
        return this._list();
      case "form":
        return html`<tuya-twin-viewer-form
          .words=${this.words}
          .zones=${this.house.zones}
          .draft=${this._draft}
          @make-link=${this._onMakeLink}
        ></tuya-twin-viewer-form>`;
      case "link":
        return html`<tuya-twin-viewer-link
          .hass=${this.hass}
          .words=${this.words}
          .request=${page.request}
          @redeemed=${this._onRedeemed}
          @done=${this._toList}
        ></tuya-twin-viewer-link>`;
    }
  }

  private _list() {
    const t = this.words;
    return html`<p class="intro">${t.t("viewers.intro")}</p>
      ${
        this._problem === null
          ? nothing
          : html`<div class="failed" role="alert">
              <p class="trouble">
                ${t.t("viewers.failed", { error: problemWords(this._problem, t) })}
              </p>
              <button type="button" class="button" @click=${this._load}>
                ${t.t("viewers.try_again")}
              </button>
            </div>`
      }
      ${
        this._viewers === null
          ? html`<p class="note">${this._problem === null ? t.t("viewers.loading") : ""}</p>`
          : html`<tuya-twin-viewer-list
              .hass=${this.hass}
              .words=${t}
              .viewers=${this._viewers}
              .zones=${this.house.zones}
              @revoked=${this._onRevoked}
            ></tuya-twin-viewer-list>`
      }
      <button type="button" class="button main" @click=${this._toForm}>
        ${icon("plus", 20)}${t.t("viewers.new")}
      </button>`;
  }

  private readonly _load = async (): Promise<void> => {
    if (this.hass === undefined) return;
    this._question += 1;
    const question = this._question;
    try {
      const answer = await this.hass.callService(
        "tuya_twin",
        "list_viewer_tokens",
        { config_entry_id: this.household },
        undefined,
        false,
        true,
      );
      if (question !== this._question) return;
      this._viewers = readViewers(answer);
      this._problem = null;
    } catch (error) {
      if (question === this._question) this._problem = problemOf(error);
    }
  };

  private _onRevoked(event: CustomEvent<string>): void {
    // The button that was pressed goes with its row.
    this._title.focus();
    this._viewers = this._viewers?.filter((viewer) => viewer.id !== event.detail) ?? null;
    void this._load();
  }

  private _onMakeLink(event: CustomEvent<Draft>): void {
    this._draft = event.detail;
    this._page = { kind: "link", request: requestOf(event.detail, this.household) };
  }

  private _onRedeemed(): void {
    this._draft = NEW_DRAFT;
    void this._load();
  }

  private _toForm(): void {
    this._page = { kind: "form" };
  }

  private _toList(): void {
    this._page = LIST;
    void this._load();
  }

  close(): void {
    this._dialog.close();
  }

  private _closed(): void {
    // The link on that page ends its code as it goes.
    this._page = LIST;
    this.dispatchEvent(new CustomEvent("close-viewers"));
  }

  static override styles = [base, dialog, viewersStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-viewers": TuyaTwinViewers;
  }
}
