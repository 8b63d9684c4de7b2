import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const page = (name) => fileURLToPath(new URL(`${name}/index.html`, import.meta.url));

// What officers' phones of the last four years can read.
export const TARGET = ["chrome94", "safari15.4", "firefox100"];

// `npm run dev` and `npm run preview` pass calls on to a service that runs beside them.
const proxy = { "/v1": process.env.WATCHBELL_SERVICE ?? "http://127.0.0.1:8080" };

export default defineConfig({
  server: { proxy },
  preview: { proxy },
  build: {
    // Read by vite.worker.mjs: what the patrol's page is made of.
    manifest: true,
    target: TARGET,
    // Pictures and styles stay files of their own: the pages allow nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The map is the one large part; it is loaded after the page stands.
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: {
        citizen: page("citizen"),
        consent: page("consent"),
        console: page("console"),
        patrol: page("patrol"),
        school: page("school"),
      },
    },
  },
});
