import { expect, test } from "vitest";
import type { Exchange } from "../contracts/exchange.ts";
import { clock, get, makeRequest, testClient, until } from "../../test/fixtures/wire/client.ts";
import { answering, ok, rawServer } from "../../test/fixtures/wire/raw-server.ts";
import { HttpClient } from "./client.ts";

const echo = answering((request) => ok(request.slice(0, request.indexOf("\r\n"))));

test("an exchange over a new connection, and one over the same connection", async () => {
  const server = await rawServer(echo);
  const { client, send } = testClient(server.port);
  const request = makeRequest({ method: "POST", target: "/a", body: Buffer.alloc(40, "x") });
  const before = clock.now();
  const first = await send(request);
  expect(first).toMatchObject({
    outcome: "ok",
    detail: "",
    status: 200,
    body: "POST /a HTTP/1.1",
    headerText: "HTTP/1.1 200 OK\r\nContent-Length: 16",
    bytesOut: request.bytes,
    bytesIn: ok("POST /a HTTP/1.1").length,
    reused: false,
    reuseRace: false,
    connection: 0,
    dns: NaN,
    tls: NaN,
  });
  expect(first.sent).toBeGreaterThanOrEqual(before);
  expect(first.connect).toBeGreaterThan(0);
  expect(first.upload).toBeGreaterThanOrEqual(0);
  expect(first.firstByte).toBeGreaterThanOrEqual(first.sent + first.connect);
  expect(first.done).toBeGreaterThanOrEqual(first.firstByte);

  const second = await send(get("/b"));
  expect(second).toMatchObject({ outcome: "ok", body: "GET /b HTTP/1.1", connection: 0 });
  expect(second).toMatchObject({ reused: true, dns: NaN, connect: NaN, tls: NaN });
  expect(server.accepted).toBe(1);
  expect([client.opened, client.openSockets, client.inFlight, client.maxInFlight]).toEqual([
    1, 1, 0, 1,
  ]);
});

test("the engine's own fields are left alone", async () => {
  const server = await rawServer(echo);
  const { client, next } = testClient(server.port);
  const exchange = client.acquire()!;
  Object.assign(exchange, { sequence: 7, intended: 1.5, payload: 3, user: 2, queued: 0.25 });
  const result = next();
  client.dispatch(exchange, get());
  expect(await result).toMatchObject({
    sequence: 7,
    intended: 1.5,
    payload: 3,
    user: 2,
    queued: 0.25,
  });
});

test("no more exchanges than connections, and slots are free again in the callback", async () => {
  const server = await rawServer(echo);
  const { client, next, ended } = testClient(server.port, { maxConnections: 2 });
  const results = [next(), next()];
  for (let i = 0; i < 2; i++) client.dispatch(client.acquire()!, get());
  expect(client.acquire()).toBeUndefined();
  expect([client.inFlight, client.maxInFlight]).toEqual([2, 2]);
  await Promise.all(results);
  expect(ended.map(({ inFlight }) => inFlight)).toEqual([1, 0]);
  expect([client.acquire(), client.acquire(), client.acquire()].filter(Boolean)).toHaveLength(2);
});

test("a closed loop dispatches from within the callback", async () => {
  const server = await rawServer(echo);
  let done = 0;
  const outcomes = new Set<string>();
  await new Promise<void>((resolve) => {
    const client = new HttpClient(
      {
        host: "127.0.0.1",
        port: server.port,
        tls: undefined,
        maxConnections: 4,
        keepAlive: true,
        connectTimeoutMs: 1000,
        timeoutMs: 5000,
      },
      clock,
      (exchange: Exchange) => {
        outcomes.add(`${exchange.outcome} ${Buffer.from(exchange.response!.body).toString()}`);
        if (++done < 400) client.dispatch(client.acquire()!, request);
        else if (client.inFlight === 0) {
          client.close();
          resolve();
        }
      },
    );
    const request = get("/loop");
    for (let i = 0; i < 4; i++) client.dispatch(client.acquire()!, request);
  });
  expect(done).toBe(403);
  expect([...outcomes]).toEqual(["ok GET /loop HTTP/1.1"]);
  expect(server.accepted).toBe(4);
});

test("without keep-alive each request has a connection of its own", async () => {
  const server = await rawServer(echo);
  const { client, send, ended } = testClient(server.port, { keepAlive: false });
  for (let i = 0; i < 3; i++) await send();
  expect(ended.map(({ connection, reused }) => [connection, reused])).toEqual([
    [0, false],
    [1, false],
    [2, false],
  ]);
  expect(server.accepted).toBe(3);
  expect([client.opened, client.openSockets]).toEqual([3, 0]);
  await until(() => server.sockets.size === 0);
});

test.each([
  ["Connection: close", ok("x", "Connection: close")],
  ["HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx"],
  ["bytes after the response", `${ok("x")}yz`],
])("%s: the exchange is ok and the connection is closed", async (_, response) => {
  const server = await rawServer(answering(() => response));
  const { client, send } = testClient(server.port);
  const length = response.endsWith("yz") ? response.length - 2 : response.length;
  expect(await send()).toMatchObject({ outcome: "ok", body: "x", bytesIn: length });
  expect(client.openSockets).toBe(0);
  expect(await send()).toMatchObject({ outcome: "ok", reused: false, connection: 1 });
});

test("a body that ends with the connection", async () => {
  const server = await rawServer((socket) => {
    socket.once("data", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\nfirst ");
      setTimeout(() => socket.end("second"), 10);
    });
  });
  const { client, send } = testClient(server.port);
  expect(await send()).toMatchObject({ outcome: "ok", body: "first second", bytesIn: 31 });
  expect(client.openSockets).toBe(0);
});

test("a response to HEAD has no body", async () => {
  const server = await rawServer(answering(() => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
  const { send } = testClient(server.port);
  for (const reused of [false, true]) {
    const result = await send(makeRequest({ method: "HEAD" }));
    expect(result).toMatchObject({ outcome: "ok", body: "", reused });
  }
});

test("interim responses are passed over, and the first byte is that of the final one", async () => {
  const early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  const server = await rawServer((socket) => {
    socket.once("data", () => {
      socket.write(early);
      setTimeout(() => socket.write(ok("hi")), 40);
    });
  });
  const { send } = testClient(server.port);
  const result = await send();
  expect(result).toMatchObject({
    outcome: "ok",
    status: 200,
    body: "hi",
    bytesIn: early.length + ok("hi").length,
  });
  expect(result.firstByte - result.sent).toBeGreaterThan(35);
});

test.each([
  [200, "ok"],
  [204, "ok"],
  [302, "ok"],
  [304, "ok"],
  [400, "http-4xx"],
  [404, "http-4xx"],
  [413, "rejected-413"],
  [429, "http-4xx"],
  [500, "http-5xx"],
  [503, "http-5xx"],
  [799, "http-5xx"],
])("status %i is %s, with its response", async (status, outcome) => {
  const server = await rawServer(
    answering(() => `HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`),
  );
  const { send } = testClient(server.port);
  expect(await send()).toMatchObject({
    outcome,
    status,
    detail: "",
    body: "",
    headerText: `HTTP/1.1 ${status} X\r\nContent-Length: 0`,
  });
});

test("keeps no more of a body than asked for, also when it comes in pieces", async () => {
  const body = "0123456789".repeat(20_000);
  const server = await rawServer(answering(() => ok(body)));
  const { send } = testClient(server.port);
  const result = await send({ ...get(), captureBytes: 70_000 });
  expect(result).toMatchObject({ outcome: "ok", truncated: true, body: body.slice(0, 70_000) });
  expect(result.bytesIn).toBe(ok(body).length);
  const none = await send({ ...get(), captureBytes: 0, captureHeaders: false });
  expect(none).toMatchObject({ outcome: "ok", body: "", headerText: "", truncated: true });
});

test("a response cut into single bytes on the wire reads like a whole one", async () => {
  const text =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n";
  const server = await rawServer((socket) => {
    socket.once("data", async () => {
      for (const char of text) {
        socket.write(char);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  });
  const { client, send } = testClient(server.port);
  expect(await send()).toMatchObject({ outcome: "ok", body: "hello", bytesIn: text.length });
  expect(client.openSockets).toBe(1);
});

test("after the callback nothing of a response is held", async () => {
  const server = await rawServer(answering(() => ok("kept", "X-A: b")));
  const { client, next } = testClient(server.port);
  const result = next();
  const exchange = client.acquire()!;
  client.dispatch(exchange, get());
  expect(await result).toMatchObject({ body: "kept" });
  const view = exchange.response!;
  expect([view.body.length, view.headerText, view.header("x-a")]).toEqual([0, "", undefined]);
});

test("a dispatch on a closed client is refused", async () => {
  const { client } = testClient(1);
  const exchange = client.acquire()!;
  client.close();
  expect(() => client.dispatch(exchange, get())).toThrow("closed client");
});
