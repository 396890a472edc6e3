// Memory: 20 million samples in virtual time through the recorder and the Parquet file, and 10,000 open connections.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BATCH_ROWS, createBatch } from "../dist/contracts/sample.js";
import { Recorder } from "../dist/engine/index.js";
import { createRunDirectory } from "../dist/report/index.js";
import { Sfc32 } from "../dist/stats/random.js";
import { startNginx } from "./lib/nginx.ts";
import { measured } from "./lib/processes.ts";
import { keep, printTable } from "./lib/results.ts";

const SMOKE = process.argv.includes("--smoke");
const SAMPLES = SMOKE ? 2_000_000 : 20_000_000;
const CONNECTIONS = SMOKE ? 1_000 : 10_000;
/** Virtual rate: 20 million samples are ten minutes. */
const RATE = 33_333;

const directory = mkdtempSync(join(tmpdir(), "kneepoint-bench-"));

async function virtualRun(): Promise<{
  growthBytes: number;
  nanosecondsPerSample: number;
  fileBytes: number;
}> {
  const store = await createRunDirectory(join(directory, "samples"));
  const sink = store.samples({ id: "bench", seed: 1, payloads: [] });
  const recorder = new Recorder([100], 1, 1000);
  const rng = new Sfc32(1);
  const batch = createBatch(0);
  let baseline = 0;
  const startCpu = process.cpuUsage();
  for (let written = 0; written < SAMPLES; written += BATCH_ROWS) {
    fill(batch, written, rng);
    recorder.add(batch);
    sink.write(batch);
    // a hundred times faster than any run, and still a pause for the disk after each row group
    if ((written / BATCH_ROWS) % 32 === 31) await new Promise((resolve) => setTimeout(resolve, 20));
    if (written < SAMPLES / 10) baseline = Math.max(baseline, process.memoryUsage.rss());
  }
  await sink.close();
  const { user, system } = process.cpuUsage(startCpu);
  const growthBytes = Math.max(0, process.memoryUsage.rss() - baseline);
  const lost = sink.lost;
  if (lost > 0) throw new Error(`${lost} samples were not written: ${sink.error}`);
  const fileBytes = (await import("node:fs")).statSync(
    join(directory, "samples", "samples.parquet"),
  ).size;
  return { growthBytes, nanosecondsPerSample: ((user + system) * 1000) / SAMPLES, fileBytes };
}

function fill(batch: ReturnType<typeof createBatch>, first: number, rng: Sfc32): void {
  batch.length = BATCH_ROWS;
  for (let row = 0; row < BATCH_ROWS; row++) {
    const intended = ((first + row) / RATE) * 1000;
    const service = 5 - Math.log(1 - rng.float()) * 10;
    batch.sequence[row] = first + row;
    batch.intended[row] = intended;
    batch.sent[row] = intended + 0.05;
    batch.firstByte[row] = intended + service;
    batch.done[row] = intended + service + 0.1;
    batch.dns[row] = batch.connect[row] = batch.tls[row] = NaN;
    batch.upload[row] = 0.01;
    batch.status[row] = 200;
    batch.bytesOut[row] = 200;
    batch.bytesIn[row] = 300;
    batch.connection[row] = row % 64;
  }
}

async function manyConnections(): Promise<number> {
  const nginx = await startNginx(`location / { return 200 "ok\\n"; }`, "01");
  try {
    const command = [
      "node",
      "dist/cli/main.js",
      "run",
      nginx.url,
      "-c",
      `${CONNECTIONS}`,
      "-R",
      "200/s",
      "-d",
      "5s",
      "--warmup",
      "0s",
      "--json",
      "--quiet",
    ];
    const { peakBytes, stdout } = await measured(
      [...command, "--run-dir", join(directory, "connections")],
      undefined,
    );
    const { requests, load } = JSON.parse(stdout) as {
      requests: { ok: number; sent: number };
      load: { connections: number };
    };
    if (requests.ok !== requests.sent || load.connections < CONNECTIONS)
      throw new Error(`not all connections worked: ${stdout}`);
    return peakBytes;
  } finally {
    await nginx.stop();
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
try {
  const samples = await virtualRun();
  const connectionBytes = await manyConnections();
  printTable("Memory", [
    {
      what: `RSS growth over the last 90 % of ${SAMPLES / 1e6} million samples`,
      measured: megabytes(samples.growthBytes),
      promise: "< 50 MB",
    },
    {
      what: `peak RSS with ${CONNECTIONS} open connections`,
      measured: megabytes(connectionBytes),
      promise: "< 300 MB",
    },
    {
      what: "recording, statistics and Parquet, CPU a sample",
      measured: `${samples.nanosecondsPerSample.toFixed(0)} ns`,
      promise: "",
    },
  ]);
  keep("memory", { ...samples, connectionBytes, connections: CONNECTIONS, samples: SAMPLES });
  if (samples.growthBytes > 50e6 || connectionBytes > 300e6) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
