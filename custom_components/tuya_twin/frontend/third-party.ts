/** Tells whose work the build contains: their licences ask that their notices go with it. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const FILE = "THIRD-PARTY.txt";
/** Licences of packages that do not bring their own, or among those of many others. */
const FOLDER = "third-party";

/** Installed, or a helper that the build tools write in: `\0@oxc-project+runtime@1.2.3/decorate`. */
function packageOf(module: string): string | null {
  const [, installed] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module) ?? [];
  const [, helper] = /^\0((?:@[\w-]+\+)?[\w-]+)/.exec(module) ?? [];
  return installed ?? helper?.replace("+", "/") ?? null;
}

function licenceOf(name: string): string {
  const kept = join(FOLDER, `${name}.txt`);
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  const home = join("node_modules", name);
  const file = existsSync(home)
    ? readdirSync(home).find((each) => /^licen[cs]e/i.test(each))
    : null;
  if (file == null) throw new Error(`No licence of ${name}: it belongs in ${kept}`);
  return readFileSync(join(home, file), "utf8");
}

const notice = (name: string): string =>
  `${"=".repeat(72)}\n${name}\n${"=".repeat(72)}\n\n${licenceOf(name).replaceAll("\r\n", "\n").trim()}\n`;

/** Of whatever is in the chunks; `socket.io.js` is made of the same packages as the panel's own. */
export function thirdParty(): Plugin {
  return {
    name: "third-party",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === "chunk" ? file.moduleIds : [],
      );
      const names = new Set(modules.map(packageOf).filter((name) => name !== null));
      this.emitFile({
        type: "asset",
        fileName: FILE,
        source: `The panel contains work of others, by these licences:\n\n${[...names].sort().map(notice).join("\n")}`,
      });
    },
  };
}
