import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { get, testClient } from "../../test/fixtures/wire/client.ts";
import { answering, freePort, ok, rawServer } from "../../test/fixtures/wire/raw-server.ts";

const detail = (pattern: RegExp): string => expect.stringMatching(pattern) as unknown as string;

test("nothing listens: connect-refused", async () => {
  const port = await freePort();
  const { send, client } = testClient(port);
  for (let i = 0; i < 3; i++) {
    expect(await send()).toMatchObject({
      outcome: "connect-refused",
      detail: detail(/^ECONNREFUSED connecting \(127\.0\.0\.1:\d+\): nothing accepts/),
      status: 0,
      bytesIn: 0,
      bytesOut: 0,
      connection: i,
      connect: NaN,
      firstByte: NaN,
      body: undefined,
      reuseRace: false,
    });
  }
  expect(client.openSockets).toBe(0);
});

test("a localhost that listens on one of its addresses is reached", async () => {
  const server = await rawServer(answering(() => ok("hi")));
  const { send } = testClient(server.port, { host: "localhost" });
  const ended = await send();
  expect(ended).toMatchObject({ outcome: "ok", body: "hi" });
  expect(ended.dns).toBeGreaterThanOrEqual(0);
  expect(ended.connect).toBeGreaterThan(0);
  expect(ended.firstByte - ended.sent).toBeGreaterThanOrEqual(ended.dns + ended.connect);
});

test("a localhost that listens nowhere: connect-refused", async () => {
  const { send } = testClient(await freePort(), { host: "localhost" });
  expect(await send()).toMatchObject({ outcome: "connect-refused" });
});

test("an IPv6 address without brackets", async () => {
  const server = await rawServer(
    answering(() => ok("six")),
    { host: "::1" },
  );
  const { send } = testClient(server.port, { host: "::1" });
  expect(await send()).toMatchObject({ outcome: "ok", body: "six", dns: NaN });
  await server.stop();
  expect(await send()).toMatchObject({ detail: detail(/\(\[::1\]:\d+\)/) });
});

test("a name that does not exist: dns-error", async () => {
  const { send } = testClient(80, { host: `${"a".repeat(64)}.localhost` });
  expect(await send()).toMatchObject({
    outcome: "dns-error",
    detail: detail(/^E\w+ looking up the name/),
    connect: NaN,
  });
});

/** A port whose backlog is full, so that the kernel answers no SYN: its owner never accepts. */
async function silentPort(): Promise<number> {
  const worker = new Worker(
    `const { createServer } = require("node:net");
     const { parentPort } = require("node:worker_threads");
     const server = createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000));
     });`,
    { eval: true },
  );
  onTestFinished(async () => void (await worker.terminate()));
  return new Promise((resolve) => worker.once("message", resolve));
}

test("silence instead of a connection: connect-timeout", async () => {
  const { client, next } = testClient(await silentPort(), { connectTimeoutMs: 200 });
  const all = Array.from({ length: 8 }, () => next());
  for (let i = 0; i < 8; i++) client.dispatch(client.acquire()!, get());
  const timedOut = await all[0]!;
  expect(timedOut).toMatchObject({
    outcome: "connect-timeout",
    detail: detail(/^no connection within 200 ms/),
    connect: NaN,
  });
  expect(timedOut.done - timedOut.sent).toBeGreaterThanOrEqual(200);
});

test("connections opened ahead fail one by one, by outcome", async () => {
  const port = await freePort();
  const { client } = testClient(port);
  const report = await client.openAll(5, 1000);
  expect(report).toMatchObject({ requested: 5, opened: 0 });
  expect(report.failures).toEqual([
    { outcome: "connect-refused", count: 5, detail: detail(/^ECONNREFUSED/) },
  ]);
  const silent = testClient(await silentPort(), { connectTimeoutMs: 100, timeoutMs: 10 });
  const late = await silent.client.openAll(8, Infinity);
  expect(late.failures[0]).toMatchObject({ outcome: "connect-timeout", detail: detail(/100 ms/) });
});

test.runIf(process.platform === "linux")("no file descriptors left: local-limit", async () => {
  const server = await rawServer(answering(() => ok("x")));
  const { send } = testClient(server.port);
  const restore = allowNoMoreFiles();
  const ended = await send().finally(restore);
  expect(ended).toMatchObject({
    outcome: "local-limit",
    detail: detail(/^EMFILE connecting .*ulimit -n/),
  });
  expect(await send()).toMatchObject({ outcome: "ok" });
});

/** Lowers this process's limit of open files to those it has; returns what restores it. */
function allowNoMoreFiles(): () => Promise<void> {
  const pid = String(process.pid);
  const show = ["--pid", pid, "--nofile", "-o", "SOFT,HARD", "--noheadings"];
  const [soft, hard] = execFileSync("prlimit", show, { encoding: "utf8" }).trim().split(/\s+/);
  // Started now, as a process without free descriptors can start no other.
  const restorer = spawn("sh", ["-c", `read _; prlimit --pid ${pid} --nofile=${soft}:${hard}`], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  const lowestUnused = openSync("/dev/null", "r");
  closeSync(lowestUnused);
  execFileSync("prlimit", ["--pid", pid, `--nofile=${lowestUnused}:${hard}`]);
  return () =>
    new Promise((resolve) => {
      restorer.once("exit", () => resolve());
      restorer.stdin.end("\n");
    });
}
