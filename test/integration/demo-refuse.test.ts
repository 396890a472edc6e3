import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { form, textImage } from "./demo-images.ts";
import { alive, ask, metric, predict, speak, startService, sum } from "./demo-support.ts";
import type { Answer, RunningService } from "./demo-support.ts";

const MAX_BODY = 2_000_000;

let service: RunningService;
let jpeg: Buffer;

beforeAll(async () => {
  service = await startService("--max-body", "2MB", "--max-pixels", "2", "--max-side", "320");
  jpeg = await (await textImage(600, 400)).image.jpeg().toBuffer();
});

afterAll(() => service.stop());

/** A refusal: its status, and a JSON body that says what is wrong and what to do. */
function expectRefusal(answer: Answer, status: number, error: RegExp): void {
  expect(answer.status, answer.text).toBe(status);
  const body: { error: string; hint: string } = JSON.parse(answer.text);
  expect(body.error).toMatch(error);
  expect(body.hint).toMatch(/\w+ \w+/);
}

const post = (body: Uint8Array | string, type?: string): Promise<Answer> =>
  ask(service.url, "/predict", "POST", body, type === undefined ? {} : { "Content-Type": type });

describe("bodies that are not what they say", () => {
  const json = (value: unknown): [string, string] => [JSON.stringify(value), "application/json"];
  it.each<[string, [string, string], RegExp]>([
    ["no JSON", ["{image:", "application/json"], /not JSON/],
    ["JSON without an image", json({ picture: "AAAA" }), /no string "image"/],
    ["JSON that is no object", json(null), /no string "image"/],
    ["an image that is no string", json({ image: [1, 2] }), /no string "image"/],
    ["an image that is no base64", json({ image: "äöü!" }), /not base64/],
    ["base64 of a wrong length", json({ image: "AAAAA" }), /not base64/],
    ["base64 of nothing", json({ image: "" }), /empty/],
    ["no body", ["", "image/jpeg"], /empty/],
    ["a form without a boundary", ["--x\r\n", "multipart/form-data"], /Boundary/],
    ["a form of another boundary", ["--x\r\n", "multipart/form-data; boundary=y"], /end of/],
    ["a form without files", ["--x--\r\n", "multipart/form-data; boundary=x"], /no file/],
  ])("400 for %s", async (_name, [body, type], error) => {
    expectRefusal(await post(body, type), 400, error);
  });

  it("400 for a form that breaks off, wherever it does", async () => {
    const { body, type } = form("image", jpeg);
    for (const share of [0.001, 0.01, 0.3, 0.99]) {
      const cut = body.subarray(0, Math.floor(body.length * share));
      expectRefusal(await post(cut, type), 400, /multipart/);
    }
  });

  it("415 for other types and for compressed bodies", async () => {
    const refusal = await post("image=1", "application/x-www-form-urlencoded");
    expectRefusal(refusal, 415, /urlencoded/);
    expect(refusal.headers.accept).toContain("multipart/form-data");
    const compressed = await ask(service.url, "/predict", "POST", jpeg, {
      "Content-Encoding": "gzip",
    });
    expectRefusal(compressed, 415, /gzip/);
  });
});

describe("images that cannot be read", () => {
  it("422 for what is no image", async () => {
    expectRefusal(await post("not an image", "image/jpeg"), 422, /cannot decode/);
    expectRefusal(await post(Buffer.alloc(1000), "image/png"), 422, /cannot decode/);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    expectRefusal(await post(svg, "image/svg+xml"), 422, /svg/);
  });

  it("422 for images that break off", async () => {
    const { image } = await textImage(600, 400);
    for (const encoded of [
      jpeg,
      await image.clone().png().toBuffer(),
      await image.clone().webp().toBuffer(),
      await image.clone().avif({ effort: 0 }).toBuffer(),
      await image.clone().tiff().toBuffer(),
    ]) {
      for (const share of [0.02, 0.5, 0.9]) {
        const cut = encoded.subarray(0, Math.floor(encoded.length * share));
        expectRefusal(await post(cut), 422, /cannot decode/);
      }
    }
  });

  it("422 for more pixels than allowed, before any is decoded", async () => {
    const create = { width: 2000, height: 1001, channels: 3, background: "#fff" } as const;
    const large = await sharp({ create }).png().toBuffer();
    expectRefusal(await post(large), 422, /2000 x 1001 pixels.*limit of 2000000/);
    const bomb = await sharp({ create: { ...create, height: 10 } })
      .png()
      .toBuffer();
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    expect((await post(bomb)).status).toBe(422);
  });
});

describe("paths and methods", () => {
  it("404 for unknown paths", async () => {
    expectRefusal(await ask(service.url, "/predictions", "POST", jpeg), 404, /predictions/);
  });

  it("405 names the methods allowed", async () => {
    const refusal = await ask(service.url, "/predict", "GET");
    expectRefusal(refusal, 405, /GET/);
    expect(refusal.headers.allow).toBe("POST");
    const put = await ask(service.url, "/metrics", "PUT", "x");
    expectRefusal(put, 405, /PUT/);
    expect(put.headers.allow).toBe("GET, HEAD");
  });
});

describe("bodies over the limit", () => {
  const head = (...lines: string[]): string =>
    ["POST /predict HTTP/1.1", "Host: x", "Content-Type: image/jpeg", ...lines, "", ""].join(
      "\r\n",
    );

  it("413 on the head alone, and the connection is closed", async () => {
    const answer = await speak(service.port, head("Content-Length: 10000000000"));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/Connection: close\r\n/i);
    expect(answer).toMatch(/limit of 2000000 bytes/);
  });

  it("413 instead of 100 Continue", async () => {
    const announced = head("Content-Length: 2000001", "Expect: 100-continue");
    expect(await speak(service.port, announced)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("413 in the middle of chunks", async () => {
    const chunk = Buffer.alloc(300_000, 1);
    const framed = Buffer.concat([Buffer.from("493e0\r\n"), chunk, Buffer.from("\r\n")]);
    const answer = await speak(
      service.port,
      head("Transfer-Encoding: chunked"),
      ...Array.from({ length: 7 }, () => framed),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("a client that sends everything first still reads the 413", async () => {
    for (let time = 0; time < 5; time++) {
      expectRefusal(await post(Buffer.alloc(4 * MAX_BODY)), 413, /larger than the limit/);
    }
  });

  it("takes a body of exactly the limit", async () => {
    const padded = Buffer.concat([jpeg, Buffer.alloc(MAX_BODY - jpeg.length)]);
    expect((await post(padded)).status).toBe(200);
    expect((await post(Buffer.concat([padded, Buffer.alloc(1)]))).status).toBe(413);
  });

  it("asks for the body with 100 Continue when it will be read", async () => {
    const announced = head(
      `Content-Length: ${jpeg.length}`,
      "Expect: 100-continue",
      "Connection: close",
    );
    const answer = await speak(service.port, announced, jpeg);
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });
});

describe("after a refusal", () => {
  it("the connection carries the next request, a short unread body notwithstanding", async () => {
    const bad = "GET /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    const worse = "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    const last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    const answers = await speak(service.port, bad, worse, last);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual([
      "HTTP/1.1 405",
      "HTTP/1.1 422",
      "HTTP/1.1 200",
    ]);
  });

  it("no garbage makes it fail, let alone end", async () => {
    let state = 1;
    const random = (): number =>
      (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
    const types = ["image/png", "application/json", "multipart/form-data; boundary=b", "text/html"];
    for (let time = 0; time < 80; time++) {
      const body = Buffer.from(jpeg.subarray(0, Math.floor(random() * jpeg.length)));
      for (let flips = 0; flips < 20; flips++)
        body[Math.floor(random() * body.length)] = random() * 256;
      const { status } = await post(body, types[time % types.length]);
      expect([200, 400, 415, 422]).toContain(status);
    }
    expect(service.pids.every(alive)).toBe(true);
    expect((await predict(service.url, jpeg)).boxes).toHaveLength(2);
    const counts = await metric(service.url, "demo_requests_total");
    expect(sum(counts, 'code="422"')).toBeGreaterThan(0);
    expect(sum(counts, 'code="5')).toBe(0);
    expect(sum(await metric(service.url, "demo_worker_restarts_total"))).toBe(0);
  });
});
