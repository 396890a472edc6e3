import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Payload } from "../contracts/payload.ts";
import type { EncodedRequest } from "../contracts/request.ts";

// Worker threads start from the built package only.
const BUILT = new URL("../../dist/inputs/index.js", import.meta.url).href;
const { parseInput, preparePool } = (await import(BUILT)) as typeof import("./index.ts");
const THREADS = new URL("../../dist/inputs/generator-threads.js", import.meta.url).href;
const { GeneratorThreads } = (await import(THREADS)) as typeof import("./generator-threads.ts");
type Pool = Awaited<ReturnType<typeof preparePool>>;

const encode = ({ bytes, marks }: Payload): EncodedRequest => ({ headers: [], body: bytes, marks });

function prepare(
  spec: string,
  threads: number,
  count: number,
  signal?: AbortSignal,
): Promise<Pool> {
  const more = signal === undefined ? {} : { signal };
  return preparePool({
    spec: parseInput(spec),
    encode,
    seed: 42,
    count,
    memoryBytes: 2 ** 27,
    unique: true,
    threads,
    ...more,
  });
}

function digest({ shared }: Pool): string {
  const hash = createHash("sha256").update(JSON.stringify(shared.entries));
  return hash.update(Buffer.from(shared.buffer)).digest("hex");
}

describe("generating threads", () => {
  // Enough work that more than one thread is used.
  const SPEC = "image:mix,size=0.1..2MP*8+3.5MP";

  test("make the same pool whatever their number", async () => {
    const pools = await Promise.all([1, 3].map((threads) => prepare(SPEC, threads, 30)));
    expect(pools.map(({ info }) => info.length)).toEqual([30, 30]);
    expect(new Set(pools.map(digest)).size).toBe(1);
    expect(pools[1]!.info).toEqual(pools[0]!.info);
  }, 60_000);

  test("end when the preparation is given up", async () => {
    const controller = new AbortController();
    const pool = prepare(SPEC, 2, 2000, controller.signal);
    setTimeout(() => controller.abort(), 400);
    await expect(pool).rejects.toThrow("Interrupted");
  });
});

test("a thread that fails ends the preparation with its reason", async () => {
  const threads = new GeneratorThreads({ spec: { kind: "text" }, seed: 1, total: 4 }, 2);
  await expect(threads.take(0)).rejects.toThrow("generator is not a function");
  await threads.close();
});

/** Peak resident memory in bytes of a process that prepares `count` pictures. */
function peakOf(count: number): { readonly peak: number; readonly pool: number } {
  const script = `
    const { parseInput, preparePool } = await import(${JSON.stringify(BUILT)});
    const encode = ({ bytes, marks }) => ({ headers: [], body: bytes, marks });
    const pool = await preparePool({ spec: parseInput("image:jpeg,size=800x600"), encode, seed: 1, count: ${count},
      memoryBytes: 2 ** 28, unique: true, threads: 2 });
    console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024, pool: pool.bytes }));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  return JSON.parse(output) as { peak: number; pool: number };
}

test("memory grows by the pool, not by the pixels that went through", () => {
  const few = peakOf(70);
  const many = peakOf(210);
  const pixels = 140 * 800 * 600 * 3;
  expect(pixels).toBeGreaterThan(2e8);
  expect(many.peak - few.peak).toBeLessThan(many.pool - few.pool + 8e7);
}, 60_000);
