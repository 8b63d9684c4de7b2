// Answers the vectors of mobile_contract by the page's own rules: bundles judge.ts and runs it.
//   python3 mobile_contract/v1/run.py node service/web/tools/vectors.mjs
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const folder = await mkdtemp(join(tmpdir(), "vectors-"));
try {
  await build({
    configFile: false,
    root: fileURLToPath(new URL("..", import.meta.url)),
    logLevel: "error",
    build: {
      ssr: fileURLToPath(new URL("judge.ts", import.meta.url)),
      outDir: folder,
      target: "node20",
      rollupOptions: { output: { entryFileNames: "judge.mjs" } },
    },
  });
  const { verdict } = await import(pathToFileURL(join(folder, "judge.mjs")).href);
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${verdict(line)}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
