import { randomBytes } from "node:crypto";
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import tls from "node:tls";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Mark } from "../contracts/payload.ts";
import { BodyComposer } from "./composer.ts";
import { MarkWriter, PNG_TEXT_LENGTH } from "./mark-writer.ts";
import type { PoolEntry, SharedPool } from "./shared-pool.ts";

const SEED = 77;
const SMALL = 4096;
const HEAD = Buffer.from("POST / HTTP/1.1\r\nHost: a\r\n\r\n");

interface Body {
  readonly bytes: Buffer;
  readonly marks: readonly Mark[];
}

function poolOf(bodies: readonly (Body | undefined)[]): SharedPool {
  const buffer = new SharedArrayBuffer(
    bodies.reduce((sum, body) => sum + (body?.bytes.length ?? 0), 0),
  );
  let offset = 0;
  const entries = bodies.map((body): PoolEntry => {
    const length = body?.bytes.length ?? 0;
    if (body !== undefined) new Uint8Array(buffer).set(body.bytes, offset);
    offset += length;
    const marks = body?.marks ?? [];
    return { offset: offset - length, length, headers: [], marks, hasBody: body !== undefined };
  });
  return { buffer, entries };
}

/** The obvious way: everything copied, each mark written, windows encoded by Node. */
function naive(head: Buffer, { bytes, marks }: Body, sequence: number): Buffer {
  const writer = new MarkWriter(SEED);
  writer.turnTo(sequence);
  const body = Buffer.from(bytes);
  for (const mark of marks) {
    if (mark.base64 === undefined) {
      writer.write(mark.kind, body, mark.offset, mark.length, sequence);
      continue;
    }
    const raw = Buffer.from(mark.base64.raw);
    writer.write(mark.kind, raw, mark.base64.offset, mark.base64.length, sequence);
    body.write(raw.toString("base64"), mark.offset, "latin1");
  }
  return Buffer.concat([head, body]);
}

const LENGTHS = { nonce: 24, "png-text": PNG_TEXT_LENGTH, uuid: 36, sequence: 10 } as const;

/** A mark with the gap before it; half of them within base64, a few raw bytes before and after. */
const markAfterGap = fc.record({
  kind: fc.constantFrom("nonce", "png-text", "uuid", "sequence"),
  gap: fc.oneof(fc.nat(60), fc.nat(3000), fc.nat(12_000)),
  window: fc.option(fc.record({ before: fc.nat(2), after: fc.nat(4) })),
});

const body = fc
  .record({
    marks: fc.array(markAfterGap, { maxLength: 5 }),
    tail: fc.oneof(fc.nat(50), fc.nat(20_000)),
  })
  .map(({ marks, tail }): Body => {
    let at = 0;
    const placed = marks.map(({ kind, gap, window }): Mark => {
      const offset = at + gap;
      const length = LENGTHS[kind];
      if (window === null) {
        at = offset + length;
        return { kind, offset, length };
      }
      const raw = randomBytes(window.before + length + window.after);
      const sent = 4 * Math.ceil(raw.length / 3);
      at = offset + sent;
      return { kind, offset, length: sent, base64: { raw, offset: window.before, length } };
    });
    return { bytes: randomBytes(at + tail), marks: placed };
  });

describe("the bytes of a request", () => {
  test("are those of head and body with the marks rewritten, whatever the layout", () => {
    const bodies = fc.array(body, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        bodies,
        fc.array(fc.maxSafeNat(), { minLength: 1, maxLength: 12 }),
        (all, sequences) => {
          const composer = new BodyComposer(poolOf(all), SEED, SMALL);
          sequences.forEach((sequence, i) => {
            const entry = sequence % all.length;
            const head = Buffer.concat([HEAD, Buffer.alloc(i % 3, "x")]);
            const chunks = composer.compose(entry, head, sequence, i % 2);
            expect(Buffer.concat(chunks).equals(naive(head, all[entry]!, sequence))).toBe(true);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  test("of slots in flight at once do not disturb each other", () => {
    const bodies: Body[] = [
      { bytes: randomBytes(100), marks: [{ kind: "nonce", offset: 10, length: 24 }] },
      { bytes: randomBytes(50_000), marks: [{ kind: "nonce", offset: 49_000, length: 24 }] },
    ];
    const composer = new BodyComposer(poolOf(bodies), SEED, SMALL);
    const flying = [0, 1, 2, 3].map((slot) => composer.compose(slot % 2, HEAD, slot, slot));
    flying.forEach((chunks, slot) => {
      expect(Buffer.concat(chunks).equals(naive(HEAD, bodies[slot % 2]!, slot))).toBe(true);
    });
  });
});

describe("the number of chunks", () => {
  const nonceAt = (offset: number): Mark[] => [{ kind: "nonce", offset, length: 24 }];
  const chunksOf = (size: number, marks: readonly Mark[]): readonly Uint8Array[] =>
    new BodyComposer(poolOf([{ bytes: randomBytes(size), marks }]), SEED, SMALL).compose(
      0,
      HEAD,
      1,
      0,
    );

  test("is one for a small body, with or without marks", () => {
    expect(chunksOf(SMALL, nonceAt(2000))).toHaveLength(1);
    expect(chunksOf(SMALL, [])).toHaveLength(1);
  });

  test("is two for a large body marked near its beginning: head and mark, then the rest uncopied", () => {
    const chunks = chunksOf(100_000, nonceAt(30));
    expect(chunks.map((chunk) => chunk.length)).toEqual([HEAD.length + 54, 100_000 - 54]);
    expect(chunks[1]!.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test("is three for a large body marked at its end", () => {
    const chunks = chunksOf(100_000, nonceAt(100_000 - 24));
    expect(chunks.map((chunk) => chunk.length)).toEqual([HEAD.length, 100_000 - 24, 24]);
    expect(chunks[1]!.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test("is two for a large body without marks, one without a body or with an empty one", () => {
    expect(chunksOf(100_000, []).map((chunk) => chunk.length)).toEqual([HEAD.length, 100_000]);
    const none = new BodyComposer(poolOf([undefined, { bytes: Buffer.alloc(0), marks: [] }]), SEED);
    expect(none.compose(0, HEAD, 1, 0)).toEqual([HEAD]);
    expect(none.compose(1, HEAD, 1, 0)).toEqual([HEAD]);
  });
});

test("scratch bytes and joined bodies are reused, not made anew", () => {
  const bodies: Body[] = [
    { bytes: randomBytes(1000), marks: [{ kind: "nonce", offset: 5, length: 24 }] },
    { bytes: randomBytes(1000), marks: [] },
  ];
  const composer = new BodyComposer(poolOf(bodies), SEED);
  for (const entry of [0, 1]) {
    const chunks = composer.compose(entry, HEAD, 1, 0);
    const chunk = chunks[0];
    expect(composer.compose(entry, HEAD, 2, 0)).toBe(chunks);
    expect(chunks[0]).toBe(chunk);
  }
});

const PSK = {
  key: randomBytes(32),
  ciphers: "PSK-AES128-GCM-SHA256",
  maxVersion: "TLSv1.2",
} as const;

/** Servers that need no certificate: TLS with a shared key (RFC 4279). */
const TRANSPORTS = {
  tcp: {
    listen: (taker: (socket: net.Socket) => void) => net.createServer(taker),
    connect: (port: number): net.Socket => net.connect(port, "127.0.0.1"),
    ready: "connect",
  },
  tls: {
    listen: (taker: (socket: net.Socket) => void) =>
      tls.createServer(
        { ciphers: PSK.ciphers, maxVersion: PSK.maxVersion, pskCallback: () => PSK.key },
        taker,
      ),
    connect: (port: number): net.Socket =>
      tls.connect({
        port,
        host: "127.0.0.1",
        ciphers: PSK.ciphers,
        maxVersion: PSK.maxVersion,
        pskCallback: () => ({ psk: PSK.key, identity: "test" }),
        checkServerIdentity: () => undefined,
      }),
    ready: "secureConnect",
  },
} as const;

test.each(["tcp", "tls"] as const)("shared memory goes out over %s unchanged", async (name) => {
  const transport = TRANSPORTS[name];
  const large: Body = {
    bytes: randomBytes(3_000_000),
    marks: [{ kind: "nonce", offset: 1_500_000, length: 24 }],
  };
  const composer = new BodyComposer(poolOf([large]), SEED);
  const received: Buffer[] = [];
  const server = transport.listen((socket) => {
    socket.on("data", (data) => received.push(data));
    socket.on("end", () => socket.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = transport.connect((server.address() as AddressInfo).port);
  await once(socket, transport.ready);
  const chunks = composer.compose(0, HEAD, 9, 0);
  expect(chunks.length).toBeGreaterThan(2);
  socket.cork();
  for (const chunk of chunks) socket.write(chunk);
  socket.uncork();
  socket.end();
  socket.resume();
  await once(socket, "close");
  server.close();
  expect(Buffer.concat(received).equals(naive(HEAD, large, 9))).toBe(true);
});
