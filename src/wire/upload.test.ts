import { createHash, randomBytes } from "node:crypto";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import type { Socket } from "node:net";
import {
  clock,
  get,
  makeRequest,
  testClient,
  type Ended,
} from "../../test/fixtures/wire/client.ts";
import { ok, rawServer } from "../../test/fixtures/wire/raw-server.ts";
import { testIdentity } from "../../test/fixtures/tls/index.ts";

const MEGABYTE = 1_048_576;
const LARGE: Buffer = Buffer.alloc(50 * MEGABYTE, "0123456789abcdef");
const TOO_LARGE = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 6\r\n\r\ntoobig";

const post = (body: Buffer, joined = true): ReturnType<typeof makeRequest> =>
  makeRequest({ method: "POST", target: "/predict", body, joined });

/** Counts and hashes the body of one request, answers with the hash when `bytes` of it have come. */
function hashing(bytes: number, pauseMs = 0): (socket: Socket) => void {
  return (socket) => {
    const hash = createHash("sha256");
    let head = "";
    let received = 0;
    socket.on("data", (chunk: Buffer) => {
      let body = chunk;
      if (!head.includes("\r\n\r\n")) {
        head += chunk.toString("latin1");
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        body = Buffer.from(head.slice(end + 4), "latin1");
        head = head.slice(0, end + 4);
      }
      received += body.length;
      hash.update(body);
      if (received === bytes) socket.write(ok(hash.digest("hex")));
      else if (pauseMs > 0) {
        socket.pause();
        setTimeout(() => socket.resume(), pauseMs);
      }
    });
  };
}

for (const [scheme, tls] of [
  ["plain", undefined],
  ["TLS", testIdentity],
] as const) {
  const options = { tls: tls && { rejectUnauthorized: false } };
  const server = (serve: (socket: Socket) => void): ReturnType<typeof rawServer> =>
    rawServer(serve, tls === undefined ? {} : { tls });

  test.each([1, 100, 20_000, 262_144, 262_145, 3 * MEGABYTE + 7])(
    `${scheme}: a body of %i bytes arrives whole, in one chunk or in several`,
    async (length) => {
      const body = randomBytes(length);
      const { port } = await server(hashing(length));
      const { send, client } = testClient(port, { ...options, keepAlive: false });
      const pieces = [post(body), post(body, false)];
      for (const request of pieces) {
        const ended = await send(request);
        expect(ended).toMatchObject({
          outcome: "ok",
          body: createHash("sha256").update(body).digest("hex"),
          bytesOut: request.bytes,
        });
        expect(ended.upload).toBeGreaterThanOrEqual(0);
        expect(ended.sent + ended.upload).toBeLessThanOrEqual(ended.done);
      }
      expect(client.openSockets).toBe(0);
    },
  );

  test(`${scheme}: upload lasts until the kernel has the last byte, as slowly as the peer reads`, async () => {
    const body = LARGE.subarray(0, 20 * MEGABYTE);
    const { port } = await server(hashing(body.length, 2));
    const { send, client } = testClient(port, options);
    const ended = await send(post(body));
    expect(ended).toMatchObject({ outcome: "ok", bytesOut: post(body).bytes });
    expect(ended.upload).toBeGreaterThan(50);
    expect(ended.firstByte - ended.sent).toBeGreaterThanOrEqual(ended.upload);
    expect(client.openSockets).toBe(1);
  });

  test(`${scheme}: a 413 to the head of 50 MB, from a server that reads no further`, async () => {
    const { port } = await server((socket) => {
      socket.once("data", () => {
        socket.pause();
        socket.write(TOO_LARGE);
      });
    });
    const { send, client } = testClient(port, options);
    const ended = await send(post(LARGE));
    expect(ended).toMatchObject({
      outcome: "rejected-413",
      status: 413,
      body: "toobig",
      upload: NaN,
    });
    expect(ended.bytesOut).toBeLessThan(30 * MEGABYTE);
    expect(client.openSockets).toBe(0);
  });

  test(`${scheme}: a 413 followed by a close at once, again and again`, async () => {
    const { port } = await server((socket) => {
      socket.once("data", () => {
        socket.pause();
        socket.end(TOO_LARGE, () => socket.destroy());
      });
    });
    const { send } = testClient(port, options);
    for (let i = 0; i < 20; i++) {
      expect(await send(post(LARGE))).toMatchObject({ outcome: "rejected-413", body: "toobig" });
    }
  });

  test(`${scheme}: the peer goes away in the middle of an upload: reset`, async () => {
    const { port } = await server((socket) => {
      let received = 0;
      socket.on("data", (chunk: Buffer) => {
        received += chunk.length;
        if (received > MEGABYTE) socket.destroy();
      });
    });
    const { send, client } = testClient(port, options);
    const ended = await send(post(LARGE));
    expect(["reset", "closed-early"]).toContain(ended.outcome);
    expect(ended).toMatchObject({ status: 0, body: undefined, reuseRace: false });
    expect(ended.detail).toMatch(/sending the request|request bytes sent/);
    expect(ended.bytesOut).toBeGreaterThan(MEGABYTE);
    expect(ended.bytesOut).toBeLessThan(LARGE.length);
    expect(client.openSockets).toBe(0);
  });
}

test("a stalled upload runs into the time limit and says how far it came", async () => {
  const { port } = await rawServer((socket) => socket.pause());
  const { send } = testClient(port, { timeoutMs: 300 });
  const ended = await send(post(LARGE));
  expect(ended).toMatchObject({ outcome: "timeout", upload: NaN, bytesIn: 0 });
  expect(ended.detail).toMatch(/with \d+ of 52428\d+ request bytes sent/);
});

/** A server in a thread of its own: answers a first request, and 30 ms later, unasked, `parting`, then resets. */
async function departingServer(parting: string): Promise<number> {
  const worker = new Worker(
    `const { createServer } = require("node:net");
     const { parentPort, workerData } = require("node:worker_threads");
     const server = createServer((socket) => {
       socket.on("error", () => {});
       socket.once("data", () => {
         socket.write(workerData.first);
         setTimeout(() => {
           if (workerData.parting !== "") socket.write(workerData.parting);
           setImmediate(() => socket.resetAndDestroy());
         }, 30);
       });
     }).listen({ port: 0, host: "127.0.0.1" }, () => parentPort.postMessage(server.address().port));`,
    { eval: true, workerData: { first: ok("first"), parting } },
  );
  onTestFinished(async () => void (await worker.terminate()));
  return new Promise((resolve) => worker.once("message", resolve));
}

/** Lets the other threads, but not our event loop, go on. */
function hold(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test("a write fails, but the answer had come before: the answer counts", async () => {
  const { send, client } = testClient(await departingServer(TOO_LARGE));
  await send();
  hold(100);
  const ended = await send(post(LARGE));
  expect(ended).toMatchObject({ outcome: "rejected-413", body: "toobig", reused: true });
  expect(client.openSockets).toBe(0);
});

test("a write fails, and nothing had come before: reset, and a keep-alive race", async () => {
  const { send } = testClient(await departingServer(""));
  await send();
  hold(100);
  const ended = await send(post(LARGE));
  expect(ended).toMatchObject({ outcome: "reset", reused: true, reuseRace: true, bytesIn: 0 });
  expect(ended.detail).toMatch(/^(EPIPE|ECONNRESET) sending the request/);
  expect(ended.done - ended.sent).toBeLessThan(1000);
});

test("a write fails after half an answer: reset", async () => {
  const { send } = testClient(await departingServer(TOO_LARGE.slice(0, 30)));
  await send();
  hold(100);
  const ended = await send(post(LARGE));
  expect(ended).toMatchObject({ outcome: "reset", reuseRace: false, bytesIn: 30 });
});

async function expecting(serve: (socket: Socket) => void, timeoutMs = 10_000): Promise<Ended> {
  const { port } = await rawServer(serve);
  const { send } = testClient(port, { timeoutMs });
  const body = Buffer.alloc(1000, "b");
  const headers = [["Expect", "100-continue"]] as const;
  return send(makeRequest({ method: "POST", headers, body, expectContinue: true }));
}

test("Expect: the body goes when the server has said 100 Continue", async () => {
  const pieces: { length: number; at: number }[] = [];
  const ended = await expecting((socket) => {
    let received = 0;
    socket.on("data", (chunk) => {
      pieces.push({ length: chunk.length, at: clock.now() });
      received += chunk.length;
      if (pieces.length === 1) setTimeout(() => socket.write("HTTP/1.1 100 Continue\r\n\r\n"), 50);
      else if (received > 1000) socket.write(ok("thanks"));
    });
  });
  expect(ended).toMatchObject({ outcome: "ok", status: 200, body: "thanks" });
  expect(pieces.map(({ length }) => length)).toEqual([ended.bytesOut - 1000, 1000]);
  expect(pieces[1]!.at - pieces[0]!.at).toBeGreaterThan(45);
  expect(ended.upload).toBeGreaterThan(45);
  expect(ended.firstByte - ended.sent).toBeGreaterThanOrEqual(ended.upload);
});

test("Expect: 103 does not release the body, a final status keeps it unsent", async () => {
  let received = 0;
  const ended = await expecting((socket) => {
    socket.on("data", (chunk) => (received += chunk.length));
    socket.write("HTTP/1.1 103 Early Hints\r\n\r\n");
    setTimeout(() => socket.write("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n"), 50);
  });
  expect(ended).toMatchObject({ outcome: "http-4xx", status: 417, upload: NaN });
  expect(received).toBe(ended.bytesOut);
  expect(received).toBeLessThan(200);
});

test("Expect: after a second of silence the body goes anyway", async () => {
  const ended = await expecting((socket) => {
    let received = 0;
    socket.on("data", (chunk) => {
      received += chunk.length;
      if (received > 1000) socket.write(ok("late"));
    });
  });
  expect(ended).toMatchObject({ outcome: "ok", body: "late" });
  expect(ended.upload).toBeGreaterThanOrEqual(1000);
});

test("Expect: the time limit holds while the body waits", async () => {
  const ended = await expecting((socket) => socket.resume(), 200);
  expect(ended).toMatchObject({ outcome: "timeout" });
  expect(ended.done - ended.sent).toBeLessThan(1000);
});

test("the next request on a connection goes well after a large one", async () => {
  const { port } = await rawServer((socket) => {
    let received = 0;
    socket.on("data", (chunk) => {
      received += chunk.length;
      if (received === large.bytes || received === large.bytes + small.bytes) socket.write(ok("x"));
    });
  });
  const large = post(LARGE.subarray(0, 2 * MEGABYTE), false);
  const small = get();
  const { send } = testClient(port);
  expect(await send(large)).toMatchObject({ outcome: "ok", reused: false });
  expect(await send(small)).toMatchObject({ outcome: "ok", reused: true, bytesOut: small.bytes });
});
