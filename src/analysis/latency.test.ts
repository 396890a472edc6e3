import { expect, test } from "vitest";
import { LatencyHistogram } from "../stats/index.ts";
import { measurement } from "../../test/fixtures/measurement.ts";
import { summarise, summariseLatencies } from "./latency.ts";

test("percentiles with enough samples are there, the others are absent with the reason", () => {
  const run = measurement({ rate: 20, seconds: 30, servers: 4 });
  const { response } = summariseLatencies(run);
  expect(response.n).toBe(run.requests.ok);
  expect(response.p50).toBeGreaterThan(response.min!);
  expect(response.p95).toBeLessThan(response.max!);
  expect(response.p99).toBeUndefined();
  expect(response.p99_9).toBeUndefined();
  const note = response.notes.find((text) => text.startsWith("p99 not shown"))!;
  const missing = 1000 - response.n;
  expect(note).toContain(
    `(${missing} more samples, ${Math.ceil((missing * 30) / response.n)} seconds`,
  );
  expect(note).toMatch(/it is at least \d+(\.\d+)? ms\.$/);
  expect(response.notes.some((text) => text.startsWith("p99.9 not shown"))).toBe(true);
});

test("the intervals of a long, lightly loaded run hold the percentiles and shrink towards the middle", () => {
  const { response } = summariseLatencies(measurement({ rate: 100, seconds: 60, servers: 8 }));
  for (const key of ["p50", "p90", "p95", "p99"] as const) {
    const [low, high] = response.ci[key]!;
    expect(low).toBeLessThanOrEqual(response[key]!);
    expect(high).toBeGreaterThanOrEqual(response[key]!);
  }
  const width = (key: string): number => response.ci[key]![1] - response.ci[key]![0];
  expect(width("p50")).toBeLessThan(width("p99"));
  expect(response.effectiveN!["p50"]).toBeLessThanOrEqual(response.n);
});

test("near saturation a percentile loses its interval and says what its samples are worth", () => {
  const run = measurement({ rate: 47, seconds: 60, servers: 1, serviceMs: 20 });
  const { response } = summariseLatencies(run);
  expect(response.p99).toBeDefined();
  expect(response.ci["p99"]).toBeUndefined();
  expect(response.effectiveN!["p99"]).toBeLessThan(response.n / 3);
  expect(response.notes.join()).toMatch(/p99 comes without an interval: .* independent ones\./);
});

test("clocks without slices have no intervals and make no claim on correlation", () => {
  const { service, lateness } = summariseLatencies(measurement({ rate: 100, seconds: 30 }));
  for (const summary of [service, lateness]) {
    expect(summary.p99).toBeDefined();
    expect(summary.ci).toEqual({});
    expect(summary).not.toHaveProperty("effectiveN");
  }
});

test("an empty clock says so by its count alone", () => {
  expect(summarise(new LatencyHistogram().toData())).toEqual({ n: 0, ci: {}, notes: [] });
});
