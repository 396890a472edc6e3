import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { runCli } from "../../dist/cli/run-cli.js";
import { expectTidy, kneepoint, workspace } from "./kneepoint.ts";
import { startTarget } from "./target.ts";

const cwd = workspace();
const target = await startTarget();

/** A server that does the same to every connection. */
async function serve(treat: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    treat(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe("targets that cannot be loaded", () => {
  test("one that speaks no HTTP", async () => {
    const port = await serve((socket) => socket.end("220 mail.example ESMTP\r\n"));
    const { code, stderr } = await kneepoint(["run", `http://127.0.0.1:${port}/`, "-d", "1s"], {
      cwd,
    });
    expect(code).toBe(108);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("does not speak HTTP");
    expectTidy(stderr);
  });

  test("one that speaks no TLS", async () => {
    const url = target.url.replace("http:", "https:");
    const { code, stderr } = await kneepoint(["run", url, "-d", "1s"], { cwd });
    expect(code).toBe(108);
    expect(stderr).toContain("tls-error");
    expectTidy(stderr);
  });

  test("one whose name is unknown", async () => {
    const { code, stderr } = await kneepoint(["run", "http://no-such-host.invalid/", "-d", "1s"], {
      cwd,
    });
    expect(code).toBe(108);
    expect(stderr).toContain("dns-error");
    expectTidy(stderr);
  });

  test("none of them leaves a directory behind", () => {
    expect(existsSync(join(cwd, "kneepoint-runs"))).toBe(false);
  });
});

describe("a place that cannot be written to", () => {
  test("a full disk for --out is told, and the run is kept", async () => {
    const argv = [
      "run",
      target.url,
      "-n",
      "5",
      "-c",
      "1",
      "--run-dir",
      "kept",
      "--out",
      "json=/dev/full",
    ];
    const { code, stdout, stderr } = await kneepoint(argv, { cwd });
    expect([104, 96]).toContain(code);
    expect(stdout).toContain("Outcomes");
    expect(stderr).toContain("The disk is full.");
    expectTidy(stderr);
    expect(readdirSync(join(cwd, "kept")).sort()).toEqual([
      "report.html",
      "run.json",
      "samples.parquet",
    ]);
  });

  test("a run directory below a file", async () => {
    const argv = ["run", target.url, "-n", "5", "--run-dir", "/dev/null/run"];
    const { code, stderr } = await kneepoint(argv, { cwd });
    expect(code).toBe(104);
    expect(stderr).toContain("/dev/null/run");
    expectTidy(stderr);
  });
});

test("every format of --out is written from a run", async () => {
  const argv = ["run", target.url, "-n", "5", "-c", "1", "--run-dir", "formats", "--quiet"];
  expect([0, 96]).toContain((await kneepoint(argv, { cwd })).code);
  const formats = ["json", "html", "parquet", "csv", "markdown", "junit"];
  const outs = formats.flatMap((format) => ["--out", `${format}=out.${format}`]);
  const { code, stdout, stderr } = await kneepoint(["report", "formats", ...outs, "--quiet"], {
    cwd,
  });
  expect([code, stdout, stderr]).toEqual([0, "", ""]);
  expect(
    readdirSync(cwd)
      .filter((name) => name.startsWith("out."))
      .sort(),
  ).toEqual(formats.map((format) => `out.${format}`).sort());
});

test("a reader that has seen enough is no error", async () => {
  const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  const script = `set -o pipefail; "${process.execPath}" "${main}" help run | head -n 1`;
  const { stdout, stderr } = await promisify(execFile)("bash", ["-c", script]);
  expect([stdout, stderr]).toEqual(["Usage  kneepoint run URL|PLAN.yaml [options]\n", ""]);
});

describe("a mistake of our own", () => {
  const failing = {
    isTTY: false,
    columns: 80,
    write: () => {
      throw new Error("boom \u001b[31m");
    },
  };

  async function fail(argv: readonly string[]): Promise<{ code: number; stderr: string }> {
    let stderr = "";
    const io = {
      stdout: failing,
      stderr: { isTTY: false, columns: 80, write: (text: string) => void (stderr += text) },
      env: {},
      cwd,
      onInterrupt: () => () => {},
    };
    return { code: await runCli(argv, io), stderr };
  }

  test("is told as one, without a stack trace and without control characters", async () => {
    const { code, stderr } = await fail(["version"]);
    expect(code).toBe(107);
    expect(stderr).toContain("internal error: boom");
    expect(stderr).toContain("--debug");
    expect(stderr).not.toContain("\u001b");
    expectTidy(stderr);
  });

  test("shows where with --debug", async () => {
    const { code, stderr } = await fail(["version", "--debug"]);
    expect(code).toBe(107);
    expect(stderr).toMatch(/at .*trouble\.test\.ts/);
  });
});
