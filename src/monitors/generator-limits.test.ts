import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { KernelTree } from "../../test/fixtures/monitors/kernel-tree.ts";
import { generatorLimits, openFilesLimit, portRange } from "./generator-limits.ts";
import { KernelFiles } from "./proc/kernel-files.ts";

beforeEach((context) => context.skip(!existsSync("/proc/self/fd"), "needs /proc of Linux"));

test("descriptors and ports in use are counted, those of closed connections too", async () => {
  const server = createServer((socket) => socket.resume());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  const { port } = server.address() as AddressInfo;
  // files of its own each time, because readings of the system's are kept for a while
  const limits = (host: string) => generatorLimits(host, port, new KernelFiles());
  const before = limits("127.0.0.1");
  expect(before.portsUsed).toBe(0);

  const sockets = Array.from({ length: 20 }, () => connect(port, "127.0.0.1"));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  const during = limits("localhost");
  expect(during.portsUsed).toBe(20);
  expect(limits("a.name.nobody.knows").portsUsed).toBe(20);
  expect(limits("192.0.2.7").portsUsed).toBe(0);
  expect(during.fdsUsed! - before.fdsUsed!).toBeGreaterThanOrEqual(20);
  expect(during.fdLimit).toBeGreaterThan(during.fdsUsed!);
  expect(during.portLimit).toBeGreaterThan(1000);

  await Promise.all(sockets.map((socket) => once(socket.end(), "close")));
  expect(limits("127.0.0.1").portsUsed).toBe(20);
});

test("a reading may be some milliseconds old, never that of another destination", () => {
  const fd = openSync("/dev/null", "r");
  onTestFinished(() => closeSync(fd));
  const one = generatorLimits("127.0.0.1", 1);
  const two = generatorLimits("127.0.0.1", 1);
  expect(two.portsUsed).toBe(one.portsUsed);
  expect(generatorLimits("127.0.0.2", 2).portsUsed).toBe(0);
});

test("where nothing can be read everything is null", () => {
  expect(generatorLimits("127.0.0.1", 80, new KernelTree().files())).toEqual({
    fdsUsed: null,
    fdLimit: null,
    portsUsed: null,
    portLimit: null,
  });
});

test("limits and ranges as the kernel writes them", () => {
  const limits = (soft: string, hard: string): string =>
    `Limit   Soft Limit  Hard Limit Units\nMax open files            ${soft}     ${hard}    files     \n`;
  expect(openFilesLimit(limits("1024", "4096"))).toEqual({ soft: 1024, hard: 4096 });
  expect(openFilesLimit(limits("1024", "unlimited"))).toEqual({ soft: 1024, hard: Infinity });
  expect(openFilesLimit("")).toBeUndefined();
  expect(portRange("32768\t60999\n")).toBe(28_232);
  expect(portRange("")).toBeNull();
});
