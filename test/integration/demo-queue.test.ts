import { Agent, request } from "node:http";
import type { ClientRequest } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { textImage } from "./demo-images.ts";
import { metric, startService, sum, until } from "./demo-support.ts";
import type { PredictionAnswer, RunningService } from "./demo-support.ts";

let service: RunningService;
let jpeg: Buffer;

beforeEach(async () => {
  service = await startService("--max-side", "960");
  jpeg = await (await textImage(1200, 900)).image.jpeg().toBuffer();
});

afterEach(() => service.stop());

describe("one at a time", () => {
  it("serves in order and reports the wait", async () => {
    const count = 5;
    // opened beforehand: a connection that is still to be accepted waits where the service cannot see it
    const agent = new Agent({ keepAlive: true, maxSockets: count });
    const open = Array.from({ length: count }, () => start(service.port, agent, "GET", "/healthz"));
    await Promise.all(open.map(({ answer }) => answer));
    const sent = open.map(() => start(service.port, agent, "POST", "/predict", jpeg));
    const answers = await Promise.all(
      sent.map(async ({ answer }) => {
        const { timing }: PredictionAnswer = JSON.parse((await answer).text);
        return timing;
      }),
    );
    agent.destroy();
    const byWait = answers.toSorted((a, b) => a.queueMs - b.queueMs);
    const work = ({ decodeMs, inferMs, postMs }: (typeof answers)[number]): number =>
      decodeMs + inferMs + postMs;
    // each waits for those before it; what arrives while the process is in the model is seen only after it
    for (let place = 2; place < count; place++) {
      const before = byWait.slice(1, place).reduce((ms, timing) => ms + work(timing), 0);
      expect(byWait[place]!.queueMs).toBeGreaterThan(before - 1);
    }
    const total = answers.reduce((ms, { queueMs }) => ms + queueMs, 0) / 1000;
    expect(sum(await metric(service.url, "demo_queue_seconds_sum"))).toBeCloseTo(total, 6);
  });

  it("runs no model for clients that went away while they waited", async () => {
    const count = 12;
    const leaving = 3;
    const requests = Array.from({ length: count }, () =>
      start(service.port, false, "POST", "/predict", jpeg),
    );
    const received = async (): Promise<number> =>
      sum(await metric(service.url, "demo_requests_total"), "/predict") +
      sum(await metric(service.url, "demo_requests_in_flight")) -
      1;
    await until(async () => (await received()) >= count);
    expect(sum(await metric(service.url, "demo_queue_length"))).toBeGreaterThan(leaving);
    for (const { sent } of requests.slice(-leaving)) sent.destroy();
    const statuses = await Promise.all(
      requests.slice(0, -leaving).map(async ({ answer }) => (await answer).status),
    );
    expect(statuses).toEqual(statuses.map(() => 200));
    await until(async () => (await received()) >= count);
    await until(async () => sum(await metric(service.url, "demo_queue_length")) === 0);
    expect(sum(await metric(service.url, "demo_infer_seconds_count"))).toBe(count - leaving);
    const counts = await metric(service.url, "demo_requests_total");
    expect(sum(counts, 'code="499"')).toBe(leaving);
  });

  it("forgets a client that goes away while it sends", async () => {
    const sent = request({
      port: service.port,
      host: "127.0.0.1",
      path: "/predict",
      method: "POST",
      headers: { "Content-Length": 1000 },
    });
    sent.on("error", () => {});
    sent.write("abc");
    await until(async () => sum(await metric(service.url, "demo_requests_in_flight")) > 1);
    sent.destroy();
    await until(async () => sum(await metric(service.url, "demo_requests_total"), "499") === 1);
    expect(sum(await metric(service.url, "demo_requests_in_flight"))).toBe(1);
  });
});

interface Started {
  readonly sent: ClientRequest;
  readonly answer: Promise<{ status: number; text: string }>;
}

/** A request that may be given up; the answer comes once it is whole. */
function start(
  port: number,
  agent: Agent | false,
  method: string,
  path: string,
  body?: Buffer,
): Started {
  const sent = request({ port, host: "127.0.0.1", path, method, agent });
  const answer = new Promise<{ status: number; text: string }>((resolve, reject) => {
    sent.once("error", reject);
    sent.once("response", (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
  });
  answer.catch(() => {});
  sent.end(body);
  return { sent, answer };
}
