/** Build step: writes what is derived from the tables in the source, `docs/cli/reference.md` and the plan's schema. */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { planSchema } from "../plan/index.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { COMMANDS } from "./commands/index.ts";
import { inputSchema } from "./input-schema.ts";
import { referenceMarkdown } from "./reference.ts";

const schema = planSchema({ protocols: PROTOCOLS.map(({ name }) => name), input: inputSchema() });
await write("../plan.schema.json", `${JSON.stringify(schema, undefined, 2)}\n`);
await write("../../docs/cli/reference.md", referenceMarkdown(COMMANDS));

/** @param place seen from the compiled module, `dist/cli/generate.js`. */
async function write(place: string, text: string): Promise<void> {
  const file = new URL(place, import.meta.url);
  await mkdir(fileURLToPath(new URL(".", file)), { recursive: true });
  await writeFile(file, text);
}
