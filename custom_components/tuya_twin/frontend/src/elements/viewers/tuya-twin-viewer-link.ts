/** A link for one screen: to scan or to copy, for ten minutes, until a screen has come with it. */
import { html, LitElement, nothing, svg, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { householdNow } from "../../controllers/house-controller";
import { Ticker } from "../../controllers/ticker";
import { problemWords } from "../../services/acting/outcome";
import type { LinkRequest } from "../../services/viewers/draft";
import { Invitation, type Subscribe } from "../../services/viewers/invitation";
import { countdown, linkAddress, onlyHere, type Link } from "../../services/viewers/link";
import { qrOf, type QrDrawing } from "../../services/viewers/qr";
import type { Wording } from "../../services/wording";
import type { Hass } from "../../types/hass";
import { dialog } from "../acting/dialog-styles";
import { element } from "../element";
import { fields } from "../field-styles";
import { icon, type IconName } from "../icons";
import { base } from "../styles";
import { linkStyles } from "./link-styles";

type Ended = Exclude<Link, { kind: "asked" } | { kind: "shown" }>;
type Copied = "copied" | "not_copied";

const MARKS: Readonly<Record<Ended["kind"], IconName>> = {
  redeemed: "check",
  expired: "minus",
  broken: "offline",
  refused: "exclamation",
};

@element("tuya-twin-viewer-link")
export class TuyaTwinViewerLink extends LitElement {
  @property({ attribute: false, hasChanged: () => false }) hass?: Hass;
  @property({ attribute: false }) words!: Wording;
  @property({ attribute: false }) request!: LinkRequest;

  /** Null while it is being drawn, or if it cannot be. */
  @state() private _qr: QrDrawing | null = null;
  @state() private _noQr = false;
  @state() private _copied: Copied | null = null;

  @query("#link") private readonly _field!: HTMLInputElement | null;
  @query(".end") private readonly _end!: HTMLElement | null;

  private _invitation = this._invite();
  private _connection: Hass["connection"];
  private _drawnFor = "";

  constructor() {
    super();
    new Ticker(
      this,
      1000,
      () => this._invitation.link.kind === "shown",
      () => {
        this._invitation.tick();
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._leave();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("request")) this._begin();
    const { link } = this._invitation;
    if (link.kind === "shown") void this._draw(linkAddress(location.origin, link.code));
  }

  protected override render() {
    const { link } = this._invitation;
    switch (link.kind) {
      case "asked":
        return html`<p class="note" role="status">${this.words.t("viewers.asking")}</p>`;
      case "shown":
        return this._shown(linkAddress(location.origin, link.code), link.until);
      default:
        return this._ended(link);
    }
  }

  private _shown(address: string, until: number) {
    const t = this.words;
    const time = countdown(until, householdNow());
    return html`
      ${
        onlyHere(location.hostname)
          ? html`<p class="warning">${icon("triangle", 20)}${t.t("viewers.only_here")}</p>`
          : nothing
      }
      <p class="how">${t.t("viewers.link_how")}</p>
      ${this._drawing()}
      <div class="address">
        <label for="link">${t.t("viewers.link")}</label>
        <input id="link" type="text" readonly .value=${address} @focus=${this._select} />
        <button type="button" class="button main" @click=${this._copy}>
          ${t.t("viewers.copy")}
        </button>
        <span class="copied" role="status"
          >${this._copied === null ? "" : t.t(`viewers.${this._copied}`)}</span
        >
      </div>
      <p class="note left">${t.t("viewers.left", { time })}</p>
    `;
  }

  private _drawing() {
    const t = this.words;
    if (this._noQr) return html`<p class="note">${t.t("viewers.no_qr")}</p>`;
    const label = t.t("viewers.qr", { name: this.request.name });
    const drawing = this._qr;
    return html`<div class="qr">
      ${
        drawing === null
          ? nothing
          : html`<svg
              role="img"
              aria-label=${label}
              viewBox="0 0 ${drawing.size} ${drawing.size}"
              shape-rendering="crispEdges"
            >
              ${svg`<path d=${drawing.path}></path>`}
            </svg>`
      }
    </div>`;
  }

  private _ended(link: Ended) {
    const { title, more } = this._endWords(link);
    const again = link.kind !== "redeemed";
    return html`<div class="end ${link.kind}" role="status" tabindex="-1">
        ${icon(MARKS[link.kind], 40)}
        <p class="title">${title}</p>
        <p>${more}</p>
      </div>
      <div class="row">
        ${
          again
            ? html`<button type="button" class="button main" @click=${this._again}>
                ${this.words.t("viewers.again")}
              </button>`
            : nothing
        }
        <button type="button" class="button ${again ? "" : "main"}" @click=${this._done}>
          ${this.words.t(again ? "viewers.back" : "viewers.done")}
        </button>
      </div>`;
  }

  private _endWords(link: Ended): { readonly title: string; readonly more: string } {
    const t = this.words;
    switch (link.kind) {
      case "redeemed": {
        const { name, expiresAt } = link.viewer;
        const more = t.t("viewers.redeemed_how", { day: t.day(expiresAt) });
        return { title: t.t("viewers.redeemed", { name }), more };
      }
      case "refused":
        return { title: t.t("viewers.refused"), more: problemWords(link.problem, t) };
      default:
        return { title: t.t(`viewers.${link.kind}`), more: t.t(`viewers.${link.kind}_how`) };
    }
  }

  private _invite(): Invitation {
    return new Invitation(householdNow, () => {
      this.requestUpdate();
      void this._told();
    });
  }

  /** What ended under the user's hands is where the focus goes. */
  private async _told(): Promise<void> {
    const { kind } = this._invitation.link;
    if (kind === "redeemed") this.dispatchEvent(new CustomEvent("redeemed"));
    await this.updateComplete;
    this._end?.focus();
  }

  private _begin(): void {
    this._leave();
    this._qr = null;
    this._noQr = false;
    this._copied = null;
    this._invitation = this._invite();
    const connection = this.hass?.connection;
    this._connection = connection;
    connection?.addEventListener?.("disconnected", this._onLost);
    const subscribe: Subscribe = (onMessage, request) =>
      connection === undefined
        ? Promise.reject(new Error())
        : connection.subscribeMessage(onMessage, request, { resubscribe: false });
    void this._invitation.begin(subscribe, this.request);
  }

  private _leave(): void {
    this._connection?.removeEventListener?.("disconnected", this._onLost);
    this._connection = undefined;
    void this._invitation.end();
  }

  private readonly _onLost = (): void => {
    this._invitation.lost();
  };

  private async _draw(address: string): Promise<void> {
    if (this._drawnFor === address) return;
    this._drawnFor = address;
    try {
      const drawing = await qrOf(address);
      if (this._drawnFor === address) this._qr = drawing;
    } catch {
      // The link itself is there, and says the same.
      if (this._drawnFor === address) this._noQr = true;
    }
  }

  private async _copy(): Promise<void> {
    const field = this._field;
    if (field === null) return;
    try {
      await navigator.clipboard.writeText(field.value);
      this._copied = "copied";
    } catch {
      // Without HTTPS there is no clipboard; what is selected can be copied by hand.
      field.focus();
      this._copied = "not_copied";
    }
  }

  private _select(): void {
    this._field?.select();
  }

  private _again(): void {
    this._begin();
    this.requestUpdate();
  }

  private _done(): void {
    this.dispatchEvent(new CustomEvent("done"));
  }

  static override styles = [base, dialog, fields, linkStyles];
}
