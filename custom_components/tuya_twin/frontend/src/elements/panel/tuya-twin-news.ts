/** Tells a screen reader what is new, once: red may interrupt, the rest waits its turn. */
import { html, LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { announcement, type Announcement } from "../../services/announcing";
import type { BannerText } from "../../services/banner-text";
import { element } from "../element";
import { base } from "../styles";

@element("tuya-twin-news")
export class TuyaTwinNews extends LitElement {
  @property({ attribute: false }) text!: BannerText;

  private _news: Announcement = { text: "", urgent: false };

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("text") ?? null;
    this._news = announcement(before, this.text) ?? this._news;
  }

  protected override render() {
    const { text, urgent } = this._news;
    return html`<div class="hidden" role="status">${urgent ? "" : text}</div>
      <div class="hidden" aria-live="assertive">${urgent ? text : ""}</div>`;
  }

  static override styles = [base];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-news": TuyaTwinNews;
  }
}
