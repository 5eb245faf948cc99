/** Builds the panel into one ES module with a content hash, and tells Python its name. */
/// <reference types="vitest/config" />
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const PANEL = "tuya-twin-panel";

/** `manifest.json` maps the entry's plain name to the hashed file of this build. */
function panelManifest(): Plugin {
  return {
    name: "panel-manifest",
    generateBundle(_options, bundle) {
      const entries = Object.values(bundle).filter((file) => file.type === "chunk" && file.isEntry);
      const names = Object.fromEntries(entries.map((entry) => ["panel", entry.fileName]));
      this.emitFile({
        type: "asset",
        fileName: "manifest.json",
        source: `${JSON.stringify(names, null, 2)}\n`,
      });
    },
  };
}

/** Socket.IO's client as it is, for the user's own pages; the panel has its own within. */
function socketIoClient(): Plugin {
  return {
    name: "socket-io-client",
    generateBundle() {
      const client = readFileSync(
        "node_modules/socket.io-client/dist/socket.io.esm.min.js",
        "utf8",
      );
      this.emitFile({
        type: "asset",
        fileName: "socket.io.js",
        source: client.replace(/\n\/\/# sourceMappingURL=.*$/m, ""),
      });
    },
  };
}

export default defineConfig({
  plugins: [panelManifest(), socketIoClient()],
  // A panel inside Home Assistant has no page of its own to copy files beside.
  publicDir: false,
  build: {
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: { [PANEL]: "src/elements/tuya-twin-panel.ts" },
      output: { format: "es", entryFileNames: "[name].[hash].js", codeSplitting: false },
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
