// The service worker of the patrol's page: one plain script under a name that never changes. It
// carries the list of what the page is made of, so this runs after the pages are built.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { TARGET } from "./vite.config.mjs";

const at = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Every file that the page of this entry may ask for, by the manifest of the build. */
function filesOf(manifest, entry, found = new Set()) {
  const { file, css = [], assets = [], imports = [], dynamicImports = [] } = manifest[entry];
  if (found.has(file)) return found;
  for (const one of [file, ...css, ...assets]) found.add(one);
  for (const one of [...imports, ...dynamicImports]) filesOf(manifest, one, found);
  return found;
}

export default defineConfig(() => {
  const manifest = JSON.parse(readFileSync(at("dist/.vite/manifest.json"), "utf8"));
  const files = [...filesOf(manifest, "patrol/index.html")].sort().map((file) => `/${file}`);
  const page = readFileSync(at("dist/patrol/index.html"));
  const version = createHash("sha256").update(files.join()).update(page).digest("hex").slice(0, 16);
  return {
    publicDir: false,
    define: {
      SHELL: JSON.stringify(["/patrol/", ...files]),
      VERSION: JSON.stringify(version),
    },
    build: {
      target: TARGET,
      emptyOutDir: false,
      rollupOptions: {
        input: at("patrol/worker/worker.ts"),
        output: { format: "iife", entryFileNames: "patrol/worker.js" },
      },
    },
  };
});
