import { expect, test } from "vitest";
import { clock, get, testClient, until } from "../../test/fixtures/wire/client.ts";
import { answering, ok, rawServer } from "../../test/fixtures/wire/raw-server.ts";

const echo = answering((request) => ok(request.slice(0, request.indexOf("\r\n"))));

test("idle connections are used evenly: the one idle for longest first", async () => {
  const server = await rawServer(echo);
  const { client, send, ended } = testClient(server.port, { maxConnections: 3 });
  await client.openAll(3, Infinity);
  for (let i = 0; i < 9; i++) await send();
  const order = ended.map(({ connection }) => connection);
  expect(new Set(order.slice(0, 3)).size).toBe(3);
  expect(order.slice(3, 6)).toEqual(order.slice(0, 3));
  expect(order.slice(6)).toEqual(order.slice(0, 3));
});

test("an open idle connection is preferred to a new one", async () => {
  const server = await rawServer(echo);
  const { send } = testClient(server.port, { maxConnections: 10 });
  for (let i = 0; i < 5; i++) await send();
  expect(server.accepted).toBe(1);
});

test("a connection the server closes while idle is replaced at its next use", async () => {
  const server = await rawServer(echo);
  const { client, send } = testClient(server.port, { maxConnections: 1 });
  await send();
  for (const socket of server.sockets) socket.end();
  await until(() => client.openSockets === 0);
  expect(await send()).toMatchObject({ outcome: "ok", reused: false, connection: 1 });
  for (const socket of server.sockets) socket.resetAndDestroy();
  await until(() => client.openSockets === 0);
  expect(await send()).toMatchObject({ outcome: "ok", reused: false, connection: 2 });
});

test("a connection lost between acquire and dispatch is replaced", async () => {
  const server = await rawServer(echo);
  const { client, send, next } = testClient(server.port, { maxConnections: 1 });
  await send();
  const exchange = client.acquire()!;
  for (const socket of server.sockets) socket.end();
  await until(() => client.openSockets === 0);
  expect(client.acquire()).toBeUndefined();
  const result = next();
  client.dispatch(exchange, get());
  expect(await result).toMatchObject({ outcome: "ok", reused: false, connection: 1 });
});

test("bytes on an idle connection close it", async () => {
  const server = await rawServer(echo);
  const { client, send } = testClient(server.port);
  await send();
  for (const socket of server.sockets) socket.write("HTTP/1.1 408 Request Timeout\r\n\r\n");
  await until(() => client.openSockets === 0);
  expect(await send()).toMatchObject({ outcome: "ok", connection: 1 });
});

test("opens connections ahead of the load at the pace asked for", async () => {
  const server = await rawServer(echo);
  const { client, send } = testClient(server.port, { maxConnections: 20 });
  const report = await client.openAll(20, 200);
  expect(report).toMatchObject({ requested: 20, opened: 20, failures: [] });
  expect(report.elapsedMs).toBeGreaterThan(90);
  expect(report.connectMs).toHaveLength(20);
  expect(Math.min(...report.connectMs)).toBeGreaterThan(0);
  expect([...report.dnsMs, ...report.tlsMs].every(Number.isNaN)).toBe(true);
  expect([client.opened, client.openSockets, client.inFlight]).toEqual([20, 20, 0]);
  expect(await send()).toMatchObject({ reused: false, dns: NaN, connect: NaN, tls: NaN });
  expect(server.accepted).toBe(20);
  expect(() => client.openAll(1, 1)).toThrow(RangeError);
});

test("close ends what is in flight, opening or waiting, as unfinished", async () => {
  const server = await rawServer((socket) => socket.resume().on("end", () => socket.end()));
  const { client, ended } = testClient(server.port, { maxConnections: 30 });
  await client.openAll(3, Infinity);
  for (let i = 0; i < 5; i++) client.dispatch(client.acquire()!, get());
  const opening = client.openAll(20, 10);
  await until(() => client.openSockets > 6);
  const before = clock.now();
  client.close();
  expect(ended.map(({ outcome }) => outcome)).toEqual(Array(5).fill("unfinished"));
  expect(ended[0]).toMatchObject({ detail: expect.stringContaining("closed"), body: undefined });
  expect([client.openSockets, client.inFlight, client.acquire()]).toEqual([0, 0, undefined]);
  const report = await opening;
  expect(clock.now() - before, "waits for no timer").toBeLessThan(1000);
  expect(report.opened).toBeLessThan(5);
  expect(report.failures).toEqual([
    { outcome: "unfinished", count: 20 - report.opened, detail: expect.any(String) },
  ]);
  await until(() => server.sockets.size === 0);
  client.close();
  expect(ended).toHaveLength(5);
});
