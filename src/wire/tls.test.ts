import { connect } from "node:net";
import { expect, test } from "vitest";
import { testIdentity } from "../../test/fixtures/tls/index.ts";
import { get, testClient } from "../../test/fixtures/wire/client.ts";
import { answering, ok, rawServer } from "../../test/fixtures/wire/raw-server.ts";

const trusting = { tls: { rejectUnauthorized: true, ca: testIdentity.cert } };
const blind = { tls: { rejectUnauthorized: false } };
const detail = (pattern: RegExp): string => expect.stringMatching(pattern) as unknown as string;
const echo = answering((request) => ok(request.slice(0, 5)));

test("an exchange over TLS has the times of each phase, and the connection is used again", async () => {
  const { port } = await rawServer(echo, { tls: testIdentity });
  const { send, client } = testClient(port, { ...trusting, host: "localhost" });
  const first = await send();
  expect(first).toMatchObject({ outcome: "ok", body: "GET /", detail: "", reused: false });
  for (const phase of [first.dns, first.connect, first.tls, first.upload]) {
    expect(phase).toBeGreaterThanOrEqual(0);
  }
  expect(first.firstByte - first.sent).toBeGreaterThan(first.dns + first.connect + first.tls);
  expect(first.bytesIn).toBe(ok("GET /").length);
  for (let i = 0; i < 50; i++) {
    expect(await send()).toMatchObject({ outcome: "ok", body: "GET /", reused: true, tls: NaN });
  }
  expect([client.opened, client.openSockets]).toEqual([1, 1]);
});

test("connections opened ahead report their handshakes", async () => {
  const { port } = await rawServer(echo, { tls: testIdentity });
  const { client, send } = testClient(port, trusting);
  const report = await client.openAll(5, Infinity);
  expect(report).toMatchObject({ opened: 5, failures: [] });
  expect(Math.min(...report.tlsMs)).toBeGreaterThan(0);
  expect(await send()).toMatchObject({ outcome: "ok", tls: NaN, reused: false });
});

test("a response of many records, and one that ends with the connection", async () => {
  const body = "0123456789".repeat(50_000);
  const { port } = await rawServer(
    (socket) => {
      socket.once("data", () => {
        socket.write(ok(body));
        socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\n\r\n${body}`));
      });
    },
    { tls: testIdentity },
  );
  const { send, client } = testClient(port, trusting);
  for (const reused of [false, true]) {
    const ended = await send();
    expect(ended).toMatchObject({ outcome: "ok", reused, body: body.slice(0, 100_000) });
    expect(ended.bytesIn).toBeGreaterThan(body.length);
  }
  expect(client.openSockets).toBe(0);
});

test("the name sent and checked is the host's, unless another is given", async () => {
  const names: unknown[] = [];
  const { port } = await rawServer(
    (socket) => {
      names.push((socket as unknown as { servername: unknown }).servername);
      echo(socket);
    },
    { tls: testIdentity },
  );
  const ask = async (host: string, servername?: string): Promise<unknown> => {
    const settings = { ...trusting.tls, ...(servername === undefined ? {} : { servername }) };
    const { outcome } = await testClient(port, { host, tls: settings }).send();
    return outcome;
  };
  expect(await ask("localhost")).toBe("ok");
  expect(await ask("127.0.0.1", "localhost")).toBe("ok");
  expect(await ask("127.0.0.1")).toBe("ok");
  expect(names).toEqual(["localhost", "localhost", false]);
});

test("a certificate for another name: tls-error", async () => {
  const { port } = await rawServer(echo, { tls: testIdentity });
  const { send } = testClient(port, { tls: { ...trusting.tls, servername: "other.example" } });
  expect(await send()).toMatchObject({
    outcome: "tls-error",
    detail: detail(/^ERR_TLS_CERT_ALTNAME_INVALID in the TLS handshake .*other\.example/),
    status: 0,
    bytesOut: 0,
  });
});

test("a certificate nobody vouches for: tls-error, or ok when told not to look", async () => {
  const { port } = await rawServer(echo, { tls: testIdentity });
  const { send, client } = testClient(port, { tls: { rejectUnauthorized: true } });
  const refused = await send();
  expect(refused).toMatchObject({
    outcome: "tls-error",
    detail: detail(/^DEPTH_ZERO_SELF_SIGNED_CERT in the TLS handshake/),
  });
  expect(refused.connect).toBeGreaterThan(0);
  expect(client.openSockets).toBe(0);
  expect(await testClient(port, blind).send()).toMatchObject({ outcome: "ok" });
});

test("a server that wants a certificate of the client: tls-error without, ok with one", async () => {
  const tls = {
    ...testIdentity,
    requestCert: true,
    rejectUnauthorized: true,
    ca: testIdentity.cert,
  };
  const { port } = await rawServer(echo, { tls });
  const without = await testClient(port, blind).send();
  expect(without).toMatchObject({ outcome: "tls-error", detail: detail(/certificate/i) });
  const settings = { ...trusting.tls, ...testIdentity };
  expect(await testClient(port, { tls: settings }).send()).toMatchObject({ outcome: "ok" });
});

test("TLS to a port that speaks plain HTTP: tls-error", async () => {
  const { port } = await rawServer((socket) => {
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
  });
  expect(await testClient(port, blind).send()).toMatchObject({
    outcome: "tls-error",
    detail: detail(/in the TLS handshake .*(wrong version number|does not speak TLS)/),
  });
});

test("plain HTTP to a port that speaks TLS is no response", async () => {
  const { port } = await rawServer(echo, { tls: testIdentity });
  const ended = await testClient(port).send();
  expect(["protocol-error", "closed-early", "reset"]).toContain(ended.outcome);
  if (ended.outcome === "protocol-error") expect(ended.detail).toMatch(/may want https/);
});

test("the peer ends or resets during the handshake: tls-error", async () => {
  for (const end of ["end", "resetAndDestroy"] as const) {
    const { port } = await rawServer((socket) => {
      socket.once("data", () => socket[end]());
    });
    const { send, client } = testClient(port, blind);
    expect(await send()).toMatchObject({
      outcome: "tls-error",
      detail: detail(/^ECONNRESET in the TLS handshake/),
    });
    expect([client.inFlight, client.openSockets]).toEqual([0, 0]);
  }
});

test("silence instead of a handshake: connect-timeout that says so", async () => {
  const { port } = await rawServer((socket) => socket.resume());
  const ended = await testClient(port, { ...blind, connectTimeoutMs: 150 }).send();
  expect(ended).toMatchObject({
    outcome: "connect-timeout",
    detail: detail(/^no finished TLS handshake within 150 ms/),
    tls: NaN,
  });
  expect(ended.connect).toBeGreaterThan(0);
});

test("a reset after the handshake: reset", async () => {
  const half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123";
  const secure = await rawServer((socket) => socket.once("data", () => socket.write(half)), {
    tls: testIdentity,
  });
  const relay = await rawServer((socket) => {
    const onward = connect({ port: secure.port, host: "127.0.0.1" });
    socket.pipe(onward).on("error", () => {});
    onward.pipe(socket);
    socket.on("close", () => onward.destroy());
  });
  const { next, client } = testClient(relay.port, blind);
  const result = next();
  const exchange = client.acquire()!;
  client.dispatch(exchange, get());
  while (exchange.bytesIn < half.length) await new Promise((resolve) => setTimeout(resolve, 2));
  for (const socket of relay.sockets) socket.resetAndDestroy();
  expect(await result).toMatchObject({
    outcome: "reset",
    detail: detail(/^ECONNRESET reading the response/),
    bytesIn: half.length,
  });
});

test("what is no PEM is refused when the client is made", () => {
  expect(() => testClient(1, { tls: { ...blind.tls, cert: "nonsense", key: "nonsense" } })).toThrow(
    /PEM/,
  );
});
