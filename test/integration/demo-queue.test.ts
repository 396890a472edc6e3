import { request } from "node:http";
import type { ClientRequest } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { textImage } from "./demo-images.ts";
import { metric, predict, startService, sum, until } from "./demo-support.ts";
import type { RunningService } from "./demo-support.ts";

let service: RunningService;
let jpeg: Buffer;

beforeEach(async () => {
  service = await startService("--max-side", "960");
  jpeg = await (await textImage(1200, 900)).image.jpeg().toBuffer();
});

afterEach(() => service.stop());

describe("one at a time", () => {
  it("serves in order and reports the wait", async () => {
    const finished: number[] = [];
    const answers = await Promise.all(
      Array.from({ length: 5 }, async (_, index) => {
        const answer = await predict(service.url, jpeg, "image/jpeg");
        finished.push(index);
        return answer.timing;
      }),
    );
    const byWait = answers.toSorted((a, b) => a.queueMs - b.queueMs);
    const work = (index: number): number => byWait[index]!.decodeMs + byWait[index]!.inferMs;
    // the last waited for all before it; requests that arrived while the process was in the model waited unseen for one
    expect(byWait[4]!.queueMs).toBeGreaterThan(work(1) + work(2) + work(3) - 5);
    expect(finished).toHaveLength(5);
    const total = answers.reduce((ms, { queueMs }) => ms + queueMs, 0) / 1000;
    expect(sum(await metric(service.url, "demo_queue_seconds_sum"))).toBeCloseTo(total, 6);
  });

  it("runs no model for clients that went away while they waited", async () => {
    const count = 12;
    const leaving = 3;
    const requests = Array.from({ length: count }, () => start(service.port, jpeg));
    const received = async (): Promise<number> =>
      sum(await metric(service.url, "demo_requests_total"), "/predict") +
      sum(await metric(service.url, "demo_requests_in_flight")) -
      1;
    await until(async () => (await received()) >= count);
    expect(sum(await metric(service.url, "demo_queue_length"))).toBeGreaterThan(leaving);
    for (const { sent } of requests.slice(-leaving)) sent.destroy();
    const statuses = await Promise.all(requests.slice(0, -leaving).map(({ status }) => status));
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

/** A request that may be given up; the status comes once the whole answer has. */
function start(port: number, body: Buffer): { sent: ClientRequest; status: Promise<number> } {
  const sent = request({
    port,
    host: "127.0.0.1",
    path: "/predict",
    method: "POST",
    agent: false,
  });
  const status = new Promise<number>((resolve, reject) => {
    sent.once("error", reject);
    sent.once("response", (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
  });
  status.catch(() => {});
  sent.end(body);
  return { sent, status };
}
