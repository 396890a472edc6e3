import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { column, first } from "../../test/fixtures/monitors/read.ts";
import type { Clock } from "../contracts/ports.ts";
import { generatorProcessMonitor } from "./generator-process.ts";
import { hostMonitor } from "./host.ts";
import { startMonitors } from "./sampling.ts";
import { combineSources } from "./source.ts";

const clock: Clock = { now: () => performance.now() };

test("readings keep to the grid, and one that was missed is not made up for", async () => {
  const source = combineSources(generatorProcessMonitor(), hostMonitor(), undefined);
  const start = clock.now();
  const sampling = startMonitors(source, clock, 50);
  await sleep(220);
  const blocked = performance.now();
  while (performance.now() - blocked < 180);
  await sleep(150);
  const [generator, host] = sampling.stop();
  if (generator === undefined || host === undefined) throw new Error("two series are expected");
  expect([generator.monitor, host.monitor]).toEqual(["process", "host"]);
  expect(host.timesMs).toEqual(generator.timesMs);
  const times = generator.timesMs.map((time) => time - start);
  const lines = times.slice(0, -1).map((time) => Math.round(time / 50));
  expect(new Set(lines).size).toBe(lines.length);
  expect(times.length).toBeLessThan(3 + 550 / 50);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? Number.NaN));
  expect(Math.max(...gaps)).toBeGreaterThan(150);
  expect(column(generator, "cpu")[0]).toBeNull();
  expect(column(generator, "cpu").slice(1)).not.toContain(null);
});

test("a run shorter than the period has a reading at its end", async () => {
  const sampling = startMonitors(combineSources(generatorProcessMonitor()), clock, 10_000);
  const end = performance.now() + 100;
  while (performance.now() < end);
  await sleep(1);
  const series = first(sampling.stop());
  expect(series.timesMs).toHaveLength(2);
  expect(column(series, "cpu")[1]).toBeGreaterThan(0);
  expect(sampling.stop()).toHaveLength(1);
  await sleep(20);
  expect(first(sampling.stop()).timesMs).toHaveLength(2);
});

test("monitors keep no process alive", (context) => {
  const built = new URL("../../dist/monitors/index.js", import.meta.url);
  const program = `
    import { hostMonitor, startMonitors } from ${JSON.stringify(pathToFileURL(built.pathname).href)};
    const host = hostMonitor();
    startMonitors(() => [host], { now: () => performance.now() }, 20);`;
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", program],
    { timeout: 10_000, encoding: "utf8" },
  );
  context.skip(stderr.includes("ERR_MODULE_NOT_FOUND"), "needs the built package");
  expect({ status, signal }).toEqual({ status: 0, signal: null });
});
