import { describe, expect, it } from "vitest";
import { ServiceMetrics, renderMetrics } from "./metrics.ts";

const lines = (text: string, start: string): string[] =>
  text.split("\n").filter((line) => line.startsWith(start));

describe("ServiceMetrics", () => {
  it("counts requests by path and status, and those in flight", () => {
    const metrics = new ServiceMetrics();
    for (let time = 0; time < 4; time++) metrics.started();
    metrics.finished("/predict", 200, 0.1);
    metrics.finished("/predict", 200, 0.1);
    metrics.finished("/healthz", 503, undefined);
    const text = renderMetrics([metrics.snapshot("1", 7)]);
    expect(lines(text, "demo_requests_total")).toEqual([
      'demo_requests_total{worker="1",path="/predict",code="200"} 2',
      'demo_requests_total{worker="1",path="/healthz",code="503"} 1',
    ]);
    expect(lines(text, "demo_requests_in_flight")).toEqual([
      'demo_requests_in_flight{worker="1"} 1',
    ]);
    expect(lines(text, "demo_queue_length")).toEqual(['demo_queue_length{worker="1"} 7']);
    expect(lines(text, "demo_request_duration_seconds_count")).toEqual([
      'demo_request_duration_seconds_count{worker="1"} 2',
    ]);
  });

  it("keeps cumulative buckets, bounds included", () => {
    const metrics = new ServiceMetrics();
    for (const pixels of [1, 100_000, 100_001, 3_000_000, 1e9]) metrics.image(pixels);
    const text = renderMetrics([metrics.snapshot("1", 0)]);
    const counts = lines(text, "demo_image_pixels_bucket").map((line) =>
      Number(line.split(" ")[1]),
    );
    expect(counts).toEqual([2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5]);
    expect(lines(text, "demo_image_pixels_sum")[0]).toMatch(/ 1003200002$/);
  });

  it("sums stages in seconds", () => {
    const metrics = new ServiceMetrics();
    metrics.stage("infer", 250);
    metrics.stage("infer", 500);
    const text = renderMetrics([metrics.snapshot("1", 0)]);
    expect(lines(text, "demo_infer_seconds_")).toEqual([
      'demo_infer_seconds_sum{worker="1"} 0.75',
      'demo_infer_seconds_count{worker="1"} 2',
    ]);
  });

  it("names each family once, whatever the number of processes", () => {
    const snapshots = ["1", "2"].map((worker) => new ServiceMetrics().snapshot(worker, 0));
    const text = renderMetrics(snapshots);
    const types = lines(text, "# TYPE").map((line) => line.split(" ")[2]);
    expect(new Set(types).size).toBe(types.length);
    expect(lines(text, "process_cpu_seconds_total")).toHaveLength(2);
  });
});
