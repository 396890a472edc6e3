import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { RunSummary } from "../../src/contracts/run-file.ts";
import { expectTidy, kneepoint, workspace } from "./kneepoint.ts";
import { startTarget } from "./target.ts";

const cwd = workspace();
const target = await startTarget();

beforeEach(() => {
  target.received.length = 0;
  target.onRequest = () => true;
});

/** What the exit code must be by the summary: a busy machine can make any run invalid. */
function expectedCode({ interrupted, validity, slo }: RunSummary): number {
  if (interrupted) return 105;
  if (validity.verdict === "invalid") return 96;
  return slo.every(({ pass }) => pass) ? 0 : 99;
}

async function run(...argv: string[]): Promise<{ summary: RunSummary; stderr: string }> {
  const { code, stdout, stderr } = await kneepoint(["run", target.url, "--json", ...argv], { cwd });
  const summary = JSON.parse(stdout) as RunSummary;
  expect([code, stderr]).toEqual([expectedCode(summary), expect.anything()]);
  return { summary, stderr };
}

/** Bodies of the load; the first request only asks whether anybody is there. */
function bodies(): Buffer[] {
  return target.received.map(({ body }) => body);
}

describe("kneepoint run", () => {
  test("loads a service, shows a table and keeps the run", async () => {
    const argv = ["run", target.url, "-n", "40", "-c", "2", "--name", "first", "--seed", "7"];
    const { code, stdout, stderr } = await kneepoint(argv, { cwd });
    expect([0, 96]).toContain(code);
    expectTidy(stdout);
    expect(stdout).toMatch(/seed\s+7\s/);
    expect(stdout).toMatch(/ok\s+40\s/);
    expect(stderr).toContain("Closed model: 2 users who wait");
    const [name = ""] = readdirSync(join(cwd, "kneepoint-runs"));
    expect(name).toMatch(/^\d{8}-\d{6}-[0-9a-f]{4}-first$/);
    const files = readdirSync(join(cwd, "kneepoint-runs", name)).sort();
    expect(files).toEqual(["report.html", "run.json", "samples.parquet"]);

    const again = await kneepoint(["report", `kneepoint-runs/${name}`], { cwd });
    expect(again.code).toBe(0);
    expect(stdout.trim()).toBe(again.stdout.trim());
  });

  test("gives the summary on stdout with --json, and the same from the run later", async () => {
    const { summary, stderr } = await run(
      "-n",
      "20",
      "-c",
      "1",
      "--run-dir",
      "json-run",
      "--slo",
      "p50<10s",
    );
    expect(summary).toMatchObject({
      schema: "kneepoint.run/1",
      target: { url: target.url, protocol: "raw" },
      load: { model: "closed", concurrency: 1 },
      requests: { sent: 20, ok: 20 },
      slo: [{ expression: "p50<10s", pass: true }],
    });
    expect(stderr).toContain("Outcomes");
    const again = await kneepoint(["report", "json-run", "--json", "--quiet"], { cwd });
    expect([again.code, again.stderr]).toEqual([0, ""]);
    expect(JSON.parse(again.stdout)).toEqual(summary);
  });

  test("exits with 99 when an SLO fails in a run that counts", async () => {
    const { summary } = await run("-n", "20", "-c", "1", "--slo", "rate>1M/s", "--quiet");
    expect(summary.slo).toMatchObject([{ pass: false }]);
  });

  test("keeps secrets out of the run directory", async () => {
    const secret = "hunter2hunter2";
    const url = target.url.replace("http://", `http://me:${secret}@`);
    const argv = [
      "run",
      `${url}?api_key=${secret}`,
      "-n",
      "5",
      "-c",
      "1",
      "-H",
      `x-api-key: ${secret}`,
    ];
    const { stdout, stderr } = await kneepoint([...argv, "--run-dir", "secrets"], { cwd });
    expect(target.received[1]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from(`me:${secret}`).toString("base64")}`,
      "x-api-key": secret,
    });
    expect(target.received[1]?.url).toContain(secret);
    expect(stdout + stderr).not.toContain(secret);
    for (const file of readdirSync(join(cwd, "secrets"))) {
      const content = readFileSync(join(cwd, "secrets", file), "latin1");
      expect(content.includes(secret), file).toBe(false);
      expect(content.includes(Buffer.from(`me:${secret}`).toString("base64")), file).toBe(false);
    }
  });

  test("runs a plan file, and flags and variables override it", async () => {
    writeFileSync(
      join(cwd, "plan.yaml"),
      `target: {url: "${target.url}", method: PUT, headers: {x-from: plan}}\nload: {concurrency: 2, requests: 10}\nbody: hello\nseed: 3\n`,
    );
    const env = { KNEEPOINT_REQUESTS: "12", KNEEPOINT_SEED: "4" };
    const argv = ["run", "plan.yaml", "--json", "--quiet", "--seed", "5"];
    const { stdout, stderr } = await kneepoint(argv, { cwd, env });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ seed: 5, requests: { sent: 12 } });
    const { method, headers, body } = target.received[5]!;
    expect([method, headers["x-from"], body.toString()]).toEqual(["PUT", "plan", "hello"]);
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
  });

  test("counts answers that fail a test as failed", async () => {
    const { summary } = await run("-n", "10", "-c", "1", "--expect", "json:$.score>0.9", "--quiet");
    expect(summary.requests).toMatchObject({ ok: 0, outcomes: { "bad-response": 10 } });
  });
});

describe("what is sent", () => {
  const input = [
    "--input",
    "image:jpeg,size=64x48",
    "--input-count",
    "3",
    "-n",
    "12",
    "-c",
    "2",
    "--quiet",
  ];
  const isJpeg = (bytes: Buffer): boolean =>
    bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
  const distinct = (all: readonly Buffer[]): number =>
    new Set(all.map((body) => body.toString("latin1"))).size;

  test("raw: the pictures themselves, every one different", async () => {
    await run(...input);
    expect(target.received.every(({ headers }) => headers["content-type"] === "image/jpeg")).toBe(
      true,
    );
    expect(bodies().every(isJpeg)).toBe(true);
    expect(distinct(bodies().slice(1))).toBe(12);
  });

  test("multipart: a form that a parser reads, every picture different", async () => {
    await run(...input, "--protocol", "multipart", "--field", "image", "-F", "threshold=0.5");
    const files: Buffer[] = [];
    for (const { headers, body } of target.received) {
      const form = await new Response(body, {
        headers: { "content-type": headers["content-type"]! },
      }).formData();
      expect(form.get("threshold")).toBe("0.5");
      const file = form.get("image") as File;
      expect(file.type).toBe("image/jpeg");
      files.push(Buffer.from(await file.arrayBuffer()));
    }
    expect(files.every(isJpeg)).toBe(true);
    expect(distinct(files.slice(1))).toBe(12);
  });

  test("json-b64 and a template: JSON, every picture different", async () => {
    await run(...input, "--protocol", "json-b64", "--field", "inputs[0].b64");
    const wrapped = bodies().map((body) => {
      const json = JSON.parse(body.toString()) as { inputs: [{ b64: string }] };
      return Buffer.from(json.inputs[0].b64, "base64");
    });
    expect(wrapped.every(isJpeg)).toBe(true);
    expect(distinct(wrapped.slice(1))).toBe(12);

    target.received.length = 0;
    await run(
      ...input,
      "--template",
      '{"id": "{{uuid}}", "n": "{{sequence}}", "w": {{width}}, "b": "{{base64}}"}',
    );
    const filled = bodies()
      .slice(1)
      .map((body) => JSON.parse(body.toString()) as Record<string, string | number>);
    expect(new Set(filled.map(({ id }) => id)).size).toBe(12);
    expect(new Set(filled.map(({ n }) => n)).size).toBe(12);
    expect(filled.every(({ n }) => /^\d{12}$/.test(String(n)))).toBe(true);
    expect(filled.every(({ w, b }) => w === 64 && isJpeg(Buffer.from(String(b), "base64")))).toBe(
      true,
    );
  });

  test("a placeholder that no input fills is told before the load", async () => {
    const argv = ["run", target.url, ...input, "--template", '{"w": "{{widht}}"}'];
    const { code, stderr } = await kneepoint(argv, { cwd });
    expect(code).toBe(104);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("{{width}}");
    expectTidy(stderr);
    expect(target.received).toEqual([]);
  });

  test("no input is a GET without a body", async () => {
    await run("-n", "3", "-c", "1", "--quiet");
    const { method, headers } = target.received[1]!;
    expect([method, headers["content-type"], headers["content-length"]]).toEqual([
      "GET",
      undefined,
      undefined,
    ]);
  });
});

describe("interruption", () => {
  test("the first drains and keeps the results", async () => {
    const pending = kneepointWithSignals(
      ["run", target.url, "-R", "50", "-d", "30s", "--warmup", "0", "--run-dir", "cut"],
      20,
    );
    const { code, stdout, stderr } = await pending;
    expect(code).toBe(105);
    expect(stderr).toContain("finishing the requests in flight");
    expect(stdout).toContain("interrupted");
    const kept = JSON.parse(readFileSync(join(cwd, "cut", "run.json"), "utf8")) as RunSummary;
    expect(kept.interrupted).toBe(true);
    expect(kept.requests.ok).toBeGreaterThanOrEqual(15);
    expect(readdirSync(join(cwd, "cut")).sort()).toEqual([
      "report.html",
      "run.json",
      "samples.parquet",
    ]);
  });

  test("the second stops at once", async () => {
    const argv = [
      "run",
      target.url,
      "-c",
      "4",
      "-d",
      "60s",
      "--warmup",
      "0",
      "--run-dir",
      "cut-twice",
    ];
    const start = performance.now();
    const { code, stderr } = await kneepointWithSignals(argv, 3, true);
    expect(code).toBe(105);
    expect(stderr).toContain("Stopping at once.");
    expect(performance.now() - start).toBeLessThan(40_000);
    expect(existsSync(join(cwd, "cut-twice", "run.json"))).toBe(true);
  });

  test("before anything was measured nothing is kept", async () => {
    const argv = [
      "run",
      target.url,
      "--input",
      "image:jpeg,size=4000x3000",
      "--input-count",
      "100000",
    ];
    const { code, stdout, stderr } = await kneepoint([...argv, "--run-dir", "never"], {
      cwd,
      watch(text, kill) {
        if (text.includes("Preparing inputs") && !text.includes("Interrupted")) kill("SIGINT");
      },
    });
    expect([code, stdout]).toEqual([105, ""]);
    expect(stderr).toContain("before anything was measured");
    expect(existsSync(join(cwd, "never"))).toBe(false);
  });

  /** Interrupts once `requests` have arrived; with `twice`, they stay unanswered and it is interrupted again. */
  function kneepointWithSignals(argv: readonly string[], requests: number, twice = false) {
    let interrupt = (): void => {};
    target.onRequest = (count) => {
      if (count === requests) interrupt();
      return !twice || count === 1;
    };
    return kneepoint(argv, {
      cwd,
      watch(text, kill) {
        interrupt = () => kill("SIGINT");
        if (twice && text.includes("Press Ctrl-C again") && !text.includes("Stopping"))
          kill("SIGINT");
      },
    });
  }
});
