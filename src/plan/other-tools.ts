/** What an option of another load tester is called here. */
export interface OtherToolOption {
  /** As typed there, with its dashes. */
  readonly spelled: string;
  /** Completes "`-t` is …". */
  readonly meaning: string;
  /** What to write here. */
  readonly use: string;
}

/** Options that people bring along, because their hands know them. */
export const OTHER_TOOLS_OPTIONS: readonly OtherToolOption[] = [
  {
    spelled: "-t",
    meaning:
      "threads in wrk, a timeout in hey and autocannon, a time limit in ab, the run time in locust",
    use: "--workers, --timeout or --duration",
  },
  {
    spelled: "-r",
    meaning: "the spawn rate in locust",
    use: "-R/--rate for requests a second, or --stage for a ramp",
  },
  { spelled: "-q", meaning: "the rate of each worker in hey and oha", use: "-R/--rate (for all)" },
  { spelled: "-u", meaning: "users in locust, virtual users in k6", use: "--concurrency" },
  { spelled: "-i", meaning: "iterations in k6", use: "-n/--requests" },
  { spelled: "-m", meaning: "the method in hey, oha and autocannon", use: "-X/--method" },
  { spelled: "-T", meaning: "the content type in hey and ab", use: "-H 'content-type: …'" },
  { spelled: "-D", meaning: "a body file in hey and oha", use: "--body-file" },
  { spelled: "-p", meaning: "a body file in ab, pipelining in autocannon", use: "--body-file" },
  { spelled: "-b", meaning: "the body in autocannon", use: "--body" },
  { spelled: "-k", meaning: "keep-alive in ab, no certificate check in curl", use: "--insecure" },
  { spelled: "-o", meaning: "the output in hey and vegeta", use: "--out json=FILE" },
  { spelled: "-s", meaning: "a script in wrk", use: "a plan file: kneepoint run plan.yaml" },
  { spelled: "-f", meaning: "the script in locust", use: "a plan file: kneepoint run plan.yaml" },
  { spelled: "-l", meaning: "latency in autocannon", use: "nothing: it is always shown" },
  { spelled: "--latency", meaning: "a table in wrk", use: "nothing: it is always shown" },
  { spelled: "--threads", meaning: "threads in wrk", use: "--workers" },
  { spelled: "--vus", meaning: "virtual users in k6", use: "--concurrency" },
  { spelled: "--users", meaning: "users in locust", use: "--concurrency" },
  { spelled: "--iterations", meaning: "iterations in k6", use: "-n/--requests" },
  { spelled: "--run-time", meaning: "the run time in locust", use: "--duration" },
  { spelled: "--spawn-rate", meaning: "the spawn rate in locust", use: "--stage" },
  { spelled: "--host", meaning: "the target in locust", use: "the URL as an argument" },
  { spelled: "--url", meaning: "the target in many tools", use: "the URL as an argument" },
  { spelled: "--rps", meaning: "the rate in k6", use: "--rate" },
  { spelled: "--qps", meaning: "the rate in fortio", use: "--rate" },
  { spelled: "--data", meaning: "the body in curl and ghz", use: "--body" },
  { spelled: "--threshold", meaning: "a bound in k6", use: "--slo" },
  { spelled: "--output", meaning: "the output in vegeta", use: "--out json=FILE" },
  { spelled: "--script", meaning: "a script in wrk", use: "a plan file: kneepoint run plan.yaml" },
  { spelled: "--body-path", meaning: "the body file in oha", use: "--body-file" },
  { spelled: "--amount", meaning: "requests in autocannon", use: "-n/--requests" },
];

/** A sentence about an option that belongs to another tool; undefined when it is none. */
export function hintForOtherTool(spelled: string, value: string | undefined): string | undefined {
  if (spelled === "-t" && value !== undefined) return hintForThreads(value);
  const found = OTHER_TOOLS_OPTIONS.find((option) => option.spelled === spelled);
  return found === undefined ? undefined : `${spelled} is ${found.meaning}. Here use ${found.use}.`;
}

function hintForThreads(value: string): string {
  if (/^\d+$/.test(value)) {
    return `-t is threads in wrk, seconds of timeout in hey and autocannon, of run time in ab. Here use --workers ${value}, --timeout ${value}s or --duration ${value}s.`;
  }
  return `-t is the run time in locust. Here use --duration ${value}.`;
}

/** A sentence about a value of `-d` that is somebody's request body; undefined when it is none. */
export function hintForBodyAsDuration(value: string): string | undefined {
  if (/^@./.test(value))
    return `-d is the body in curl and hey. Here use --body-file ${value.slice(1)}.`;
  if (/^[[{"]|=/.test(value)) return "-d is the body in curl and hey. Here use --body.";
  return undefined;
}
