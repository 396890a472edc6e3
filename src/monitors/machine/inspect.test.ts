import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { Program } from "../../../test/fixtures/monitors/children.ts";
import { KernelTree } from "../../../test/fixtures/monitors/kernel-tree.ts";
import type { MachineCheck } from "./check.ts";
import { inspectMachine } from "./inspect.ts";

const byName = (checks: readonly MachineCheck[]): Record<string, MachineCheck> =>
  Object.fromEntries(checks.map((check) => [check.name, check]));

test("this machine is judged, and advice is given exactly where something is wrong", async (context) => {
  context.skip(!existsSync("/proc/stat"), "needs /proc of Linux");
  const checks = await inspectMachine("not/yet/there");
  expect(checks.filter((c) => (c.verdict === "good") !== (c.advice === ""))).toEqual([]);
  expect(checks.filter((c) => c.value === "" || c.expected === "")).toEqual([]);
  expect(checks.filter((c) => /NaN|undefined|null/.test(JSON.stringify(c)))).toEqual([]);
  const named = byName(checks);
  for (const name of ["node", "cores", "steal", "other load", "memory", "open files", "disk"]) {
    expect(named, name).toHaveProperty([name]);
  }
  expect(named["node"]).toMatchObject({ verdict: "good" });
  expect(named["disk"]?.value).toContain("not/yet/there");
});

test("a process that keeps cores busy is named", async (context) => {
  context.skip(!existsSync("/proc/stat"), "needs /proc of Linux");
  // threads enough to be among the busiest, whatever else runs
  const busy = new Program("busy.mjs", 1, 6, 0);
  await busy.ready;
  const { "other load": load } = byName(await inspectMachine());
  expect(load?.verdict).not.toBe("good");
  expect(load?.advice).toContain(`(${busy.pid})`);
});

test("a machine set up badly gets a verdict and a remedy for each", async () => {
  const meminfo = "MemAvailable: 200000 kB\nSwapTotal: 99000000 kB\nSwapFree: 1000 kB\n";
  const tree = new KernelTree({
    "/proc/meminfo": meminfo,
    "/proc/self/limits":
      "Max open files            1024                 1024                 files\n",
    "/proc/sys/net/ipv4/ip_local_port_range": "60000 60999\n",
    "/proc/sys/net/ipv4/tcp_tw_reuse": "0\n",
    "/proc/sys/net/core/somaxconn": "128\n",
    "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "powersave\n",
    "/sys/devices/system/clocksource/clocksource0/current_clocksource": "hpet\n",
    [`/proc/${process.pid}/cgroup`]: "0::/app\n",
    "/proc/self/mountinfo": "30 23 0:26 / /cg rw - cgroup2 cgroup2 rw\n",
    "/cg/app/cpu.max": "50000 100000\n",
    "/.dockerenv": "",
  });
  const checks = byName(await inspectMachine(".", tree.files()));
  const verdicts = Object.fromEntries(Object.values(checks).map((c) => [c.name, c.verdict]));
  expect(verdicts).toMatchObject({
    "cpu quota": "bad",
    "cpu governor": "warning",
    "clock source": "warning",
    memory: "bad",
    swap: "bad",
    "open files": "warning",
    "local ports": "bad",
    "time-wait reuse": "warning",
    "accept queue": "warning",
  });
  expect(checks["open files"]?.advice).toContain("ulimit");
  expect(checks["local ports"]?.value).toBe("1000 a destination");
  expect(checks["container"]?.value).toMatch(/^yes/);
  expect(checks).not.toHaveProperty("steal");
});

test("where there is no /proc the checks that need none are left", async () => {
  const names = (await inspectMachine(".", new KernelTree().files())).map((check) => check.name);
  expect(names).toEqual(["node", "cores", "cpu quota", "memory", "disk", "container"]);
});
