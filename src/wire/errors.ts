import type { Outcome } from "../contracts/outcome.ts";

/** What a connection was doing when it failed. */
export type Phase = "dns" | "connect" | "tls" | "send" | "wait" | "receive";

export interface Failure {
  readonly outcome: Outcome;
  /** System error code and phase, in words. */
  readonly detail: string;
}

const DOING: Readonly<Record<Phase, string>> = {
  dns: "looking up the name",
  connect: "connecting",
  tls: "in the TLS handshake",
  send: "sending the request",
  wait: "waiting for the response",
  receive: "reading the response",
};

/** Codes that mean this machine, not the target, has run out of something. */
const LOCAL = new Set(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "EADDRINUSE", "ENOBUFS", "ENOMEM"]);

/** What system error codes mean, for people who do not know them by heart. */
const MEANING: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing accepts connections there",
  ETIMEDOUT: "no answer",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name server did not answer",
  ECONNRESET: "the peer reset the connection",
  EPIPE: "the peer has closed the connection",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  EMFILE: "this process may open no more files and sockets (ulimit -n)",
  ENFILE: "this machine may open no more files and sockets",
  EADDRNOTAVAIL: "this machine has no free local port left for that address",
  ENOBUFS: "this machine has no buffer space left",
  EPROTO: "the peer does not speak TLS there, or refused it",
};

/** The more telling first, when several addresses of one name failed in different ways. */
const TELLING: readonly Outcome[] = [
  "local-limit",
  "connect-refused",
  "tls-error",
  "reset",
  "connect-timeout",
  "connect-failed",
];

/** The outcome and words for an error of a socket in a phase; `where` is the peer as people write it. */
export function failureOf(error: Error, phase: Phase, where: string): Failure {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return mostTelling(error.errors as Error[], phase, where);
  }
  const code = codeOf(error);
  const named = isLookup(error) ? "dns" : phase;
  const outcome = outcomeOfCode(code, named);
  const meaning = MEANING[code] ?? plainMessage(error, code);
  return { outcome, detail: `${code} ${DOING[named]} (${where}): ${meaning}` };
}

/** The outcome a complete response has by its status alone; predicates judge further. */
export function outcomeOfStatus(status: number): Outcome {
  if (status < 400) return "ok";
  if (status === 413) return "rejected-413";
  return status < 500 ? "http-4xx" : "http-5xx";
}

function outcomeOfCode(code: string, phase: Phase): Outcome {
  if (LOCAL.has(code)) return "local-limit";
  if (phase === "dns") return "dns-error";
  if (phase === "tls") return "tls-error";
  if (phase === "connect") {
    if (code === "ECONNREFUSED") return "connect-refused";
    // A refused SYN says ECONNREFUSED: this RST came after the peer had accepted.
    if (code === "ECONNRESET") return "reset";
    return code === "ETIMEDOUT" ? "connect-timeout" : "connect-failed";
  }
  if (code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS") || code === "EPROTO") {
    return "tls-error";
  }
  return code === "ETIMEDOUT" ? "timeout" : "reset";
}

function mostTelling(errors: readonly Error[], phase: Phase, where: string): Failure {
  const failures = errors.map((error) => failureOf(error, phase, addressOf(error) ?? where));
  const rank = (failure: Failure): number => {
    const place = TELLING.indexOf(failure.outcome);
    return place < 0 ? TELLING.length : place;
  };
  return failures.reduce((best, next) => (rank(next) < rank(best) ? next : best));
}

function addressOf(error: Error): string | undefined {
  const { address, port } = error as { address?: unknown; port?: unknown };
  if (typeof address !== "string") return undefined;
  return `${address.includes(":") ? `[${address}]` : address}:${String(port)}`;
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}

function isLookup(error: Error): boolean {
  return (error as { syscall?: unknown }).syscall === "getaddrinfo";
}

/** OpenSSL's messages carry a thread id, file and line that help nobody: keeps the reason. */
function plainMessage(error: Error, code: string): string {
  const text = error.message.split("\n", 1)[0]!;
  const reason = /^[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(text)?.[1] ?? text;
  return reason.startsWith(`${code}: `) ? reason.slice(code.length + 2) : reason;
}
