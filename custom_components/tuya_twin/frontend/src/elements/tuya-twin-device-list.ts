/** Every device in words: what it did in this run, or how it is now. */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import type { DeviceGroups, DeviceRow, Tone } from "../services/device-rows";
import type { Progress } from "../services/run-progress";
import type { Wording } from "../services/wording";
import { deviceListStyles } from "./device-list-styles";
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

  static override styles = [base, card, deviceListStyles];
}
