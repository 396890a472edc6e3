import { expect, test } from "vitest";
import type { Socket } from "node:net";
import { makeRequest, testClient, type Ended } from "../../test/fixtures/wire/client.ts";
import { answering, ok, rawServer } from "../../test/fixtures/wire/raw-server.ts";
import type { ClientOptions } from "./options.ts";

/** One exchange with a server that does this. */
async function against(
  serve: (socket: Socket) => void,
  options: Partial<ClientOptions> = {},
): Promise<Ended> {
  const server = await rawServer(serve);
  const { client, send } = testClient(server.port, options);
  const ended = await send();
  expect([client.inFlight, client.openSockets]).toEqual([0, 0]);
  return ended;
}

/** Waits for the request, then does this. */
const afterRequest =
  (act: (socket: Socket) => void) =>
  (socket: Socket): void => {
    socket.once("data", () => act(socket));
  };

const detail = (pattern: RegExp): string => expect.stringMatching(pattern) as unknown as string;

test("closed before a byte of response: closed-early", async () => {
  const ended = await against(afterRequest((socket) => socket.end()));
  expect(ended).toMatchObject({
    outcome: "closed-early",
    detail: detail(/^closed by the peer before a byte of response/),
    bytesIn: 0,
    reuseRace: false,
  });
});

test("closed at once, without reading the request: closed-early or reset", async () => {
  const ended = await against((socket) => socket.end());
  expect(["closed-early", "reset"]).toContain(ended.outcome);
});

test.each([
  ["the head", "HTTP/1.1 200 OK\r\nContent-", "inside the response head"],
  ["the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234", "after 4 of 9 body bytes"],
  [
    "a chunk",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n1234",
    "inside the response body, after 4 bytes",
  ],
])("closed inside %s: closed-early", async (_, sent, progress) => {
  const ended = await against(afterRequest((socket) => socket.end(sent)));
  expect(ended).toMatchObject({
    outcome: "closed-early",
    detail: detail(new RegExp(`^closed by the peer ${progress}`)),
    bytesIn: sent.length,
    status: 0,
    body: undefined,
  });
});

test("half-open: the peer ends its side at once and takes the whole request: closed-early", async () => {
  let received = 0;
  const ended = await against((socket) => {
    socket.end();
    socket.on("data", (bytes) => (received += bytes.length));
  });
  expect(["closed-early", "reset"]).toContain(ended.outcome);
  expect(received).toBeLessThanOrEqual(ended.bytesOut);
});

test.each([
  ["before a byte", "", /^ECONNRESET waiting for the response/],
  ["inside the head", "HTTP/1.1 200", /^ECONNRESET reading the response/],
  ["inside the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n12", /^ECONNRESET reading/],
  ["inside a body without length", "HTTP/1.1 200 OK\r\n\r\n12", /^ECONNRESET reading/],
])("reset %s: reset", async (_, sent, words) => {
  const ended = await against(
    afterRequest((socket) => {
      socket.write(sent);
      setTimeout(() => socket.resetAndDestroy(), 20);
    }),
  );
  expect(ended).toMatchObject({ outcome: "reset", detail: detail(words), bytesIn: sent.length });
});

test("a reset right after accept: reset", async () => {
  const ended = await against((socket) => socket.resetAndDestroy());
  expect(ended.outcome).toBe("reset");
});

test("a failure on a reused connection before a byte of response is the keep-alive race", async () => {
  for (const [end, outcome] of [
    [(socket: Socket) => socket.end(), "closed-early"],
    [(socket: Socket) => socket.resetAndDestroy(), "reset"],
  ] as const) {
    const server = await rawServer((socket) => {
      socket.once("data", () => {
        socket.write(ok("x"));
        socket.once("data", () => end(socket));
      });
    });
    const { send } = testClient(server.port, { maxConnections: 1 });
    expect(await send()).toMatchObject({ outcome: "ok", reuseRace: false });
    expect(await send()).toMatchObject({ outcome, reused: true, reuseRace: true, connection: 0 });
    expect(await send()).toMatchObject({ outcome: "ok", reused: false, connection: 1 });
  }
});

test("a failure on a reused connection after the first byte is no race", async () => {
  const server = await rawServer((socket) => {
    socket.once("data", () => {
      socket.write(ok("x"));
      socket.once("data", () => socket.end("HTTP/1.1 2"));
    });
  });
  const { send } = testClient(server.port);
  await send();
  expect(await send()).toMatchObject({ outcome: "closed-early", reused: true, reuseRace: false });
});

test.each([
  ["no byte of response", "", "before a byte of response"],
  ["half a head", "HTTP/1.1 200 OK\r\nA: b", "inside the response head"],
  ["half a body", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", "after 2 of 4 body bytes"],
])("%s within the time limit: timeout", async (_, sent, progress) => {
  const ended = await against(
    afterRequest((socket) => socket.write(sent)),
    { timeoutMs: 150 },
  );
  expect(ended).toMatchObject({
    outcome: "timeout",
    detail: detail(new RegExp(`^no complete response within 150 ms: stopped ${progress}`)),
    bytesIn: sent.length,
  });
  expect(ended.done - ended.sent).toBeGreaterThanOrEqual(150);
});

test("headers dripping in do not extend the time limit", async () => {
  const ended = await against(
    afterRequest((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const timer = setInterval(() => socket.write("X-Drip: 1\r\n"), 10);
      socket.on("close", () => clearInterval(timer));
    }),
    { timeoutMs: 200 },
  );
  expect(ended).toMatchObject({ outcome: "timeout" });
  expect(ended.bytesIn).toBeGreaterThan(40);
});

test("a time limit counts from the dispatch on a reused connection too, and the next request is well", async () => {
  let index = 0;
  const server = await rawServer(answering(() => (index++ === 1 ? undefined : ok("x"))));
  const { send } = testClient(server.port, { timeoutMs: 150 });
  await send();
  const late = await send();
  expect(late).toMatchObject({ outcome: "timeout", reused: true, reuseRace: false });
  expect(late.done - late.sent).toBeGreaterThanOrEqual(150);
  expect(await send()).toMatchObject({ outcome: "ok", reused: false });
});

test.each([
  [
    "SSH",
    "SSH-2.0-OpenSSH_9.2\r\n",
    /does not begin with HTTP\/1; received "SSH-2\.0-OpenSSH_9\.2/,
  ],
  ["a TLS alert", "\x15\x03\x01\x00\x02\x02\x46", /a TLS record: the port may want https/],
  ["an HTTP/2 settings frame", "\0\0\0\x04\0\0\0\0\0", /an HTTP\/2 frame/],
  [
    "two lengths",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
    /given twice/,
  ],
  ["a bad chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", /chunk size/],
  ["101 unasked", "HTTP/1.1 101 Switching Protocols\r\n\r\n", /101/],
])("%s instead of a response: protocol-error", async (_, sent, words) => {
  const ended = await against(afterRequest((socket) => socket.write(sent, "latin1")));
  expect(ended).toMatchObject({
    outcome: "protocol-error",
    detail: detail(words),
    bytesIn: sent.length,
    body: undefined,
  });
});

test("a head of a megabyte: protocol-error after 64 KiB of it", async () => {
  const ended = await against(
    afterRequest((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${"x".repeat(1_000_000)}\r\n\r\n`),
    ),
  );
  expect(ended).toMatchObject({
    outcome: "protocol-error",
    detail: detail(/more than 65536 bytes/),
  });
  expect(ended.bytesIn).toBeLessThan(200_000);
});

test("a Content-Length above the body: closed-early when the peer closes, else timeout", async () => {
  const short = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345";
  const closed = await against(afterRequest((socket) => socket.end(short)));
  expect(closed).toMatchObject({ outcome: "closed-early", detail: detail(/5 of 10 body bytes/) });
  const open = await against(
    afterRequest((socket) => socket.write(short)),
    { timeoutMs: 100 },
  );
  expect(open).toMatchObject({ outcome: "timeout", detail: detail(/5 of 10 body bytes/) });
});

test("a Content-Length below the body: ok, and the connection is not used again", async () => {
  const response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234567890";
  const ended = await against(afterRequest((socket) => socket.write(response)));
  expect(ended).toMatchObject({ outcome: "ok", body: "12345", bytesIn: response.length - 5 });
});

test("after any failure the slot serves again", async () => {
  const replies = ["garbage", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"];
  let index = 0;
  const server = await rawServer(answering(() => replies[index++ % 2]));
  const { send, ended } = testClient(server.port, { maxConnections: 1 });
  for (let i = 0; i < 6; i++) await send(makeRequest());
  expect(ended.map(({ outcome }) => outcome)).toEqual([
    "protocol-error",
    "ok",
    "protocol-error",
    "ok",
    "protocol-error",
    "ok",
  ]);
});
