/** A QR code as one path: dark squares on a light ground, with the quiet zone that scanners need. */

/** In modules on each side, as the standard asks for. */
export const QUIET = 4;

export interface QrDrawing {
  /** Of the whole drawing, quiet zone included, in modules. */
  readonly size: number;
  readonly path: string;
}

export function drawQr(count: number, isDark: (row: number, column: number) => boolean): QrDrawing {
  const runs: string[] = [];
  for (let row = 0; row < count; row += 1) {
    let length = 0;
    for (let column = 0; column <= count; column += 1) {
      if (column < count && isDark(row, column)) {
        length += 1;
      } else if (length > 0) {
        runs.push(`M${column - length + QUIET} ${row + QUIET}h${length}v1h-${length}z`);
        length = 0;
      }
    }
  }
  return { size: count + 2 * QUIET, path: runs.join("") };
}

/** Loads the encoder when it is first needed. */
export async function qrOf(text: string): Promise<QrDrawing> {
  const { default: qrcode } = await import("qrcode-generator");
  // The smallest that holds it, readable with 15 % of it hidden.
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  return drawQr(code.getModuleCount(), (row, column) => code.isDark(row, column));
}
