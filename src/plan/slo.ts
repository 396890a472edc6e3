import type { Slo, SloMetric } from "../contracts/plan.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import { suggest } from "./suggest.ts";
import { parseDuration, parseRate, parseShare } from "./units.ts";

const EXPECTED =
  "an SLO such as 'p(99)<300ms', 'avg<80ms', 'errors<0.1%', 'dropped<1%' or 'rate>40/s'";

const SHAPE = /^(.+?)(<=|>=|===|!==|==|!=|<|>|=)(.+)$/;
const PERCENTILE = /^p(?:\(\s*(\d+(?:\.\d+)?)\s*\)|(\d+(?:[._]\d+)?))$/;

const METRICS: Readonly<Record<string, SloMetric>> = {
  avg: { kind: "mean" },
  mean: { kind: "mean" },
  med: { kind: "percentile", q: 0.5 },
  median: { kind: "percentile", q: 0.5 },
  min: { kind: "min" },
  max: { kind: "max" },
  errors: { kind: "errors" },
  dropped: { kind: "dropped" },
  rate: { kind: "rate" },
};

/** What k6 calls the same thing. */
const K6_NAMES: Readonly<Record<string, string>> = {
  http_req_duration: "p(95)<500ms",
  http_req_waiting: "p(95)<500ms",
  iteration_duration: "p(95)<500ms",
  http_req_failed: "errors<1%",
  checks: "errors<1%",
  dropped_iterations: "dropped<1%",
  http_reqs: "rate>40/s",
  iterations: "rate>40/s",
};

/**
 * One SLO in k6's grammar, with units: `p(99)<300ms`, `p99.9<1s`, `avg`, `med`, `min`, `max` (times; a bare
 * number is milliseconds, as in k6), `errors<0.1%`, `dropped<1%` (shares), `rate>40/s` (ok responses a second).
 */
export function parseSlo(text: string): Parsed<Slo> {
  const expression = text.trim();
  const fromK6 = hintForK6Name(expression);
  if (fromK6 !== undefined) return bad(EXPECTED, fromK6);
  if (/&&|\|\||,/.test(expression)) return bad(EXPECTED, "Give each condition an SLO of its own.");
  const match = SHAPE.exec(expression.replaceAll(/\s+/g, ""));
  if (match === null) return bad(EXPECTED, "Put it in quotes: the shell takes < and > for files.");
  const [, name, comparison, bound] = match as unknown as [string, string, string, string];

  const metric = parseMetric(name);
  if (!metric.ok) return metric;
  if (!isComparison(comparison)) {
    return bad(EXPECTED, `An SLO is a bound: write ${name}<=${bound}, with <, <=, > or >=.`);
  }
  const limit = parseLimit(metric.value, bound);
  if (!limit.ok) return limit;
  return good({ expression, metric: metric.value, comparison, limit: limit.value });
}

function parseMetric(name: string): Parsed<SloMetric> {
  const percentile = PERCENTILE.exec(name);
  if (percentile !== null) {
    const percent = Number((percentile[1] ?? percentile[2]!).replace("_", "."));
    if (percent > 0 && percent < 100) return good({ kind: "percentile", q: percent / 100 });
    return bad(
      "a percentile between 0 and 100",
      percent === 100 ? "The highest value is max." : "The lowest value is min.",
    );
  }
  const metric = METRICS[name];
  if (metric !== undefined) return good(metric);
  const near = suggest(name, Object.keys(METRICS));
  return bad(EXPECTED, near === undefined ? undefined : `Did you mean ${near}?`);
}

function isComparison(text: string): text is Slo["comparison"] {
  return text === "<" || text === "<=" || text === ">" || text === ">=";
}

function parseLimit(metric: SloMetric, text: string): Parsed<number> {
  switch (metric.kind) {
    case "errors":
    case "dropped":
      return parseShare(text);
    case "rate":
      return text.includes("/")
        ? parseRate(text)
        : bad(
            "a rate with its unit, such as rate>40/s",
            `Write ${text}/s. k6's http_req_failed "rate<0.01" is errors<1% here.`,
          );
    default:
      return /^[\d.]+$/.test(text) ? good(Number(text)) : parseDuration(text);
  }
}

function hintForK6Name(expression: string): string | undefined {
  const name = /^[a-z_]+/.exec(expression)?.[0] ?? "";
  const known = Object.hasOwn(K6_NAMES, name) ? K6_NAMES[name] : undefined;
  if (known === undefined) return undefined;
  const threshold = /^[a-z_]+\s*:\s*(\S.*)$/.exec(expression)?.[1];
  const own = threshold !== undefined && !/^(rate|count)/.test(threshold) ? threshold : known;
  return `That is k6's name of the metric. Here write ${own}`;
}
