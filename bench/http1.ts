// CPU a request and requests a second against peers: the same nginx on one core, each client on another, one at a time.
// CPU a request is taken between a short and a long run, so that start-up and compilation cancel out:
// (cpu(long) - cpu(short)) / (requests(long) - requests(short)).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNginx } from "./lib/nginx.ts";
import { available, measured } from "./lib/processes.ts";
import { keep, median, printTable } from "./lib/results.ts";

const CONNECTIONS = 64;
const SMOKE = process.argv.includes("--smoke");
const [SHORT, LONG, ROUNDS] = SMOKE ? ([1, 2, 1] as const) : ([2, 8, 5] as const);
const CLIENT_CPU = 1;

interface Peer {
  readonly name: string;
  readonly needs: string;
  command(url: string, seconds: number, directory: string): string[];
  requests(stdout: string, seconds: number): number;
}

const PEERS: readonly Peer[] = [
  {
    name: "kneepoint",
    needs: "node",
    command: (url, seconds, directory) => [
      "node",
      "dist/cli/main.js",
      "run",
      url,
      "-c",
      `${CONNECTIONS}`,
      "-d",
      `${seconds}s`,
      "--warmup",
      "0s",
      "-w",
      "1",
      "--json",
      "--quiet",
      "--run-dir",
      directory,
    ],
    requests: (stdout) => (JSON.parse(stdout) as { requests: { sent: number } }).requests.sent,
  },
  {
    name: "wrk",
    needs: "wrk",
    command: (url, seconds) => ["wrk", "-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, url],
    requests: (stdout) => Number(/(\d+) requests in/.exec(stdout)![1]),
  },
  {
    name: "hey",
    needs: "hey",
    command: (url, seconds) => [
      "env",
      "GOMAXPROCS=1",
      "hey",
      "-c",
      `${CONNECTIONS}`,
      "-z",
      `${seconds}s`,
      url,
    ],
    requests: (stdout) =>
      Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)![1]) *
      Number(/Total:\s+([\d.]+)/.exec(stdout)![1]),
  },
  {
    name: "autocannon",
    needs: "node",
    command: (url, seconds) => [
      "node",
      "node_modules/autocannon/autocannon.js",
      "--json",
      "--no-progress",
      "-c",
      `${CONNECTIONS}`,
      "-d",
      `${seconds}`,
      url,
    ],
    requests: (stdout) => (JSON.parse(stdout) as { requests: { total: number } }).requests.total,
  },
];

interface Figure {
  readonly cpuMicroseconds: number;
  readonly requestsPerSecond: number;
}

async function measure(peer: Peer, url: string): Promise<Figure> {
  const once = async (seconds: number): Promise<{ cpu: number; requests: number }> => {
    const directory = mkdtempSync(join(tmpdir(), "kneepoint-bench-"));
    const { stdout, cpuSeconds } = await measured(
      peer.command(url, seconds, join(directory, "run")),
      CLIENT_CPU,
    );
    rmSync(directory, { recursive: true, force: true });
    return { cpu: cpuSeconds, requests: peer.requests(stdout, seconds) };
  };
  const short = await once(SHORT);
  const long = await once(LONG);
  const requests = long.requests - short.requests;
  return {
    cpuMicroseconds: ((long.cpu - short.cpu) / requests) * 1e6,
    requestsPerSecond: requests / (LONG - SHORT),
  };
}

const missing = PEERS.filter((peer) => !available(peer.needs));
for (const peer of missing) console.log(`left out: ${peer.name} (not installed)`);
const peers = PEERS.filter((peer) => !missing.includes(peer));
const nginx = await startNginx(`location / { return 200 "prediction: cat, p=0.93\\n"; }`, "01");
const figures = new Map<string, Figure[]>(peers.map((peer) => [peer.name, []]));
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of peers) figures.get(peer.name)!.push(await measure(peer, nginx.url));
  }
} finally {
  await nginx.stop();
}
const ours = figures.get("kneepoint")!;
printTable(
  `HTTP/1.1, ${CONNECTIONS} connections, 24-byte answers, one core for nginx and one for the client, median of ${ROUNDS} rounds`,
  peers.map(({ name }) => {
    const theirs = figures.get(name)!;
    const ratio = median(
      ours.map((figure, i) => figure.cpuMicroseconds / theirs[i]!.cpuMicroseconds),
    );
    return {
      client: name,
      "µs CPU/request": median(theirs.map((f) => f.cpuMicroseconds)).toFixed(1),
      "requests/s": median(theirs.map((f) => f.requestsPerSecond)).toFixed(0),
      "kneepoint's CPU / its": ratio.toFixed(2),
    };
  }),
);
keep("http1", Object.fromEntries(figures));
