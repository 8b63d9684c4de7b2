import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const page = (name) => fileURLToPath(new URL(`${name}/index.html`, import.meta.url));

// What officers' phones of the last four years can read.
export const TARGET = ["chrome94", "safari15.4", "firefox100"];

// `npm run dev` and `npm run preview` pass calls on to a service that runs beside them.
const proxy = { "/v1": process.env.WATCHBELL_SERVICE ?? "http://127.0.0.1:8080" };

// Vite puts styles that pages share with one that has no other program after each page's own, where
// they would win over them. Ours stand in the order in which they are imported.
const sharedFirst = {
  name: "shared-styles-first",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      const isShared = (file) => String(bundle?.[file]?.source ?? "").includes("--ground:");
      const links = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
      const shared = links.filter((link) => isShared(/href="\/([^"]+)"/.exec(link)?.[1]));
      if (links.length === 0) return html;
      const own = links.filter((link) => !shared.includes(link));
      const [first, ...others] = links;
      const rest = others.reduce((page, link) => page.replace(link, ""), html);
      return rest.replace(first, [...shared, ...own].join(""));
    },
  },
};

export default defineConfig({
  plugins: [sharedFirst],
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
