import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { Program } from "../../test/fixtures/monitors/children.ts";
import { first } from "../../test/fixtures/monitors/read.ts";
import type { Monitor, Reading } from "../contracts/monitor.ts";
import { processTreeMonitor } from "./process-tree.ts";

beforeEach((context) => context.skip(!existsSync("/proc/self/stat"), "needs /proc of Linux"));

interface Usage {
  readonly cpuSeconds: number;
  readonly atMs: number;
  readonly rss: number;
}

/** Cores a program says it used, and what the monitor read, over about the same time. */
async function compare(program: Program, ms: number): Promise<{ said: number; read: Reading }> {
  await program.ready;
  const monitor = first(processTreeMonitor(program.pid)());
  monitor.read();
  const before = await program.ask<Usage>("usage");
  await sleep(ms);
  const read = monitor.read();
  const after = await program.ask<Usage>("usage");
  return {
    said: ((after.cpuSeconds - before.cpuSeconds) / (after.atMs - before.atMs)) * 1000,
    read,
  };
}

const subjects = (monitors: readonly Monitor[]): unknown[] => monitors.map((m) => m.facts["pid"]);

test("a process busy on one thread shows the CPU time it says it spent, all on that thread", async () => {
  const { said, read } = await compare(new Program("busy.mjs", 1, 0, 0), 2000);
  expect(read["cpu"]).toBeGreaterThan(said - 0.06);
  expect(read["cpu"]).toBeLessThan(said + 0.06);
  expect(read["cpuMaxThread"]).toBeGreaterThan(said * 0.9);
  expect(read["cpuMaxThread"]).toBeLessThanOrEqual(read["cpu"]!);
});

test("two busy threads share the CPU time of their process", async () => {
  const { said, read } = await compare(new Program("busy.mjs", 0, 2, 0), 2000);
  expect(read["cpu"]).toBeGreaterThan(said - 0.1);
  expect(read["cpu"]).toBeLessThan(said + 0.1);
  expect(read["cpuMaxThread"]).toBeGreaterThan(said * 0.4);
  expect(read["cpuMaxThread"]).toBeLessThan(said * 0.8);
});

test("CPU time of threads that ended between two readings is not lost", async () => {
  const { said, read } = await compare(new Program("busy.mjs", 0, 2, 60), 2000);
  expect(read["cpu"]).toBeGreaterThan(said - 0.1);
  expect(read["cpu"]).toBeLessThan(said + 0.1);
});

test("memory is what the process says of itself; descriptors and threads are counted", async () => {
  const program = new Program("busy.mjs", 0, 3, 0);
  await program.ready;
  const monitor = first(processTreeMonitor(program.pid)());
  const { rss } = await program.ask<Usage>("usage");
  const reading = monitor.read();
  expect(reading["rss"]! / rss).toBeGreaterThan(0.95);
  expect(reading["rss"]! / rss).toBeLessThan(1.05);
  expect(reading["peakRss"]).toBeGreaterThanOrEqual(reading["rss"]!);
  expect(reading["threads"]).toBeGreaterThanOrEqual(1 + 3);
  expect(reading["fds"]).toBeGreaterThan(3);
  expect(monitor.unreadable()).toEqual([]);
  expect(monitor.facts).toMatchObject({ pid: program.pid, ppid: process.pid });
  expect(monitor.facts["command"]).toMatch(/busy\.mjs 0 3 0$/);
  expect(Date.parse(String(monitor.facts["startTime"]))).toBeGreaterThan(Date.now() - 30_000);
});

test("children are found when they start and drop out when they end", async () => {
  const family = new Program("family.mjs");
  await family.ready;
  const one = await family.ask<{ pid: number }>("spawn");
  const source = processTreeMonitor(family.pid);
  expect(subjects(source())).toEqual([family.pid, one.pid]);
  const [parent] = source();
  const two = await family.ask<{ pid: number }>("spawn");
  expect(subjects(source())).toEqual([family.pid, one.pid, two.pid]);
  await family.ask("end");
  expect(subjects(source())).toEqual([family.pid, two.pid]);
  expect(source()[0]).toBe(parent);
});

test("a child whose parent ends is still watched", async () => {
  const family = new Program("family.mjs");
  await family.ready;
  const { pid } = await family.ask<{ pid: number }>("spawn");
  onTestFinished(() => void process.kill(pid, "SIGKILL"));
  const source = processTreeMonitor(family.pid);
  expect(subjects(source())).toEqual([family.pid, pid]);
  const exited = new Promise((resolve) => family.child.once("exit", resolve));
  family.child.send("leave");
  await exited;
  expect(subjects(source())).toEqual([pid]);
  expect(first(source()).read()["rss"]).toBeGreaterThan(1e6);
});

test("a target that started kneepoint does not contain it, nor what it starts", async () => {
  const program = new Program("busy.mjs", 0, 0, 0);
  await program.ready;
  const watched = subjects(processTreeMonitor(process.ppid)());
  expect(watched).toContain(process.ppid);
  expect(watched).not.toContain(process.pid);
  expect(watched).not.toContain(program.pid);
});
