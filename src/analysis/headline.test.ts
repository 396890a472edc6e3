import { expect, test } from "vitest";
import { monitorsOf } from "../../test/fixtures/machine.ts";
import { measurement, type MeasurementScenario, p } from "../../test/fixtures/measurement.ts";
import { analyse } from "./analyse.ts";
import { headline } from "./headline.ts";

function sentence(scenario: MeasurementScenario): string {
  const run = measurement(scenario);
  return headline({ ...run, ...analyse(run) });
}

test("a pass: SLO, load, percentiles", () => {
  expect(sentence({ rate: 60, servers: 4, seconds: 60, slo: [p(99, 1000)] })).toMatch(
    /^The service held p\(99\)<1000ms at [\d.]+\/s offered, [\d.]+\/s answered; p50 [\d.]+ ms, p99 [\d.]+ ms\.$/,
  );
});

test("a failure: SLO, value, and the finding behind it", () => {
  const monitors = monitorsOf({ cores: 4, processes: [{ cpu: 0.99 }] });
  expect(sentence({ servers: 1, rate: 60, slo: [p(99, 300), p(50, 100)], monitors })).toMatch(
    /^The service failed p\(99\)<300ms and 1 more at .*; p\(99\) was [\d.,]+ m?s; the service is serialised to one core: .*\.$/,
  );
});

test("validity comes first", () => {
  expect(sentence({ lateMs: () => 20, slo: [p(99, 300)] })).toMatch(
    /^INVALID: the generator sent late/,
  );
});

test("failures, drops and doubts are said", () => {
  expect(sentence({ errors: 0.05 })).toContain("% failed");
  expect(sentence({ servers: 1, serviceMs: 50, maxInFlight: 5 })).toContain("% dropped");
  expect(sentence({ lateMs: () => 1.8 })).toContain("suspect: lateness");
  expect(sentence({ errors: 1 })).toMatch(/^No request succeeded at .*100 % failed\.$/);
  expect(sentence({ users: 3, seconds: 10 })).toContain("The service answered for 3 users");
  expect(sentence({ seconds: 10, rate: 20, slo: [p(99, 1000)] })).toContain("too close to call");
  expect(sentence({ overrides: { interrupted: true } })).toContain("; interrupted");
});

test("nothing measured", () => {
  expect(sentence({ rate: 0.0001 })).toBe("Nothing was measured: no request was sent.");
});
