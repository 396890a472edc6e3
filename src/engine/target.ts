import type { TestPlan } from "../contracts/plan.ts";
import type { ClientOptions } from "../wire/index.ts";

/** Where a URL leads: host without brackets, and port. */
export function endpointOf(target: string): {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
} {
  const url = new URL(target);
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port, secure };
}

/** How the wire reaches a plan's target. */
export function clientOptions(plan: TestPlan, maxConnections: number): ClientOptions {
  const { host, port, secure } = endpointOf(plan.target.url);
  return {
    host,
    port,
    tls: secure ? { rejectUnauthorized: !plan.target.insecure } : undefined,
    maxConnections,
    keepAlive: plan.connections.keepAlive,
    connectTimeoutMs: plan.connections.connectTimeoutMs,
    timeoutMs: plan.connections.timeoutMs,
  };
}
