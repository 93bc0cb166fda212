import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";

// One entry per kind of page; the editor is by far the largest and is loaded on its own page only.
const entries = [
  "src/site.ts",
  "images/icon.svg",
  "src/account.ts",
  "src/desk.ts",
  "src/editor/main.ts",
  "styles/reading.css",
  "styles/desk.css",
  "styles/responses.css",
  "styles/search.css",
  "styles/api.css",
  "styles/editor.css",
];

export default defineConfig(({ mode }) => ({
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "../src/octavo/edge/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    cssTarget: ["chrome111", "firefox113", "safari16.4"],
    minify: mode !== "development",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: entries.map((entry) => resolve(import.meta.dirname, entry)).filter((path) => existsSync(path)),
    },
  },
}));
