import { once } from "node:events";
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, type TestContext } from "vitest";
import { Program } from "../../test/fixtures/monitors/children.ts";
import { KernelTree } from "../../test/fixtures/monitors/kernel-tree.ts";
import { readAround } from "../../test/fixtures/monitors/read.ts";
import { cgroupMonitor } from "./cgroup.ts";
import { CgroupPlaces } from "./proc/cgroup-files.ts";
import { KernelFiles } from "./proc/kernel-files.ts";

const MOUNT_V2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
const MOUNTS_V1 =
  "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n" +
  "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";

const v2 = "/sys/fs/cgroup/kubepods/pod7/app";

function version2(): KernelTree {
  return new KernelTree({
    "/proc/77/cgroup": "0::/kubepods/pod7/app\n",
    "/proc/self/mountinfo": MOUNT_V2,
    [`${v2}/cgroup.type`]: "domain\n",
    [`${v2}/cpu.max`]: "max 100000\n",
    [`${v2}/cpu.stat`]: "usage_usec 1000000\nnr_periods 0\nnr_throttled 0\n",
    [`${v2}/memory.current`]: "5000000\n",
    [`${v2}/memory.max`]: "max\n",
    [`${v2}/memory.stat`]: "anon 1\nfile 2\ninactive_file 1000000\n",
    [`${v2}/memory.events`]: "low 0\nhigh 0\nmax 4\noom 2\noom_kill 2\noom_group_kill 0\n",
  });
}

test("version 2: usage, working set and kills of the group; limits of the tightest group around it", async () => {
  const tree = version2();
  tree.write({
    "/sys/fs/cgroup/kubepods/cpu.max": "800000 100000\n",
    "/sys/fs/cgroup/kubepods/pod7/cpu.max": "150000 100000\n",
    "/sys/fs/cgroup/kubepods/pod7/cpu.stat": "usage_usec 9\nnr_periods 100\nnr_throttled 10\n",
    "/sys/fs/cgroup/kubepods/pod7/memory.max": "1073741824\n",
    "/sys/fs/cgroup/kubepods/memory.max": "4294967296\n",
  });
  const monitor = cgroupMonitor(77, "target", tree.files())!;
  expect(monitor.facts).toEqual({
    version: 2,
    path: "/kubepods/pod7/app",
    cpuLimitCores: 1.5,
    memoryLimitBytes: 2 ** 30,
  });
  expect(monitor.read()).toEqual({ cpu: null, throttled: null, memory: 4_000_000, oomKills: 0 });
  const { reading, perSecond } = await readAround(monitor, () =>
    tree.write({
      [`${v2}/cpu.stat`]: "usage_usec 1090000\nnr_periods 0\nnr_throttled 0\n",
      [`${v2}/memory.events`]: "oom 3\noom_kill 5\n",
      "/sys/fs/cgroup/kubepods/pod7/cpu.stat": "usage_usec 9\nnr_periods 140\nnr_throttled 20\n",
    }),
  );
  perSecond("cpu", 0.09);
  expect(reading).toMatchObject({ throttled: 0.25, oomKills: 3 });
  expect(monitor.unreadable()).toEqual([]);
});

test("version 2: without a limit nothing is throttled, and a group without the memory controller counts in the next", () => {
  const tree = version2();
  for (const file of ["current", "max", "stat", "events"]) tree.remove(`${v2}/memory.${file}`);
  tree.write({
    "/sys/fs/cgroup/kubepods/pod7/memory.current": "700\n",
    "/sys/fs/cgroup/kubepods/pod7/memory.stat": "inactive_file 900\n",
    "/sys/fs/cgroup/kubepods/pod7/memory.events": "oom_kill 0\n",
  });
  const monitor = cgroupMonitor(77, "target", tree.files())!;
  monitor.read();
  expect(monitor.read()).toMatchObject({ throttled: 0, memory: 0, oomKills: 0 });
  expect(monitor.facts).toEqual({ version: 2, path: "/kubepods/pod7/app" });
});

test("version 1: files of its own names, nanoseconds, and a largest number for no limit", async () => {
  const cpu = "/sys/fs/cgroup/cpu,cpuacct/docker/abc";
  const memory = "/sys/fs/cgroup/memory/docker/abc";
  const tree = new KernelTree({
    "/proc/77/cgroup":
      "7:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n1:name=systemd:/x\n0::/x\n",
    "/proc/self/mountinfo": MOUNTS_V1 + MOUNT_V2,
    [`${cpu}/cpu.cfs_quota_us`]: "50000\n",
    [`${cpu}/cpu.cfs_period_us`]: "100000\n",
    [`${cpu}/cpu.stat`]: "nr_periods 10\nnr_throttled 5\nthrottled_time 7\n",
    [`${cpu}/cpuacct.usage`]: "5000000000\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
    [`${memory}/memory.usage_in_bytes`]: "5000000\n",
    [`${memory}/memory.limit_in_bytes`]: "9223372036854771712\n",
    [`${memory}/memory.stat`]: "inactive_file 5\ntotal_inactive_file 2000000\n",
    [`${memory}/memory.oom_control`]: "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n",
  });
  const monitor = cgroupMonitor(77, "target", tree.files())!;
  expect(monitor.facts).toEqual({ version: 1, path: "/docker/abc", cpuLimitCores: 0.5 });
  expect(monitor.read()).toMatchObject({ memory: 3_000_000, oomKills: 0 });
  const { reading, perSecond } = await readAround(monitor, () =>
    tree.write({
      [`${cpu}/cpuacct.usage`]: "5050000000\n",
      [`${cpu}/cpu.stat`]: "nr_periods 12\nnr_throttled 7\n",
      [`${memory}/memory.oom_control`]: "oom_kill_disable 0\nunder_oom 0\noom_kill 5\n",
    }),
  );
  perSecond("cpu", 0.05);
  expect(reading).toMatchObject({ throttled: 1, oomKills: 1 });
});

test("both versions at once: each controller is looked for where it is; the machine's own top group is nobody's", () => {
  const tree = new KernelTree({
    "/proc/77/cgroup": "7:memory:/app\n3:cpu,cpuacct:/\n0::/\n",
    "/proc/self/mountinfo": MOUNTS_V1 + MOUNT_V2,
    "/sys/fs/cgroup/memory/app/memory.usage_in_bytes": "100\n",
    "/sys/fs/cgroup/memory/app/memory.stat": "total_inactive_file 0\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage": "1\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
  });
  const monitor = cgroupMonitor(77, "target", tree.files())!;
  expect(monitor.facts).toEqual({ version: 1, path: "/app" });
  expect(monitor.read()).toMatchObject({ cpu: null, throttled: null, memory: 100, oomKills: null });
  const unreadable = monitor.unreadable();
  expect(unreadable.join()).not.toContain("throttled");
  expect(unreadable.join()).toContain("oomKills: /sys/fs/cgroup/memory/app/memory.oom_control");
  tree.write({ "/proc/77/cgroup": "7:memory:/\n3:cpu,cpuacct:/\n0::/\n" });
  expect(cgroupMonitor(77, "target", tree.files())).toBeUndefined();
});

test("inside a container the top that is seen is its own group", () => {
  const tree = new KernelTree({
    "/proc/77/cgroup": "0::/\n",
    "/proc/self/mountinfo": MOUNT_V2,
    "/sys/fs/cgroup/cgroup.type": "domain\n",
    "/sys/fs/cgroup/cpu.stat": "usage_usec 5\n",
  });
  expect(cgroupMonitor(77, "target", tree.files())?.facts).toEqual({ version: 2, path: "/" });
  tree.write({
    "/proc/77/cgroup": "3:cpu,cpuacct:/docker/abc/sub\n",
    "/proc/self/mountinfo": MOUNTS_V1.replace(" / ", " /docker/abc "),
  });
  expect(new CgroupPlaces(tree.files(), 77).find("cpu")?.directories).toEqual([
    "/sys/fs/cgroup/cpu,cpuacct/sub",
    "/sys/fs/cgroup/cpu,cpuacct",
  ]);
});

test("no groups, no process, a group outside the namespace: nothing to watch", () => {
  const tree = new KernelTree();
  expect(cgroupMonitor(77, "target", tree.files())).toBeUndefined();
  tree.write({ "/proc/77/cgroup": "0::/../other\n", "/proc/self/mountinfo": MOUNT_V2 });
  expect(cgroupMonitor(77, "target", tree.files())).toBeUndefined();
});

interface Group {
  readonly directory: string;
  readonly version: 1 | 2;
}

const LIMIT_FILES = {
  cpu: ["cpu.cfs_quota_us", "cpu.max"],
  cpuacct: ["cpuacct.usage"],
  memory: ["memory.limit_in_bytes", "memory.max"],
};

/** A real group for one controller, removed after the test; undefined where this user may not make one. */
function tryGroup(controller: keyof typeof LIMIT_FILES): Group | undefined {
  const place = new CgroupPlaces(new KernelFiles(), process.pid).find(controller);
  const parent = place?.version === 1 ? place.directories[0] : place?.directories.at(-1);
  if (place === undefined || parent === undefined) return undefined;
  const directory = `${parent}/kneepoint-test-${process.pid}`;
  try {
    mkdirSync(directory);
  } catch {
    return undefined;
  }
  onTestFinished(() => rmdirSync(directory));
  const usable = LIMIT_FILES[controller].some((file) => existsSync(`${directory}/${file}`));
  return usable ? { directory, version: place.version } : undefined;
}

function realGroup(controller: "cpu" | "memory", context: TestContext): Group {
  const group = tryGroup(controller);
  return group ?? context.skip(`needs root and a writable ${controller} control group`);
}

test("a real CPU limit shows as throttling, and the CPU used stays at the limit", async (context) => {
  const group = realGroup("cpu", context);
  const limit = group.version === 1 ? "cpu.cfs_quota_us" : "cpu.max";
  writeFileSync(`${group.directory}/${limit}`, group.version === 1 ? "20000" : "20000 100000");
  const busy = new Program("busy.mjs", 1, 0, 0);
  await busy.ready;
  writeFileSync(`${group.directory}/cgroup.procs`, String(busy.pid));
  // Version 1 may count in another place than it limits; in one place with it, the group is there already.
  const accounting = tryGroup("cpuacct");
  if (accounting !== undefined) {
    const uncounted = cgroupMonitor(busy.pid)!;
    expect(uncounted.unreadable()).toEqual(["cpu: the CPU time of this group is not counted"]);
    writeFileSync(`${accounting.directory}/cgroup.procs`, String(busy.pid));
  }
  const monitor = cgroupMonitor(busy.pid)!;
  expect(monitor.facts).toMatchObject({ version: group.version, cpuLimitCores: 0.2 });
  monitor.read();
  await sleep(1500);
  const reading = monitor.read();
  expect(reading["throttled"]).toBeGreaterThan(0.5);
  expect(reading["cpu"]).toBeGreaterThan(0.05);
  expect(reading["cpu"]).toBeLessThan(0.3);
  busy.child.kill("SIGKILL");
  await once(busy.child, "exit");
});

test("a real memory limit and the kill it ends in are seen", async (context) => {
  const group = realGroup("memory", context);
  const limit = group.version === 1 ? "memory.limit_in_bytes" : "memory.max";
  const hungry = new Program("hungry.mjs");
  await hungry.ready;
  writeFileSync(`${group.directory}/${limit}`, String(96 * 2 ** 20));
  writeFileSync(`${group.directory}/cgroup.procs`, String(hungry.pid));
  const monitor = cgroupMonitor(hungry.pid)!;
  expect(monitor.facts).toMatchObject({ memoryLimitBytes: 96 * 2 ** 20 });
  expect(monitor.read()["oomKills"]).toBe(0);
  hungry.child.send("eat");
  const seen: number[] = [];
  const poll = setInterval(() => seen.push(monitor.read()["memory"] ?? 0), 5);
  await once(hungry.child, "exit");
  clearInterval(poll);
  expect(hungry.child.signalCode).toBe("SIGKILL");
  expect(monitor.read()["oomKills"]).toBe(1);
  expect(Math.max(...seen)).toBeGreaterThan(32 * 2 ** 20);
  expect(Math.max(...seen)).toBeLessThanOrEqual(96 * 2 ** 20);
});
