/** The way in for a screen that is nobody's: a link's code, then a token of its own, then the kiosk. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { state } from "lit/decorators.js";
import { DarkController } from "../../controllers/dark-controller";
import { forgetSettings } from "../../controllers/kiosk-settings";
import { forgetPass, keepPass, keptPass, redeem } from "../../controllers/pass-keeper";
import { speechFor } from "../../services/kiosk/language";
import { codeIn, type PairingError, type Pass } from "../../services/kiosk/pass";
import { Wording } from "../../services/wording";
import { buttons } from "../buttons";
import { element } from "../element";
import { icon, type IconName } from "../icons";
import { base, tokens } from "../styles";
import "./tuya-twin-viewer-house";
import { viewerStyles } from "./viewer-styles";

type Stage = "no_link" | "connect" | "connecting" | PairingError | "refused" | "forgotten";

const ICONS: Readonly<Record<Stage, IconName>> = {
  no_link: "screen",
  connect: "screen",
  connecting: "dots",
  bad_code: "cross",
  too_often: "exclamation",
  unreachable: "offline",
  refused: "offline",
  forgotten: "check",
};

@element("tuya-twin-viewer")
export class TuyaTwinViewer extends LitElement {
  @state() private _words?: Wording;
  @state() private _pass: Pass | null = keptPass();
  @state() private _stage: Stage = "no_link";
  @state() private _unkept = false;

  private _code: string | null = null;
  private readonly _theme = new DarkController(this);

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this._takeCode);
    window.addEventListener("languagechange", this._speak);
    this._takeCode();
    this._speak();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this._takeCode);
    window.removeEventListener("languagechange", this._speak);
  }

  protected override willUpdate(): void {
    this.toggleAttribute("dark", this._theme.dark);
  }

  /** Whoever reads by ear or by keys is led to what this page says now. */
  protected override updated(changed: PropertyValues): void {
    if (changed.get("_stage") !== undefined) this.renderRoot.querySelector("h1")?.focus();
  }

  protected override render() {
    const words = this._words;
    if (words === undefined) return nothing;
    if (this._pass !== null && this._code === null) return this._house(words, this._pass);
    return html`<main>
      <div class="sheet ${this._stage}">
        <div class="mark">${icon(ICONS[this._stage], 56)}</div>
        ${this._stage === "connect" || this._stage === "connecting" ? this._ask(words) : this._tell(words, this._stage)}
      </div>
    </main>`;
  }

  private _house(words: Wording, pass: Pass) {
    return html`<tuya-twin-viewer-house
        .words=${words}
        .pass=${pass}
        .dark=${this._theme.dark}
        @refused=${this._onRefused}
        @forget-screen=${this._onForget}
      ></tuya-twin-viewer-house>
      ${this._unkept ? html`<p class="unkept" role="status">${words.t("viewer.not_kept")}</p>` : nothing}`;
  }

  /**
   * A code is good once. A link's preview runs scripts these days, and a page may be loaded before
   * anybody looks at it: so it is spent by a person's press, never by opening the page.
   */
  private _ask(words: Wording) {
    const busy = this._stage === "connecting";
    const now = this._pass;
    const already =
      now === null
        ? nothing
        : html`<p>
            ${now.name ? words.t("viewer.connect_other", { name: now.name }) : words.t("viewer.connect_other_unnamed")}
          </p>`;
    return html`<h1 tabindex="-1">${words.t("viewer.connect_title")}</h1>
      <p>${words.t("viewer.connect_more")}</p>
      ${already}
      <button class="button main" aria-disabled=${busy ? "true" : nothing} @click=${this._connect}>
        ${words.t(busy ? "viewer.connecting" : "viewer.connect")}
      </button>
      ${now === null ? nothing : html`<button class="button" @click=${this._keep}>${words.t("viewer.keep")}</button>`}`;
  }

  private _tell(words: Wording, stage: Exclude<Stage, "connect" | "connecting">) {
    const again = this._code !== null && stage !== "bad_code";
    const back = this._pass !== null;
    return html`<h1 tabindex="-1">${words.t(`viewer.${stage}_title`)}</h1>
      <p>${words.t(`viewer.${stage}_more`)}</p>
      ${again ? html`<button class="button main" @click=${this._connect}>${words.t("viewer.again")}</button>` : nothing}
      ${back ? html`<button class="button" @click=${this._keep}>${words.t("viewer.keep")}</button>` : nothing}`;
  }

  /** Out of the address at once: nobody shall copy it from there, or find it in the history. */
  private readonly _takeCode = (): void => {
    const code = codeIn(location.hash);
    if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
    if (code === null) return;
    this._code = code;
    this._stage = "connect";
  };

  private readonly _speak = (): void => {
    void speechFor(navigator.languages).then(({ language, strings, direction }) => {
      document.documentElement.lang = language;
      document.documentElement.dir = direction;
      this._words = new Wording(strings, { language });
      document.title = this._words.t("title");
    });
  };

  private async _connect(): Promise<void> {
    if (this._code === null || this._stage === "connecting") return;
    this._stage = "connecting";
    const answer = await redeem(this._code);
    if (typeof answer === "string") {
      this._stage = answer;
      return;
    }
    this._unkept = !keepPass(answer);
    this._pass = answer;
    this._code = null;
  }

  private _keep(): void {
    this._code = null;
    this._stage = "no_link";
    this.requestUpdate();
  }

  private _onRefused(): void {
    this._end("refused");
  }

  private _onForget(): void {
    forgetSettings();
    this._end("forgotten");
  }

  private _end(stage: Stage): void {
    forgetPass();
    this._pass = null;
    this._unkept = false;
    this._stage = stage;
  }

  static override styles = [tokens, base, buttons, viewerStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-viewer": TuyaTwinViewer;
  }
}
