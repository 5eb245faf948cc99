/** Every device in words: what it did in this run, or how it is now. */
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import type { DeviceGroups, DeviceRow, Tone } from "../services/device-rows";
import type { Progress } from "../services/run-progress";
import type { Wording } from "../services/wording";
import { element } from "./element";
import { deviceIcon, icon, type IconName } from "./icons";
import { base, card } from "./styles";

const MARKS: Readonly<Record<Tone, IconName | null>> = {
  good: "check",
  bad: "exclamation",
  wait: "dots",
  quiet: null,
};

@element("tuya-twin-device-list")
export class TuyaTwinDeviceList extends LitElement {
  @property({ attribute: false }) groups!: DeviceGroups;
  @property({ attribute: false }) words!: Wording;
  /** Without it the groups are only what was last known. */
  @property({ type: Boolean, reflect: true }) live = false;
  @property({ attribute: false }) selected: string | null = null;

  protected override render() {
    const { run, others } = this.groups;
    const t = this.words;
    if (run.length === 0 && others.length === 0) {
      return html`<section>
        <h2>${t.t("devices.all")}</h2>
        <p>${t.t("devices.none")}</p>
      </section>`;
    }
    const all = this.live ? t.t("devices.all") : t.t("devices.last_known");
    return html`
      ${run.length > 0 ? this._run(run) : nothing}
      ${
        others.length > 0
          ? html`<section>
              <h2>${run.length > 0 ? t.t("devices.others") : all}</h2>
              ${this._rows(others)}
            </section>`
          : nothing
      }
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("selected") || this.selected === null) return;
    this.renderRoot.querySelector(".selected")?.scrollIntoView({ block: "nearest" });
  }

  private _run(rows: readonly DeviceRow[]) {
    const { drill, progress } = this.groups;
    return html`<section>
      <h2>${this.words.t(drill ? "run.drill" : "run.title")}</h2>
      ${progress === null ? nothing : this._progress(progress)} ${this._rows(rows)}
    </section>`;
  }

  private _progress(progress: Progress) {
    const { done, failed, all } = progress;
    const text = this.words.t(failed > 0 ? "run.progress_failed" : "run.progress", {
      done,
      failed,
      all,
    });
    const share = (count: number) => styleMap({ flexGrow: String(count) });
    return html`<p class="progress">
      <span>${text}</span>
      <span class="bar" aria-hidden="true">
        <span class="done" style=${share(done)}></span
        ><span class="failed" style=${share(failed)}></span
        ><span style=${share(Math.max(0, all - done - failed))}></span>
      </span>
    </p>`;
  }

  private _rows(rows: readonly DeviceRow[]) {
    return html`<ul>
      ${repeat(
        rows,
        (row) => row.id,
        (row) => this._row(row),
      )}
    </ul>`;
  }

  private _row(row: DeviceRow) {
    const mark = MARKS[row.tone];
    const result = row.result === null ? "" : this.words.t(`result.${row.result}`);
    return html`<li class=${classMap({ [row.tone]: true, selected: row.id === this.selected })}>
      <button
        @click=${() => {
          this._show(row.id);
        }}
      >
        <span class="kind">${icon(deviceIcon(row.device, row.kind), 24)}</span>
        <span class="what">
          <span class="name">${row.name}</span>
          <span class="detail">${row.detail}</span>
          ${row.cure ? html`<span class="cure">${row.cure}</span>` : nothing}
        </span>
        <span class="aside">
          ${mark ? html`<span class="mark">${icon(mark, 20)}</span>` : nothing}
          ${result ? html`<span class="hidden">${result}</span>` : nothing}
          <span class="ms">${row.aside}</span>
        </span>
      </button>
    </li>`;
  }

  private _show(device: string): void {
    this.dispatchEvent(new CustomEvent("show-device", { detail: device }));
  }

  static override styles = [
    base,
    card,
    css`
      :host {
        display: block;
      }

      section + section {
        margin-top: 12px;
      }

      h2 {
        padding: 0 18px 4px;
      }

      p {
        margin: 0;
        padding: 4px 18px;
        color: var(--tt-dim);
        font-size: 14px;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .progress {
        padding-block: 0 8px;
        font-size: 13px;
        line-height: 18px;
      }

      .bar {
        display: flex;
        height: 4px;
        margin-top: 4px;
        overflow: hidden;
        border-radius: 2px;
        background: var(--tt-line);
      }

      .bar > span {
        flex: 0 0 0;
        transition: flex-grow 0.3s;
      }

      .bar .done {
        background: var(--tt-green);
      }

      .bar .failed {
        background: var(--tt-red);
      }

      li {
        border-inline-start: 3px solid transparent;
        transition: background-color 0.3s;
      }

      li + li {
        border-top: 1px solid var(--tt-line);
      }

      button {
        display: grid;
        grid-template-columns: 26px minmax(0, 1fr) auto;
        gap: 12px;
        align-items: center;
        width: 100%;
        min-height: 58px;
        padding-block: 8px;
        padding-inline: 15px 18px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
      }

      button:hover {
        background: color-mix(in srgb, var(--tt-ink) 4%, transparent);
      }

      button:focus-visible {
        outline-offset: -3px;
      }

      .kind {
        display: flex;
        color: var(--tt-dim);
      }

      .what,
      .aside {
        display: flex;
        flex-direction: column;
        align-items: flex-start;
      }

      /* Names and measures keep their own direction within the page's. */
      .what > *,
      .ms {
        unicode-bidi: plaintext;
      }

      .name {
        font-weight: 500;
        overflow-wrap: anywhere;
      }

      .detail,
      .cure,
      .ms {
        font-size: 13px;
        line-height: 18px;
        color: var(--tt-dim);
      }

      .aside {
        align-items: flex-end;
      }

      .ms {
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      .mark {
        display: grid;
        place-items: center;
        width: 24px;
        height: 22px;
      }

      .mark .icon {
        stroke-width: 2.6;
      }

      .good .mark {
        color: var(--tt-green-ink);
      }

      .wait .mark {
        color: var(--tt-dim);
        stroke-width: 3.4;
      }

      .bad {
        background: color-mix(in srgb, var(--tt-red) 9%, transparent);
        border-inline-start-color: var(--tt-red);
      }

      .bad .kind,
      .bad .mark,
      .bad .detail {
        color: var(--tt-red-ink);
      }

      .bad .detail {
        font-weight: 500;
      }

      .bad .cure {
        color: var(--tt-ink);
      }

      .selected {
        background: color-mix(in srgb, var(--tt-accent) 14%, transparent);
        border-inline-start-color: var(--tt-accent);
      }

      @media (prefers-reduced-motion: reduce) {
        li,
        .bar > span {
          transition: none;
        }
      }

      @media (forced-colors: active) {
        .bar {
          border: 1px solid;
          height: 6px;
        }

        .bar .done {
          background: Highlight;
        }
      }
    `,
  ];
}
