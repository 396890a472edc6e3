import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { Program } from "../../test/fixtures/monitors/children.ts";
import { KernelTree, statText } from "../../test/fixtures/monitors/kernel-tree.ts";
import { findListener } from "./listener.ts";

beforeEach((context) => context.skip(!existsSync("/proc/net/tcp"), "needs /proc of Linux"));

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return (server.address() as AddressInfo).port;
}

test.each([
  ["127.0.0.1", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"], ["127.0.0.2", "[::1]"]],
  ["0.0.0.0", ["127.0.0.1", "127.0.0.2", "localhost", "0.0.0.0"], ["[::1]"]],
  ["::", ["127.0.0.1", "[::1]", "localhost"], []],
])("a process that listens on %s is found by %s and not by %s", async (address, hosts, others) => {
  const program = new Program("listen.mjs", address);
  const { port } = await readyAs<{ port: number }>(program);
  for (const host of hosts) {
    expect(findListener(host, port), host).toMatchObject({
      found: true,
      pid: program.pid,
      roots: [program.pid],
      listeners: [program.pid],
      command: expect.stringMatching(/listen\.mjs /),
    });
  }
  for (const host of others) {
    expect(findListener(host, port), host).toMatchObject({ found: false, reason: "not-listening" });
  }
});

test.each(["rr", "none"])("of a cluster (%s) the primary is the one to watch", async (policy) => {
  const program = new Program("cluster.mjs", policy, "127.0.0.1");
  const { port, workers } = await readyAs<{ port: number; workers: number[] }>(program);
  const search = findListener("localhost", port);
  expect(search).toMatchObject({ found: true, pid: program.pid, roots: [program.pid] });
  if (!search.found) return;
  expect(search.listeners).toEqual(
    policy === "none" ? [program.pid, ...workers].sort((a, b) => a - b) : [program.pid],
  );
});

test("a closed port, another machine and this very process are told apart", async () => {
  const server = createServer();
  const port = await listen(server);
  expect(findListener("127.0.0.1", port)).toMatchObject({ found: false, reason: "self" });
  server.close();
  await once(server, "close");
  expect(findListener("127.0.0.1", port)).toMatchObject({
    found: false,
    reason: "not-listening",
    message: `Nothing listens on 127.0.0.1:${port}.`,
  });
  expect(findListener("192.0.2.7", port)).toMatchObject({ found: false, reason: "remote" });
});

const socket = (near: string, uid: number, inode: number): string =>
  `   0: ${near}:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0\n`;

test("a socket whose process is hidden says whose it is; a system without /proc says so", () => {
  const tree = new KernelTree({ "/proc/net/tcp": socket("0100007F", 1000, 5) });
  const hidden = findListener("127.0.0.1", 8000, tree.files());
  expect(hidden).toMatchObject({ found: false, reason: "permission" });
  expect(!hidden.found && hidden.message).toContain("user 1000");
  expect(!hidden.found && hidden.message).toContain("--pid");
  const nothing = findListener("127.0.0.1", 8000, new KernelTree().files());
  expect(nothing).toMatchObject({ found: false, reason: "unsupported" });
});

test("unrelated processes that share a port are all given; a service manager's own copy is not", () => {
  const tree = new KernelTree({
    "/proc/net/tcp": socket("0100007F", 0, 5) + socket("0100007F", 0, 6) + socket("00000000", 0, 7),
    "/proc/1/stat": statText({ pid: 1, ppid: 0, name: "systemd" }),
    "/proc/50/stat": statText({ pid: 50, ppid: 1, name: "one" }),
    "/proc/51/stat": statText({ pid: 51, ppid: 50, name: "one" }),
    "/proc/60/stat": statText({ pid: 60, ppid: 1, name: "two" }),
    "/proc/70/stat": statText({ pid: 70, ppid: 1, name: "general" }),
  });
  tree.link("/proc/1/fd/9", "socket:[5]");
  tree.link("/proc/50/fd/3", "socket:[5]");
  tree.link("/proc/51/fd/3", "socket:[5]");
  tree.link("/proc/60/fd/3", "socket:[6]");
  tree.link("/proc/70/fd/3", "socket:[7]");
  expect(findListener("127.0.0.1", 8000, tree.files())).toEqual({
    found: true,
    pid: 50,
    roots: [50, 60],
    listeners: [50, 51, 60],
    command: "[one]",
  });
});

test("workers that listen without their parent lead to the parent", () => {
  const tree = new KernelTree({
    "/proc/net/tcp": socket("0100007F", 0, 5) + socket("0100007F", 0, 6),
    "/proc/50/stat": statText({ pid: 50, ppid: 1, name: "parent" }),
    "/proc/51/stat": statText({ pid: 51, ppid: 50 }),
    "/proc/52/stat": statText({ pid: 52, ppid: 50 }),
  });
  tree.link("/proc/51/fd/3", "socket:[5]");
  tree.link("/proc/52/fd/3", "socket:[6]");
  const search = findListener("127.0.0.1", 8000, tree.files());
  expect(search).toMatchObject({ found: true, pid: 50, roots: [50], listeners: [51, 52] });
});

test("a forwarder in front of a container is not taken for the service", () => {
  const tree = new KernelTree({
    "/proc/net/tcp": socket("00000000", 0, 5),
    "/proc/50/stat": statText({ pid: 50, name: "docker-proxy" }),
    "/proc/50/cmdline": "/usr/bin/docker-proxy\0-proto\0tcp\0",
  });
  tree.link("/proc/50/fd/4", "socket:[5]");
  const search = findListener("127.0.0.1", 8000, tree.files());
  expect(search).toMatchObject({ found: false, reason: "forwarded" });
});

/** What a program said when it was ready. */
async function readyAs<Message>(program: Program): Promise<Message> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the programs of these tests say so
  return (await program.ready) as Message;
}
