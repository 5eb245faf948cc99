/** A file of the user's as a picture that is small enough to travel. */
import { ATTEMPTS, fitsTheWay, scaledSize } from "../../services/editor/backdrop";

const TYPES = ["image/webp", "image/jpeg"] as const;

function drawnAt(bitmap: ImageBitmap, longest: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, scaledSize(bitmap.width, bitmap.height, longest));
  const context = canvas.getContext("2d");
  if (context !== null) {
    // What is transparent would become black in a JPEG.
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

/** As a data URL; null if it is no picture, or cannot be made small enough. */
export async function shrunk(file: File): Promise<string | null> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }
  try {
    for (const { longest, quality } of ATTEMPTS) {
      const canvas = drawnAt(bitmap, longest);
      for (const type of TYPES) {
        const picture = canvas.toDataURL(type, quality);
        // A browser that cannot write a type writes PNG instead.
        if (picture.startsWith(`data:${type}`) && fitsTheWay(picture)) return picture;
      }
    }
    return null;
  } finally {
    bitmap.close();
  }
}
