import * as fc from "fast-check";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { KernelTree } from "../../test/fixtures/monitors/kernel-tree.ts";
import { readAround } from "../../test/fixtures/monitors/read.ts";
import { hostMonitor } from "./host.ts";
import { networkCounter, parseHostTimes, parsePressure } from "./proc/host-files.ts";

const stat = (cpu: string, switches: number): string =>
  `cpu  ${cpu}\ncpu0 1 2\ncpu1 1 2\nctxt ${switches}\nbtime 1700000000\n`;
const netstat = (overflows: number): string =>
  `TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 7 ${overflows} 9\nIpExt: InOctets\nIpExt: 1\n`;
const snmp = (sent: number): string =>
  `Ip: Forwarding\nIp: 1\nTcp: InSegs RetransSegs InErrs\nTcp: 1 ${sent} 3\nUdp: RetransSegs\nUdp: 99\n`;
const pressure = (total: number): string =>
  `some avg10=0.00 avg60=0.56 avg300=0.41 total=${total}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n`;

test("rates are those of the counters between two readings", async () => {
  const tree = new KernelTree({
    "/proc/stat": stat("100 20 30 1000 40 5 6 7 50 60", 1000),
    "/proc/meminfo":
      "MemTotal: 4 kB\nMemAvailable:   2000 kB\nSwapTotal: 500 kB\nSwapFree: 100 kB\n",
    "/proc/pressure/cpu": pressure(1_000_000),
    "/proc/pressure/memory": pressure(0),
    "/proc/net/snmp": snmp(10),
    "/proc/net/netstat": netstat(3),
  });
  const monitor = hostMonitor(tree.files());
  expect(monitor.facts["cores"]).toBe(2);
  expect(monitor.read()).toEqual({
    memoryAvailable: 2_048_000,
    swapUsed: 409_600,
    listenOverflows: 0,
  });
  const { reading, perSecond } = await readAround(monitor, () =>
    tree.write({
      // user +10 and nice +2, system +3, irq +1, softirq +2, iowait -4, steal +6, idle +22
      "/proc/stat": stat("110 22 33 1022 36 6 8 13 50 60", 1600),
      "/proc/pressure/cpu": pressure(1_050_000),
      "/proc/pressure/memory": pressure(10_000_000),
      "/proc/net/snmp": snmp(16),
      "/proc/net/netstat": netstat(8),
    }),
  );
  perSecond("busy", 0.18);
  perSecond("user", 0.12);
  perSecond("system", 0.06);
  perSecond("contextSwitches", 600);
  perSecond("tcpRetransmits", 6);
  perSecond("cpuPressure", 0.05);
  expect(reading["iowait"]).toBe(0);
  expect(reading["steal"]).toBeCloseTo(6 / 42, 6);
  expect(reading["memoryPressure"]).toBe(1);
  expect(reading["listenOverflows"]).toBe(5);
  expect(monitor.unreadable()).toEqual([]);
});

test("the real host agrees with what Node.js says of it", async (context) => {
  context.skip(!existsSync("/proc/stat"), "needs /proc of Linux");
  const busy = (): number =>
    cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  const monitor = hostMonitor();
  monitor.read();
  const [before, start] = [busy(), performance.now()];
  await sleep(1000);
  const reading = monitor.read();
  const cores = (busy() - before) / (performance.now() - start);
  expect(reading["busy"]).toBeGreaterThan(cores - 0.15);
  expect(reading["busy"]).toBeLessThan(cores + 0.15);
  expect(reading["user"]! + reading["system"]!).toBeCloseTo(reading["busy"]!, 9);
  expect(reading["contextSwitches"]).toBeGreaterThan(0);
});

test("without /proc the CPU and memory that Node.js knows are left, and the rest is named", async () => {
  const monitor = hostMonitor(new KernelTree().files());
  monitor.read();
  await sleep(100);
  const reading = monitor.read();
  expect(reading["busy"]).toBeGreaterThanOrEqual(0);
  expect(reading["memoryAvailable"]).toBeGreaterThan(0);
  expect(reading["steal"]).toBeNull();
  const named = monitor.unreadable().map((line) => line.split(":")[0]);
  expect(named.join(", ").split(", ").sort()).toEqual(
    [
      "contextSwitches",
      "cpuPressure",
      "iowait",
      "listenOverflows",
      "memoryPressure",
      "steal",
      "swapUsed",
      "tcpRetransmits",
    ].sort(),
  );
});

test("a kernel that has a file but not the value says so", () => {
  const monitor = hostMonitor(
    new KernelTree({ "/proc/net/netstat": "TcpExt: A\nTcpExt: 1\n" }).files(),
  );
  expect(monitor.read()["listenOverflows"]).toBeNull();
  expect(monitor.unreadable()).toContain("listenOverflows: /proc/net/netstat: does not say");
});

test("no text makes a parser throw or invent a number", () => {
  const words = fc.constantFrom(
    "cpu ",
    "Tcp: ",
    "RetransSegs",
    "some ",
    "total=",
    "\n",
    " ",
    "7",
    "ctxt ",
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (any) => {
      const numbers = [
        networkCounter(any, "Tcp", "RetransSegs"),
        parsePressure(any),
        ...Object.values(parseHostTimes(any) ?? {}),
      ];
      expect(numbers.filter((n) => Number.isNaN(n))).toEqual([]);
    }),
  );
});
