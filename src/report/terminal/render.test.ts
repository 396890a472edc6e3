import { describe, expect, test } from "vitest";
import { RUN_FIXTURES } from "../../../test/fixtures/run-file.ts";
import type { RunFile } from "../../contracts/run-file.ts";
import { renderTerminal } from "./render.ts";

const PLAIN = { color: false, width: 80, unicode: true };
// the longest fixture takes seconds to make, and adds nothing that the others lack here
const FIXTURES = Object.entries(RUN_FIXTURES)
  .filter(([name]) => name !== "long")
  .map(([name, make]) => Object.assign(make(), { name }));
const overloaded = FIXTURES.find(({ name }) => name === "overloaded")!;

/** The lines from the one that starts with `title` to the next blank one. */
function section(text: string, title: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(title));
  const end = lines.indexOf("", start);
  return lines.slice(start, end === -1 ? undefined : end).join("\n");
}

function rendered(changes: Partial<RunFile> = {}): string {
  return renderTerminal({ ...overloaded.run, ...changes }, overloaded.headline, PLAIN);
}

describe("renderTerminal", () => {
  test.each(FIXTURES)("$name: verdict first, headline last, within 80 columns", (fixture) => {
    const lines = renderTerminal(fixture.run, fixture.headline, PLAIN).split("\n");
    expect(lines[0]).toMatch(/^(VALID|SUSPECT|INVALID) · /);
    const tail = lines.slice(lines.lastIndexOf("") + 1).join(" ");
    expect(tail).toBe(fixture.headline);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
    expect(lines.join("\n")).not.toMatch(/NaN|undefined|null|Infinity|\u00a0/);
  });

  test.each(FIXTURES)("$name: colour adds nothing but colour", ({ run, headline }) => {
    const colored = renderTerminal(run, headline, { ...PLAIN, color: true });
    // oxlint-disable-next-line no-control-regex -- the only sequences allowed
    const bare = colored.replace(/\u001b\[(?:0|1|2|31|32|33)m/g, "");
    expect(colored.length).toBeGreaterThan(bare.length);
    expect(bare).toBe(renderTerminal(run, headline, PLAIN));
  });

  test.each(FIXTURES)("$name: without Unicode every character is ASCII", ({ run, headline }) => {
    const ascii = renderTerminal(run, headline, { ...PLAIN, unicode: false });
    // oxlint-disable-next-line no-control-regex -- ASCII without control characters
    expect(ascii).toMatch(/^[\n\u0020-\u007e]*$/);
    expect(Math.max(...ascii.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("a wider terminal wraps later", () => {
    const wide = renderTerminal(overloaded.run, overloaded.headline, { ...PLAIN, width: 120 });
    expect(wide.split("\n").length).toBeLessThan(rendered().split("\n").length);
    expect(Math.max(...wide.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
  });
});

/** The parts whose text is pinned, said in full, so that only a change of the text can change it. */
const GOLDEN: Partial<RunFile> = {
  target: { url: "http://127.0.0.1:8000/predict", protocol: "multipart" },
  seed: 7,
  load: {
    model: "open",
    offeredRate: 24,
    achievedRate: 23.817,
    durationSeconds: 60,
    warmupSeconds: 2,
    connections: 16,
    concurrency: null,
  },
  requests: {
    scheduled: 1429,
    sent: 1427,
    ok: 1200,
    failed: 227,
    unfinished: 0,
    dropped: 2,
    warmup: 48,
    outcomes: { ok: 1200, "http-5xx": 7, timeout: 220, dropped: 2 },
  },
  throughput: { okPerSecond: 20, bytesOutPerSecond: 5_756_682, bytesInPerSecond: 512 },
  latencyMs: {
    response: {
      n: 1200,
      max: 12_000,
      p50: 48.26,
      p90: 351.4,
      p95: 1040,
      p99: 11_620,
      ci: { p50: [46, 50.1], p90: [0.4, 352] },
      notes: ["p99.9 not shown: 1,200 samples leave 1.2 beyond it and 10 are needed."],
    },
    service: { n: 1200, max: 900, p50: 48, ci: {}, notes: ["not shown again"] },
    lateness: { n: 1427, max: 0.27, p50: 0.0246, ci: {}, notes: ["the first", "the second"] },
    failed: { n: 0, ci: {}, notes: [] },
    phases: {
      queue: { n: 1200, max: 0, p50: 0, ci: {}, notes: [] },
      wait: { n: 1200, max: 899, p50: 47, p90: 350, ci: {}, notes: [] },
      connect: { n: 16, max: 0.177, ci: {}, notes: [] },
    },
  },
  slo: [
    {
      expression: "p(99)<300ms",
      value: null,
      limit: 300,
      unit: "ms",
      pass: false,
      decisive: true,
      note: "more than 1 % of the requests failed, and a failure counts as over every limit",
    },
    {
      expression: "errors<20%",
      value: 0.1591,
      limit: 0.2,
      unit: "share",
      pass: true,
      decisive: false,
    },
  ],
  inputs: {
    spec: "image:jpeg",
    kind: "image",
    unique: "nonce",
    pool: [1, 2, 3].map((size, index) => ({
      index,
      payloadBytes: size * 1e5,
      bodyBytes: size * 1e5 + 200,
      dimension: { unit: "pixels", value: size * 307_200 },
      traits: {},
    })),
    sentByPayload: [100, 1200, 127],
    meanResponseByPayload: [null, null, null],
    poolBytes: 6e5,
    preparedInMs: 12,
    notes: ["Two files were no images."],
  },
  kept: [
    {
      sequence: 3,
      atMs: 40,
      outcome: "http-5xx",
      status: 500,
      detail: "status 500",
      headers: "",
      body: '{"detail":"onnxruntime: Non-zero status code"}',
      bodyBytes: 46,
    },
  ],
  findings: [
    {
      rule: "one-core",
      verdict:
        "The serving process is serialised to one core while the machine has three to spare.",
      confidence: "medium",
      evidence: [
        {
          metric: "cores used by the busiest process",
          value: 0.998,
          unit: "cores",
          threshold: 0.95,
          source: "/proc/4242/stat",
        },
        { metric: "offered rate", value: 24, unit: "per-second", source: "plan" },
      ],
      advice: "Start more worker processes and measure again.",
      runnerUp: "lock-or-pool",
      nextTest: "Run the same plan against two processes.",
    },
  ],
};

describe("sections", () => {
  test("target, load, throughput and inputs", () => {
    expect(section(rendered(GOLDEN), "Target")).toMatchInlineSnapshot(`
      "Target      http://127.0.0.1:8000/predict (multipart)
      Load        open model, Poisson arrivals: 24.0 /s offered, 23.8 /s sent, for
                  60 s after 2 s of warm-up on 16 connections; seed 7
      Throughput  20.0 /s ok, 1,427 requests sent; 5.49 MiB/s out, 512 B/s in
      Inputs      3 payloads (image:jpeg), every body unique; pixels 0.614 MP; body
                  196 KiB
                  Two files were no images."
    `);
  });

  test("SLOs with value, limit and remark", () => {
    expect(section(rendered(GOLDEN), "SLO")).toMatchInlineSnapshot(`
      "SLO                              value      limit
        p(99)<300ms          FAIL          –     300 ms
          more than 1 % of the requests failed, and a failure counts as over every
          limit
        errors<20%           pass     15.9 %       20 %
          close to the limit: another run may decide otherwise"
    `);
  });

  test("latency with intervals, and why a percentile is not shown", () => {
    expect(section(rendered(GOLDEN), "Latency")).toMatchInlineSnapshot(`
      "Latency            n      p50      p90      p95      p99    p99.9      max
        response     1,200  48.3 ms   351 ms   1.04 s   11.6 s  too few   12.0 s
                           ±2.26 ms  ±351 ms
        service      1,200  48.0 ms  too few  too few  too few  too few   900 ms
        lateness     1,427  24.6 µs  too few  too few  too few  too few   270 µs
        response: p99.9 not shown: 1,200 samples leave 1.2 beyond it and 10 are
          needed.
        lateness: the first"
    `);
  });

  test("phases that took time", () => {
    expect(section(rendered(GOLDEN), "Phases")).toMatchInlineSnapshot(`
      "Phases             n      p50      p90      p95      p99    p99.9      max
        connect         16  too few  too few  too few  too few  too few   177 µs
        wait         1,200  47.0 ms   350 ms  too few  too few  too few   899 ms"
    `);
  });

  test("outcomes with the first example of each failure", () => {
    expect(section(rendered(GOLDEN), "Outcomes")).toMatchInlineSnapshot(`
      "Outcomes                  count     share
        ok                      1,200      84 %
        http-5xx                    7    0.49 %   status 500: {"detail":"onnxruntime:…
        timeout                   220    15.4 %
        dropped                     2    0.14 %"
    `);
  });

  test("findings with evidence, advice and the next test", () => {
    expect(section(rendered(GOLDEN), "Findings")).toMatchInlineSnapshot(`
      "Findings
        one-core (medium confidence): The serving process is serialised to one core
          while the machine has three to spare.
          - cores used by the busiest process: 1.00 cores, threshold 0.95 cores
            (/proc/4242/stat)
          - offered rate: 24.0 /s (plan)
          Do now: Start more worker processes and measure again.
          Next test: Run the same plan against two processes. Second explanation:
          lock-or-pool."
    `);
  });

  test("of many processes the busiest, and the sum of the rest", () => {
    const { run, headline } = FIXTURES.find(({ name }) => name === "many-processes")!;
    const lines = section(renderTerminal(run, headline, PLAIN), "Processes").split("\n");
    expect(lines).toHaveLength(1 + 8 + 1 + 1);
    expect(lines[9]).toMatch(/^ {2}56 more together +\d\.\d\d cores +\d+\.\d GiB$/);
  });

  test("an invalid run judges no SLO and gives its reasons with value, limit and remedy", () => {
    const reason = {
      code: "lateness",
      severity: "invalid",
      message: "Requests left late.",
      value: 78.4,
      limit: 6,
      unit: "ms",
      advice: "Lower the rate.",
    } as const;
    const text = rendered({ validity: { verdict: "invalid", reasons: [reason] } });
    expect(section(text, "SLO")).not.toMatch(/pass|FAIL/);
    expect(text.split("\n").slice(0, 4)).toEqual([
      "INVALID · these numbers say nothing about the target",
      "",
      "  invalid: Requests left late. (lateness 78.4 ms, limit 6 ms)",
      "    Lower the rate.",
    ]);
  });

  test("files are named when the directory is known", () => {
    const text = renderTerminal(overloaded.run, "Done.", { ...PLAIN, directory: "runs/a" });
    expect(section(text, "Files")).toBe(
      "Files       runs/a (report.html, run.json, samples.parquet)",
    );
    expect(rendered()).not.toContain("Files");
  });

  test("a closed model is told in users", () => {
    const load = { ...GOLDEN.load!, model: "closed", concurrency: 32 } as const;
    const text = section(rendered({ load }), "Load");
    expect(text).toContain("closed model: 32 users, 23.8 /s sent");
    expect(text).not.toContain("offered");
  });
});

describe("hostile texts", () => {
  const ESCAPE = "\u001b]0;owned\u0007\u001b[2J\u009b31m\r\n\u202e";

  test("from the target cannot steer the terminal", () => {
    const text = rendered({
      target: { url: `http://h/${ESCAPE}`, protocol: `raw${ESCAPE}` },
      kept: overloaded.run.kept.map((one) => ({ ...one, detail: ESCAPE, body: ESCAPE })),
      notes: [`a${ESCAPE}b`],
      monitors: overloaded.run.monitors.map((one) => ({ ...one, subject: `x${ESCAPE}` })),
      slo: overloaded.run.slo.map((one) => ({ ...one, expression: ESCAPE, note: ESCAPE })),
    });
    // oxlint-disable-next-line no-control-regex -- none of these may be left
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain("a ]0;owned [2J 31m b");
  });

  test("of a megabyte do not fill the screen", () => {
    const [first] = overloaded.run.kept;
    const kept = [{ ...first!, body: "x".repeat(1e6) }];
    expect(rendered({ kept }).length).toBeLessThan(10_000);
  });
});
