// Writes shared/generated/ from the contract: `node tools/types.mjs`; with --check it only compares.
//
// openapi.ts holds the doors and their forms, live.ts the events of the live stream, problems.ts
// the codes of all refusals. Words and screens lean on these types, so that a change of the
// contract which a page does not follow stops its build.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const contract = new URL("../../../api_spec/", import.meta.url);
const target = new URL("../shared/generated/", import.meta.url);
const HEAD = "// Generated from api_spec by `npm run types`; do not edit.\n\n";

const read = async (name) => JSON.parse(await readFile(new URL(name, contract), "utf8"));
const typesOf = async (document) =>
  HEAD + astToString(await openapiTS(document, { defaultNonNullable: false }));

/** The stream as types: one member of a union for each topic, told apart by `topic`. */
async function live() {
  const { components } = await read("asyncapi.json");
  const document = {
    openapi: "3.1.0",
    info: { title: "live", version: "0" },
    paths: {},
    components: { schemas: components.schemas },
  };
  const events = Object.values(components.messages).map(({ name, payload }) => {
    const { seq, body } = payload.properties;
    const form = body.$ref.split("/").at(-1);
    const number = seq.type === "null" ? "null" : "number";
    return `    | { topic: "${name}"; seq: ${number}; at: string; body: components["schemas"]["${form}"] }`;
  });
  return `${await typesOf(document)}\nexport type LiveEvent =\n${events.join("\n")};\n`;
}

async function problems() {
  const codes = (await read("problems.json")).map(({ code }) => `    | "${code}"`);
  return `${HEAD}export type ProblemCode =\n${codes.join("\n")};\n`;
}

const files = {
  "openapi.ts": await typesOf(await read("openapi.json")),
  "live.ts": await live(),
  "problems.ts": await problems(),
};

const check = process.argv.includes("--check");
const stale = [];
await mkdir(target, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, target);
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, "utf8").catch(() => "")) !== text) stale.push(fileURLToPath(file));
}
if (stale.length) {
  console.error(`not what the contract says, run \`npm run types\`:\n${stale.join("\n")}`);
  process.exit(1);
}
