import type { TargetPlan, TestPlan } from "../contracts/plan.ts";
import type { Header } from "../contracts/request.ts";
import type { SharedPool } from "../inputs/index.ts";
import { buildHead } from "../wire/index.ts";

const USER_AGENT = "kneepoint";

/** What every request of a run has in common. */
export interface RequestLine {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
}

/** The method and request target of a plan; the protocol's own method unless the user named one. */
export function requestLine(
  target: TargetPlan,
  protocolMethod: string,
  hasBody: boolean,
): RequestLine {
  const url = new URL(target.url);
  const method = target.method ?? (hasBody ? protocolMethod : "GET");
  return { method, path: (url.pathname || "/") + url.search };
}

/** One pre-built head for each payload of the pool, in its order. */
export function buildHeads(plan: TestPlan, pool: SharedPool, protocolMethod: string): Buffer[] {
  const host = new URL(plan.target.url).host;
  return pool.entries.map((entry) => {
    const { method, path } = requestLine(plan.target, protocolMethod, entry.hasBody);
    const own: Header[] = [
      ["Host", host],
      ["User-Agent", USER_AGENT],
      ["Accept", "*/*"],
    ];
    if (!plan.connections.keepAlive) own.push(["Connection", "close"]);
    const headers = merge([...own, ...entry.headers], plan.target.headers);
    const bodyBytes = entry.hasBody || BODY_METHODS.has(method) ? entry.length : undefined;
    return buildHead(method, path, headers, bodyBytes);
  });
}

/** Methods for which an absent body is announced as `Content-Length: 0` (RFC 9110 §8.6). */
const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);

/** The user's headers replace ours of the same name; all of the user's are kept, repeated ones too. */
function merge(own: readonly Header[], users: readonly Header[]): Header[] {
  const replaced = new Set(users.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !replaced.has(name.toLowerCase())), ...users];
}
