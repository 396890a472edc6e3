import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { textImage } from "./demo-images.ts";
import { alive, ask, launch, metric, predict, startService, sum, until } from "./demo-support.ts";
import type { RunningService } from "./demo-support.ts";

const running: RunningService[] = [];

/** The exit code, once all output has been read. */
function closed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", resolve));
}

async function start(...args: string[]): Promise<RunningService> {
  const service = await startService("--max-side", "320", ...args);
  running.push(service);
  return service;
}

afterEach(async () => {
  for (const service of running.splice(0)) {
    if (service.child.exitCode === null) await service.stop();
  }
});

/** Which process answers a new connection; 0 when none does. */
async function servingPid(url: string): Promise<number> {
  try {
    const health: { pid: number } = JSON.parse((await ask(url, "/healthz", "GET")).text);
    return health.pid;
  } catch {
    return 0;
  }
}

const image = async (): Promise<Buffer> => (await textImage(400, 300)).image.jpeg().toBuffer();

describe("several processes", () => {
  it("both serve, and any of them tells the metrics of all", async () => {
    const service = await start("--processes", "2");
    expect(service.pids).toHaveLength(2);
    expect(service.output.stdout).toBe(
      `demo service ready on ${service.url} (2 processes, pid ${service.pid})\n`,
    );
    const jpeg = await image();
    for (let time = 0; time < 10; time++) await predict(service.url, jpeg);
    for (let time = 0; time < 4; time++) {
      const counts = await metric(service.url, "demo_infer_seconds_count");
      expect(counts.get('worker="1"')).toBeGreaterThan(0);
      expect(counts.get('worker="2"')).toBeGreaterThan(0);
      expect(sum(counts)).toBe(10);
    }
    const cpu = await metric(service.url, "process_cpu_seconds_total");
    expect([...cpu.keys()]).toEqual(['worker="1"', 'worker="2"', 'worker="primary"']);
  });

  it("tells the metrics of a process that does not answer as it last heard them", async () => {
    const service = await start("--processes", "2");
    const jpeg = await image();
    for (let time = 0; time < 4; time++) await predict(service.url, jpeg);
    expect(sum(await metric(service.url, "demo_infer_seconds_count"))).toBe(4);
    process.kill(service.pids[1]!, "SIGSTOP");
    // one of the two connections is dealt to the stopped process
    const asked = [1, 2].map(() => metric(service.url, "demo_infer_seconds_count"));
    const told = await Promise.race(asked);
    process.kill(service.pids[1]!, "SIGCONT");
    expect([...told.keys()]).toEqual(['worker="1"', 'worker="2"']);
    expect(sum(told)).toBe(4);
    await Promise.all(asked);
  });

  it.each([1, 2])("with %i, one that is killed is replaced on the same port", async (processes) => {
    const service = await start("--processes", String(processes));
    process.kill(service.pids[0]!, "SIGKILL");
    // a connection dealt to a process in the moment of its death is lost, so ask only once the primary knows
    await until(() => service.output.stderr.includes("restart 1"));
    const serving = new Set<number>();
    await until(async () => {
      const pid = await servingPid(service.url);
      if (pid > 0) serving.add(pid);
      return serving.size === processes;
    });
    expect(serving).not.toContain(service.pids[0]);
    expect((await predict(service.url, await image())).boxes).toHaveLength(2);
    expect(sum(await metric(service.url, "demo_worker_restarts_total"))).toBe(1);
    expect(service.output.stderr).toMatch(
      /serving process 1 \(pid \d+\) ended: SIGKILL; restart 1/,
    );
  });
});

describe("the end", () => {
  const ends: [string, (service: RunningService) => unknown][] = [
    ["SIGTERM", ({ child }) => child.kill("SIGTERM")],
    ["SIGINT", ({ child }) => child.kill("SIGINT")],
    ["the parent's disconnection", ({ child }) => child.disconnect()],
  ];
  it.each(ends)("on %s leaves no process and no port, exit 0", async (_name, end) => {
    const service = await start("--processes", "2");
    const exited = once(service.child, "exit");
    end(service);
    expect(await exited).toEqual([0, null]);
    await until(() => !service.pids.some(alive));
    await expect(ask(service.url, "/healthz", "GET")).rejects.toThrow(/ECONNREFUSED/);
    expect(service.output.stderr).toBe("");
  });

  it("answers every request it has received", async () => {
    const service = await start();
    const jpeg = await image();
    await predict(service.url, jpeg);
    const answers = Array.from({ length: 30 }, () => ask(service.url, "/predict", "POST", jpeg));
    const first = await Promise.race(answers);
    service.child.kill("SIGTERM");
    const settled = await Promise.allSettled(answers);
    const statuses = settled.map((each) => (each.status === "fulfilled" ? each.value.status : 0));
    expect(first.status).toBe(200);
    // those the service had not accepted yet are cut off
    expect(statuses.every((status) => [200, 503, 0].includes(status))).toBe(true);
    expect(statuses).toContain(503);
    expect(await service.stop()).toBe(0);
  });
});

describe("a bad start", () => {
  it("says that the port is taken, exit 1", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const address = squatter.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const { child, output } = launch("--port", port);
    const code = await closed(child);
    squatter.close();
    expect(code).toBe(1);
    expect(output.stderr).toMatch(
      new RegExp(`^cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE.*\n$`),
    );
  });

  it("lists all mistakes in the options, exit 104", async () => {
    const { child, output } = launch("--port", "99999", "--workers", "--max-body", "5 MB");
    const code = await closed(child);
    expect(code).toBe(104);
    for (const part of ["--port: received", "--workers", "--max-body: received", "--help"]) {
      expect(output.stderr).toContain(part);
    }
    expect(output.stderr).not.toContain("    at ");
  });

  it("explains itself, exit 0", async () => {
    const { child, output } = launch("--help");
    const code = await closed(child);
    expect(code).toBe(0);
    expect(output.stdout).toContain("--max-side");
  });
});
