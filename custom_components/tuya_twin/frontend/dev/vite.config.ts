/** Serves the design page, on this machine only. */
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  server: { host: "127.0.0.1", port: 5199, strictPort: true, fs: { strict: false } },
});
