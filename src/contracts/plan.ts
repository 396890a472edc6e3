import type { Header } from "./request.ts";

/** Where the load goes. */
export interface TargetPlan {
  /** http: or https:, user-info removed; the query is kept for sending and redacted in files. */
  readonly url: string;
  /** Undefined: the protocol's own. */
  readonly method: string | undefined;
  readonly headers: readonly Header[];
  /** Skip verification of the certificate; the report warns. */
  readonly insecure: boolean;
}

/** From the end of the stage before, go linearly to `target` over `seconds`. */
export interface Stage {
  readonly seconds: number;
  /** Requests a second (open model) or users (closed model). */
  readonly target: number;
}

export type ArrivalProcess = "poisson" | "constant";

/** Open model: requests leave when the schedule says, whether or not earlier ones were answered. */
export interface OpenLoad {
  readonly model: "open";
  readonly arrivals: ArrivalProcess;
  /** Rate at the start, requests a second. */
  readonly startRate: number;
  readonly stages: readonly Stage[];
  /** Requests in flight at most, over all workers; further ones are dropped and counted. */
  readonly maxInFlight: number;
}

/** Closed model: users who wait for their answer, think, and ask again. */
export interface ClosedLoad {
  readonly model: "closed";
  readonly startUsers: number;
  readonly stages: readonly Stage[];
  /** Mean think time in seconds; `thinkArrivals` says whether it is drawn or fixed. */
  readonly thinkSeconds: number;
  readonly thinkArrivals: ArrivalProcess;
}

export interface LoadCommon {
  /** Load before the measured window at its first level, in no statistic. Seconds. */
  readonly warmupSeconds: number;
  /** Stop after this many requests (warm-up not counted); undefined: the stages decide. */
  readonly maxRequests: number | undefined;
}

export type LoadPlan = (OpenLoad | ClosedLoad) & LoadCommon;

export interface ConnectionPlan {
  /** Opened before the start and kept at this number; undefined: opened when needed, up to the in-flight cap. */
  readonly count: number | undefined;
  /** False: one request a connection. */
  readonly keepAlive: boolean;
  readonly connectTimeoutMs: number;
  /** From intended action to last byte. */
  readonly timeoutMs: number;
}

export interface InputPlan {
  /** Short form (`image:jpeg,size=camera`) or the same as an object; undefined: no body. */
  readonly spec: string | Readonly<Record<string, unknown>> | undefined;
  /** Payloads prepared; undefined: chosen from the load and the memory budget. */
  readonly count: number | undefined;
  /** Bytes the pool may hold. */
  readonly memoryBytes: number;
  /** Make every body unique at send time where its format allows. */
  readonly unique: boolean;
}

export interface ProtocolPlan {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What an SLO bounds. */
export type SloMetric =
  | { readonly kind: "percentile"; readonly q: number }
  | { readonly kind: "mean" | "max" | "min" }
  | { readonly kind: "errors" | "dropped" }
  | { readonly kind: "rate" };

/** One parsed SLO, such as `p(99)<300ms`. */
export interface Slo {
  /** As the user wrote it. */
  readonly expression: string;
  readonly metric: SloMetric;
  readonly comparison: "<" | "<=" | ">" | ">=";
  /** Milliseconds for times, a share in 0..1 for errors and dropped, requests a second for rate. */
  readonly limit: number;
}

export interface MonitorPlan {
  /** Serving process; its children are included. */
  readonly pid: number | undefined;
  /** Find the process that listens where the target URL points, when that is this machine. */
  readonly discover: boolean;
  readonly periodMs: number;
}

/** Everything a run does, complete and checked: the same plan and seed send the same bytes at the same intended times. */
export interface TestPlan {
  readonly target: TargetPlan;
  readonly load: LoadPlan;
  readonly connections: ConnectionPlan;
  readonly input: InputPlan;
  readonly protocol: ProtocolPlan;
  /** Success predicates, such as `status=2xx`, `json:$.label`, `header:content-type~json`. */
  readonly expect: readonly string[];
  readonly slo: readonly Slo[];
  readonly monitor: MonitorPlan;
  readonly seed: number;
  /** Undefined: what the machine allows. */
  readonly workers: number | undefined;
}
