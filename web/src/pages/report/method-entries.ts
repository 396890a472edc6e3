/** How one kind of number comes about. */
export interface MethodEntry {
  readonly name: string;
  readonly formula: string;
  readonly unit: string;
  readonly source: string;
}

/** In the order of the report. */
export const METHOD: readonly MethodEntry[] = [
  {
    name: "Response time",
    formula:
      "Last byte received minus the moment the request was meant to leave. Requests that leave late are charged for it, so a stalled target cannot hide behind a stalled generator (coordinated omission).",
    unit: "ms",
    source:
      "clock of the generator, one sample a request; ok requests only, failures are shown apart",
  },
  {
    name: "Service time, lateness",
    formula:
      "Service time is last byte minus actual send, lateness is actual minus intended send; the two add up to the response time. The part of lateness spent waiting for a free connection is the phase “queue”; the rest is the generator's own.",
    unit: "ms",
    source: "the same samples",
  },
  {
    name: "Percentiles",
    formula:
      "Nearest rank in a log-linear histogram with 128 buckets a power of two over microseconds, reported at the middle of the bucket: within 0.39 % of the exact value. Histograms of workers and seconds are added, never averaged.",
    unit: "ms",
    source: "histograms of the measured window",
  },
  {
    name: "Which percentiles are printed",
    formula:
      "A percentile q needs n (1 - q) ≥ 10 samples beyond it, and n large enough for its interval to end within the samples. The charts over time need two samples beyond a percentile in each step, and say how long the steps are.",
    unit: "samples",
    source: "order statistics (David and Nagaraja, Order Statistics, §7.1)",
  },
  {
    name: "Intervals",
    formula:
      "Requests of one busy period resemble each other, so n samples say less than n independent ones. The variance of the share beyond the percentile over 30 batches gives an effective n; Wilson's interval at that n, read back as ranks, gives low and high.",
    unit: "ms, nominally 95 %, in simulations about 90 %",
    source: "Wilson (JASA 22, 1927); batch means",
  },
  {
    name: "Offered and achieved rate",
    formula:
      "Offered: requests the schedule wanted, divided by the measured time. Achieved: requests sent, divided by the same time. Successful: ok responses, divided by the same time.",
    unit: "requests a second",
    source: "plan and samples; warm-up is in none of them",
  },
  {
    name: "Errors, dropped, unfinished",
    formula:
      "Errors: failed requests of those sent. Dropped: never sent, because the cap on requests in flight was reached. Unfinished: in flight when the run ended. All of them count as over every SLO on latency.",
    unit: "share",
    source: "samples",
  },
  {
    name: "Phases",
    formula:
      "Queue to a free connection; DNS, connect and TLS where a connection was opened; upload from the first to the last byte accepted by the kernel; wait to the first byte of the response; download to its last. The average request spreads the cost of connections over all requests.",
    unit: "ms",
    source: "the sockets of the generator",
  },
  {
    name: "Response time by size",
    formula:
      "Weighted least squares of the mean response time of each input against its size, weighted by how often it was sent; the share explained is R².",
    unit: "ms a unit of size",
    source: "samples by input",
  },
  {
    name: "CPU, memory",
    formula:
      "CPU time spent between two readings, divided by the time between them: 1.00 is one core busy throughout. Memory is what is resident.",
    unit: "cores, bytes",
    source: "/proc on Linux; the columns “unreadable” name what could not be read",
  },
  {
    name: "Validity",
    formula:
      "A run is invalid when requests left late, fewer than 99 % of the wanted requests were sent, or the generator's machine ran short of CPU, open files or local ports; each reason is shown with its value and limit.",
    unit: "as shown",
    source: "the generator's own readings",
  },
];
