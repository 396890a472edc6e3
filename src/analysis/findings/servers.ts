/** A server that can be told to run more processes. */
interface ServerKind {
  readonly name: string;
  /** Whether a command line is this server's. */
  matches(command: string): boolean;
  /** What to change so that it runs `wanted` processes. */
  scale(wanted: number, command: string): string;
}

/** The first that matches speaks: a flag seen on the command line is surer than the name of the program. */
const SERVERS: readonly ServerKind[] = [
  {
    name: "gunicorn",
    matches: (command) => /\bgunicorn\b/.test(command),
    scale: (wanted, command) =>
      `gunicorn --workers ${wanted}${current(command, /(?:--workers[= ]|-w ?)(\d+)/)}`,
  },
  {
    name: "uvicorn",
    matches: (command) => /\buvicorn\b/.test(command),
    scale: (wanted, command) =>
      `uvicorn --workers ${wanted}${current(command, /--workers[= ](\d+)/)}` +
      (command.includes("--reload") ? " without --reload, which allows one only" : ""),
  },
  {
    name: "hypercorn",
    matches: (command) => /\bhypercorn\b/.test(command),
    scale: (wanted, command) =>
      `hypercorn --workers ${wanted}${current(command, /(?:--workers[= ]|-w ?)(\d+)/)}`,
  },
  {
    name: "http.server",
    matches: (command) => /\bhttp\.server\b/.test(command),
    scale: (wanted) =>
      `Python's http.server is one process for development: serve the model with gunicorn --workers ${wanted} or uvicorn --workers ${wanted}`,
  },
  {
    name: "flask",
    matches: (command) => /\bflask\b.*\brun\b/.test(command),
    scale: (wanted) =>
      `flask run is one process for development: serve the application with gunicorn --workers ${wanted}`,
  },
  {
    name: "a --workers or --processes option",
    matches: (command) => PROCESSES_FLAG.test(command),
    scale: (wanted, command) => {
      const [, flag, now] = PROCESSES_FLAG.exec(command)!;
      return `${flag} ${wanted} (now ${now})`;
    },
  },
  {
    name: "node",
    matches: (command) => /^(\S*\/)?(node|nodejs)\b/.test(command),
    scale: (wanted) =>
      `one Node process a core: node:cluster with ${wanted} workers, pm2 start APP -i ${wanted}, or ${wanted} containers behind the load balancer`,
  },
  {
    name: "python",
    matches: (command) => /^(\S*\/)?python[\d.]*\b/.test(command),
    scale: (wanted) =>
      `${wanted} Python processes: gunicorn --workers ${wanted} (WSGI) or uvicorn --workers ${wanted} (ASGI), or as many containers behind the load balancer`,
  },
];

const PROCESSES_FLAG = /(--(?:workers|processes|num-workers))[= ](\d+)/;

/** How to run `wanted` processes instead of `running`, in the words of the server that the command lines show. */
export function adviseProcesses(
  commands: readonly string[],
  running: number,
  wanted: number,
): string {
  const server = SERVERS.find((kind) => commands.some((command) => kind.matches(command)));
  const command = commands.find((line) => server?.matches(line)) ?? "";
  const how =
    server?.scale(wanted, command) ??
    `${wanted} copies of the serving process, by its own option or behind a load balancer`;
  return `Run more processes, ${wanted} instead of ${running}: ${how}. Then run the same plan again; check that memory holds them.`;
}

function current(command: string, flag: RegExp): string {
  const now = flag.exec(command)?.[1];
  return now === undefined ? "" : ` (now ${now})`;
}
