/** One value of a family: its labels in Prometheus form without braces, and a suffix such as `_bucket`. */
export type MetricValue = readonly [family: string, suffix: string, labels: string, value: number];

/** What one process counted, as it travels between processes. */
export interface Snapshot {
  /** `1`…`N` for serving processes, `primary` for the one that starts them. */
  readonly worker: string;
  readonly values: readonly MetricValue[];
}

interface Family {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "summary";
  readonly help: string;
}

const REQUESTS = "demo_requests_total";
const DURATION = "demo_request_duration_seconds";
const PIXELS = "demo_image_pixels";
const IN_FLIGHT = "demo_requests_in_flight";
const QUEUE_LENGTH = "demo_queue_length";
const CPU = "process_cpu_seconds_total";
const RSS = "process_resident_memory_bytes";
const START = "process_start_time_seconds";
export const RESTARTS = "demo_worker_restarts_total";

/** The stages of a prediction, in order. */
export const STAGES = ["queue", "decode", "infer", "post"] as const;
export type Stage = (typeof STAGES)[number];

const STAGE_HELP: Readonly<Record<Stage, string>> = {
  queue: "Time a complete request waited for its turn.",
  decode: "Time to decode and reduce the image.",
  infer: "Time in the model.",
  post: "Time to turn the model's output into boxes.",
};

const stageFamily = (stage: Stage): string => `demo_${stage}_seconds`;

const FAMILIES: readonly Family[] = [
  {
    name: REQUESTS,
    type: "counter",
    help: "Requests by path and status; 499: the client went away before the answer.",
  },
  { name: DURATION, type: "histogram", help: "Time from a prediction's head to its last byte." },
  ...STAGES.map((stage): Family => ({
    name: stageFamily(stage),
    type: "summary",
    help: STAGE_HELP[stage],
  })),
  { name: PIXELS, type: "histogram", help: "Pixels of the images as sent." },
  { name: IN_FLIGHT, type: "gauge", help: "Requests being received, waiting or served." },
  { name: QUEUE_LENGTH, type: "gauge", help: "Complete requests that wait for their turn." },
  { name: RESTARTS, type: "counter", help: "Serving processes that ended and were replaced." },
  { name: CPU, type: "counter", help: "User and system CPU time." },
  { name: RSS, type: "gauge", help: "Resident memory." },
  { name: START, type: "gauge", help: "Start of the process, seconds since 1970." },
];

const DURATION_BOUNDS = [
  0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30,
];
const PIXEL_BOUNDS = [1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8];

/** A cumulative histogram in Prometheus' sense. */
class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.#sum += value;
    this.#count++;
    const bucket = this.#bounds.findIndex((bound) => value <= bound);
    if (bucket >= 0) this.#counts[bucket]!++;
  }

  values(family: string): MetricValue[] {
    let below = 0;
    const buckets = this.#bounds.map((bound, index): MetricValue => {
      below += this.#counts[index]!;
      return [family, "_bucket", `le="${bound}"`, below];
    });
    return [
      ...buckets,
      [family, "_bucket", 'le="+Inf"', this.#count],
      [family, "_sum", "", this.#sum],
      [family, "_count", "", this.#count],
    ];
  }
}

/** What one serving process counts about itself. */
export class ServiceMetrics {
  readonly #requests = new Map<string, number>();
  readonly #duration = new Histogram(DURATION_BOUNDS);
  readonly #pixels = new Histogram(PIXEL_BOUNDS);
  readonly #stages = new Map<Stage, { sum: number; count: number }>(
    STAGES.map((stage) => [stage, { sum: 0, count: 0 }]),
  );
  #inFlight = 0;

  started(): void {
    this.#inFlight++;
  }

  /** Ends what `started` began. `seconds` since then; undefined for paths whose time is of no interest. */
  finished(path: string, status: number, seconds: number | undefined): void {
    this.#inFlight--;
    const labels = `path="${path}",code="${status}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    if (seconds !== undefined) this.#duration.observe(seconds);
  }

  image(pixels: number): void {
    this.#pixels.observe(pixels);
  }

  stage(stage: Stage, ms: number): void {
    const total = this.#stages.get(stage)!;
    total.sum += ms / 1000;
    total.count++;
  }

  snapshot(worker: string, queueLength: number): Snapshot {
    const values: MetricValue[] = [];
    for (const [labels, count] of this.#requests) values.push([REQUESTS, "", labels, count]);
    values.push(...this.#duration.values(DURATION));
    for (const [stage, { sum, count }] of this.#stages) {
      values.push([stageFamily(stage), "_sum", "", sum], [stageFamily(stage), "_count", "", count]);
    }
    values.push(...this.#pixels.values(PIXELS));
    values.push([IN_FLIGHT, "", "", this.#inFlight], [QUEUE_LENGTH, "", "", queueLength]);
    return { worker, values: [...values, ...processValues()] };
  }
}

/** CPU time, memory and start of this process. */
export function processValues(): MetricValue[] {
  const { user, system } = process.cpuUsage();
  return [
    [CPU, "", "", (user + system) / 1e6],
    [RSS, "", "", process.memoryUsage.rss()],
    [START, "", "", performance.timeOrigin / 1000],
  ];
}

/** Prometheus' text format 0.0.4, every value with the label of its process. */
export function renderMetrics(snapshots: readonly Snapshot[]): string {
  const lines: string[] = [];
  for (const { name, type, help } of FAMILIES) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    for (const { worker, values } of snapshots) {
      for (const [family, suffix, labels, value] of values) {
        if (family !== name) continue;
        const separator = labels === "" ? "" : ",";
        lines.push(`${name}${suffix}{worker="${worker}"${separator}${labels}} ${value}`);
      }
    }
  }
  return `${lines.join("\n")}\n`;
}
