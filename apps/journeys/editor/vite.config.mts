/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const top = fileURLToPath(new URL("../../../", import.meta.url));

export default defineConfig({
  root: here,
  base: "/static/built/",
  plugins: [react()],
  resolve: {
    alias: { "@editor": here.replace(/\/$/, ""), "@around": `${top}apps/explain/around` },
  },
  build: {
    outDir: `${top}static/built`,
    emptyOutDir: true,
    manifest: "manifest.json",
    // The pages' Content-Security-Policy allows no data: scripts and no inline styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600,
    rollupOptions: {
      input: {
        editor: `${here}main.tsx`,
        conditions: `${here}conditions/form.tsx`,
        around: `${top}apps/explain/around/main.ts`,
      },
    },
  },
  test: {
    root: top,
    include: ["tests/editor/**/*.test.ts", "tests/around/**/*.test.ts"],
    setupFiles: ["tests/editor/setup.ts"],
    environment: "node",
  },
});
