/** A question that has to be answered before it goes on. */
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { dialog } from "../acting/dialog-styles";
import { element } from "../element";
import { base } from "../styles";

export interface Answer {
  readonly id: string;
  readonly text: string;
  readonly look?: "main" | "bad";
}

export interface Question {
  readonly title: string;
  readonly text: string;
  /** The first is what Escape means. */
  readonly answers: readonly Answer[];
}

@element("tuya-twin-editor-question")
export class TuyaTwinEditorQuestion extends LitElement {
  @property({ attribute: false }) question: Question | null = null;

  @query("dialog") private readonly _dialog!: HTMLDialogElement | null;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("question")) return;
    if (this.question === null) this._dialog?.close();
    else if (this._dialog?.open === false) this._dialog.showModal();
  }

  protected override render() {
    const { question } = this;
    return html`<dialog aria-labelledby="title" @cancel=${this._onCancel}>
      ${
        question === null
          ? nothing
          : html`<div class="top"><h2 id="title">${question.title}</h2></div>
              <div class="body">
                <p>${question.text}</p>
                <div class="answers">
                  ${question.answers.map(
                    ({ id, text, look = "" }) =>
                      html`<button
                        class="button ${look}"
                        @click=${() => {
                          this._answer(id);
                        }}
                      >
                        ${text}
                      </button>`,
                  )}
                </div>
              </div>`
      }
    </dialog>`;
  }

  private _onCancel(event: Event): void {
    event.preventDefault();
    this._answer(this.question?.answers[0]?.id ?? "");
  }

  private _answer(id: string): void {
    this.dispatchEvent(new CustomEvent("answer", { detail: id }));
  }

  static override styles = [
    base,
    dialog,
    css`
      p {
        margin: 0 0 18px;
      }

      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
      }

      .button.bad {
        color: var(--tt-red-ink);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "tuya-twin-editor-question": TuyaTwinEditorQuestion;
  }
}
