/** Builds the panel into ES modules with content hashes, and tells Python the names of those that begin. */
/// <reference types="vitest/config" />
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { thirdParty } from "./third-party";

/** Who loads them: the sidebar, a dashboard, and the page of screens that are nobody's. */
const ENTRIES = {
  panel: "src/elements/tuya-twin-panel.ts",
  card: "src/elements/card/index.ts",
  viewer: "src/elements/viewer/index.ts",
};

/** `manifest.json` maps an entry's plain name to the hashed file of this build. */
function panelManifest(): Plugin {
  return {
    name: "panel-manifest",
    generateBundle(_options, bundle) {
      const entries = Object.values(bundle).filter((file) => file.type === "chunk" && file.isEntry);
      const fileOf = (entry: string) =>
        entries.find((file) => file.fileName.startsWith(`tuya-twin-${entry}.`))?.fileName;
      const names = Object.fromEntries(Object.keys(ENTRIES).map((name) => [name, fileOf(name)]));
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
  plugins: [panelManifest(), socketIoClient(), thirdParty()],
  // Parts find each other by their own address, wherever they are served.
  base: "./",
  // A panel inside Home Assistant has no page of its own to copy files beside.
  publicDir: false,
  build: {
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: ENTRIES,
      output: {
        format: "es",
        entryFileNames: "tuya-twin-[name].[hash].js",
        chunkFileNames: ({ name }) =>
          name.startsWith("tuya-twin-") ? "[name].[hash].js" : "tuya-twin-[name].[hash].js",
      },
    },
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    // Properties take their time on a busy machine.
    testTimeout: 60_000,
    coverage: {
      include: ["src/services/**/*.ts", "src/types/**/*.ts", "src/translations/**/*.ts"],
      // The browser's own socket is opened in a real browser only.
      exclude: ["**/*.test.ts", "src/services/open-socket.ts"],
      thresholds: { 100: true },
    },
  },
});
