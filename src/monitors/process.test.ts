import { expect, test } from "vitest";
import { KernelTree, statText } from "../../test/fixtures/monitors/kernel-tree.ts";
import { first } from "../../test/fixtures/monitors/read.ts";
import { generatorProcessMonitor } from "./generator-process.ts";
import { THREADS_READ } from "./proc/thread-times.ts";
import { processTreeMonitor } from "./process-tree.ts";

const status = "Name:\tapp\nVmHWM:\t    2000 kB\nVmRSS:\t    1000 kB\nCpus_allowed_list:\t0-3,8\n";

/** One thread as two files of /proc. */
function thread(pid: number, tid: number, nanoseconds: number, switches: number) {
  return {
    [`/proc/${pid}/task/${tid}/schedstat`]: `${nanoseconds} 0 1\n`,
    [`/proc/${pid}/task/${tid}/status`]: `Name:\tapp\nvoluntary_ctxt_switches:\t${switches}\n`,
  };
}

test("a pid in other hands ends the monitor, and the newcomer is not taken for the old one", () => {
  const tree = new KernelTree({
    "/proc/77/stat": statText({ pid: 77, start: 100 }),
    "/proc/78/stat": statText({ pid: 78, ppid: 77, start: 200 }),
  });
  const source = processTreeMonitor(77, () => tree.files());
  const [root, child] = source();
  expect([root?.subject, child?.subject]).toEqual(["target pid 77 (app)", "target pid 78 (app)"]);
  tree.write({ "/proc/78/stat": statText({ pid: 78, ppid: 1, start: 999 }) });
  expect(child?.read()).toEqual({});
  expect(source()).toEqual([root]);
  tree.write({ "/proc/78/stat": statText({ pid: 78, ppid: 77, start: 1234 }) });
  const later = Array.from({ length: 16 }, () => source()).at(-1);
  expect(later?.map((m) => m.facts["pid"])).toEqual([77, 78]);
  expect(later?.[1]).not.toBe(child);
});

test("a process that ended and waits to be collected is over", () => {
  const tree = new KernelTree({ "/proc/77/stat": statText({ pid: 77 }) });
  const source = processTreeMonitor(77, () => tree.files());
  expect(source()).toHaveLength(1);
  tree.write({ "/proc/77/stat": statText({ pid: 77, state: "Z" }) });
  expect(source()).toEqual([]);
});

test("grandchildren are found whatever their numbers", () => {
  const tree = new KernelTree({
    "/proc/10/stat": statText({ pid: 10, ppid: 30 }),
    "/proc/20/stat": statText({ pid: 20, ppid: 40 }),
    "/proc/30/stat": statText({ pid: 30, ppid: 20 }),
    "/proc/40/stat": statText({ pid: 40, name: "a) (b" }),
    "/proc/50/stat": statText({ pid: 50 }),
  });
  const found = processTreeMonitor(40, () => tree.files())();
  expect(found.map((m) => m.facts["pid"])).toEqual([40, 20, 30, 10]);
  expect(first(found).subject).toBe("target pid 40 (a) (b)");
});

test("facts: cores of the mask, start time, and a command line without secrets", () => {
  const tree = new KernelTree({
    "/proc/stat": "cpu  0 0\nbtime 1700000000\n",
    "/proc/77/stat": statText({ pid: 77, ppid: 5, start: 4250 }),
    "/proc/77/status": status,
    "/proc/77/cmdline": "serve\0--api-key\0hunter2\0http://u:p@db/x\0",
  });
  const monitor = first(processTreeMonitor(77, () => tree.files())());
  expect(monitor.facts).toEqual({
    pid: 77,
    ppid: 5,
    command: "serve --api-key REDACTED http://db/x",
    cores: 5,
    startTime: new Date(1_700_000_042_500).toISOString(),
  });
  expect(monitor.read()).toMatchObject({ rss: 1_024_000, peakRss: 2_048_000, threads: 1 });
});

test.each([
  ["nginx: master process nginx -c n.conf\0\0\0\0", "nginx: master process nginx -c n.conf"],
  ["gunicorn\0app module:app\0", "gunicorn 'app module:app'"],
  ["", "[app]"],
])("the command line %j is shown as %s", (cmdline, shown) => {
  const tree = new KernelTree({
    "/proc/77/stat": statText({ pid: 77 }),
    "/proc/77/cmdline": cmdline,
  });
  expect(first(processTreeMonitor(77, () => tree.files())()).facts["command"]).toBe(shown);
});

test("threads are read in nanoseconds where the kernel tells them, else in ticks", () => {
  const tree = new KernelTree({
    "/proc/self/schedstat": "5 0 1\n",
    "/proc/77/stat": statText({ pid: 77, ticks: 0 }),
    ...thread(77, 77, 0, 10),
    ...thread(77, 78, 0, 0),
  });
  const exact = first(processTreeMonitor(77, () => tree.files())());
  expect(exact.read()).not.toHaveProperty("cpu");
  tree.write({
    "/proc/77/stat": statText({ pid: 77, ticks: 40 }),
    ...thread(77, 77, 100e6, 30),
    ...thread(77, 78, 300e6, 0),
  });
  const reading = exact.read();
  expect(reading["cpuMaxThread"]! / reading["cpu"]!).toBeCloseTo(0.75, 6);
  expect(reading["voluntarySwitches"]! / reading["cpu"]!).toBeCloseTo(20 / 0.4, 6);

  tree.write({
    "/proc/self/schedstat": "0 0 0\n",
    "/proc/77/task/77/stat": statText({ pid: 77, ticks: 5 }),
    "/proc/77/task/78/stat": statText({ pid: 78, ticks: 5 }),
  });
  const coarse = first(processTreeMonitor(77, () => tree.files())());
  coarse.read();
  tree.write({
    "/proc/77/stat": statText({ pid: 77, ticks: 60 }),
    "/proc/77/task/77/stat": statText({ pid: 77, ticks: 10 }),
    "/proc/77/task/78/stat": statText({ pid: 78, ticks: 20 }),
  });
  const ticks = coarse.read();
  expect(ticks["cpuMaxThread"]! / ticks["cpu"]!).toBeCloseTo(0.75, 6);
});

test("a thread number used again counts from zero", () => {
  const tree = new KernelTree({
    "/proc/self/schedstat": "5 0 1\n",
    "/proc/77/stat": statText({ pid: 77, ticks: 500 }),
    ...thread(77, 77, 1e9, 0),
    ...thread(77, 78, 4e9, 0),
  });
  const monitor = first(processTreeMonitor(77, () => tree.files())());
  monitor.read();
  tree.write({
    "/proc/77/stat": statText({ pid: 77, ticks: 520 }),
    ...thread(77, 77, 1.1e9, 0),
    ...thread(77, 78, 0.1e9, 0),
  });
  const reading = monitor.read();
  expect(reading["cpuMaxThread"]! / reading["cpu"]!).toBeCloseTo(0.5, 6);
});

test("of thousands of threads the first are looked at, the process's own counter counts, and it is said", () => {
  const many = Array.from({ length: THREADS_READ + 50 }, (_, i) => 1000 + i);
  const tree = new KernelTree({
    "/proc/self/schedstat": "5 0 1\n",
    "/proc/1000/stat": statText({ pid: 1000, threads: many.length }),
    ...Object.assign({}, ...many.map((tid) => thread(1000, tid, 1e9, 0))),
  });
  const monitor = first(processTreeMonitor(1000, () => tree.files())());
  monitor.read();
  tree.remove("/proc/1000/task/1000");
  tree.write({
    "/proc/1000/stat": statText({ pid: 1000, threads: many.length, ticks: 400 }),
    ...thread(1000, 1001, 2e9, 0),
  });
  const reading = monitor.read();
  expect(reading["cpuMaxThread"]! / reading["cpu"]!).toBeCloseTo(0.25, 6);
  expect(monitor.unreadable().join()).toContain(`only ${THREADS_READ} threads`);
});

test("what may not be read is named, and the rest is read", () => {
  const tree = new KernelTree({ "/proc/77/stat": statText({ pid: 77, threads: 3 }) });
  const monitor = first(processTreeMonitor(77, () => tree.files())());
  expect(monitor.read()).toEqual({ threads: 3, fds: null });
  expect(monitor.unreadable()).toEqual([
    "cpuMaxThread, voluntarySwitches: /proc/77/task: does not exist",
    "rss, peakRss: /proc/77/status: does not exist",
    "fds: /proc/77/fd: does not exist",
  ]);
});

test("without /proc the target is said to be unreadable, and the generator still knows CPU and memory", async () => {
  const nothing = new KernelTree();
  const target = first(processTreeMonitor(77, () => nothing.files())());
  expect(target.read()).toEqual({});
  expect(target.unreadable().join()).toMatch(/^cpu, cpuMaxThread, .*: no \/proc on this system$/);

  const generator = generatorProcessMonitor(nothing.files());
  const before = generator.read();
  expect(before["rss"]! / process.memoryUsage.rss()).toBeCloseTo(1, 1);
  const cpu = process.cpuUsage();
  const start = performance.now();
  while (performance.now() - start < 300);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  expect(generator.read()["cpu"]! / ((user + system) / 1e6 / seconds)).toBeCloseTo(1, 1);
  expect(generator.unreadable()).toHaveLength(1);
});

test("a process that never was is told from a system without /proc", () => {
  const tree = new KernelTree({ "/proc/1/stat": statText({ pid: 1 }) });
  const missing = first(processTreeMonitor(77, () => tree.files())());
  expect(missing.subject).toBe("target pid 77");
  expect(missing.unreadable().join()).toContain("there is no such process");
});

test("the generator is this process", () => {
  const monitor = generatorProcessMonitor();
  expect(monitor).toMatchObject({ name: "process", role: "generator", subject: "generator" });
  expect(monitor.facts["pid"]).toBe(process.pid);
});
