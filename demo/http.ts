import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { ClientGone, bodyForm, checkLength, imageBytes, readBody } from "./body.ts";
import type { ServiceOptions } from "./options.ts";
import type { Predictor } from "./predictor.ts";
import { RequestProblem } from "./problem.ts";
import type { ServiceMetrics } from "./metrics.ts";
import { refuse, sendJson, sendText } from "./reply.ts";

/** Longer than most clients keep an idle connection, so that the client closes first and no request meets a closing one. */
const KEEP_ALIVE_MS = 75_000;

const PREDICT = "/predict";
const HEALTH = "/healthz";
const METRICS = "/metrics";

const METHODS: Readonly<Record<string, readonly string[]>> = {
  [PREDICT]: ["POST"],
  [HEALTH]: ["GET", "HEAD"],
  [METRICS]: ["GET", "HEAD"],
};

/** What the HTTP side needs from its process. */
export interface ServiceParts {
  readonly options: ServiceOptions;
  readonly predictor: Predictor;
  readonly metrics: ServiceMetrics;
  /** What `/healthz` says besides its status. */
  readonly about: Readonly<Record<string, unknown>>;
  /** The metrics of all processes in Prometheus' text format. */
  readonly collect: () => Promise<string>;
}

/** The HTTP server of one serving process, not yet listening. */
export class Service {
  readonly server: Server;
  readonly #parts: ServiceParts;
  #stopping = false;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
    this.server.on("request", (request, response) => void this.#serve(request, response));
    this.server.on("checkContinue", (request, response) => void this.#serve(request, response));
  }

  /** Accepts nothing more, sends those who wait away with 503, and resolves when the last answer is out. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#parts.predictor.close();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { metrics, options } = this.#parts;
    const path = (request.url ?? "").split("?", 1)[0]!;
    const start = performance.now();
    metrics.started();
    response.once("close", () => {
      const seconds = path === PREDICT ? (performance.now() - start) / 1000 : undefined;
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.finished(path in METHODS ? path : "other", status, seconds);
    });
    try {
      await this.#route(path, request, response);
    } catch (error) {
      if (error instanceof ClientGone || response.headersSent) return;
      this.#closeIfStopping(response);
      refuse(request, response, asProblem(error), options.maxBodyBytes);
    }
  }

  async #route(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const allowed = METHODS[path];
    if (allowed === undefined) {
      const hint = `there are POST ${PREDICT}, GET ${HEALTH} and GET ${METRICS}`;
      throw new RequestProblem(404, `nothing is at ${JSON.stringify(path)}`, hint);
    }
    if (!allowed.includes(method)) {
      const allow = allowed.join(", ");
      throw new RequestProblem(405, `${path} does not answer ${method}`, `use ${allow}`, {
        Allow: allow,
      });
    }
    if (path === PREDICT) await this.#predict(request, response);
    else if (path === HEALTH) this.#health(response);
    else {
      sendText(response, 200, "text/plain; version=0.0.4", await this.#parts.collect());
    }
  }

  async #predict(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { options, predictor } = this.#parts;
    const form = bodyForm(request);
    checkLength(request, options.maxBodyBytes);
    if (request.headers.expect !== undefined) response.writeContinue();
    const body = await readBody(request, options.maxBodyBytes);
    const image = await imageBytes(form, body, request.headers["content-type"]);
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const prediction = await predictor.predict(image, gone.signal);
    if (prediction === undefined) return;
    this.#closeIfStopping(response);
    const { queueMs, decodeMs, inferMs, postMs } = prediction.timing;
    sendJson(response, 200, prediction, {
      "Server-Timing": `queue;dur=${queueMs}, decode;dur=${decodeMs}, infer;dur=${inferMs}, post;dur=${postMs}`,
    });
  }

  #closeIfStopping(response: ServerResponse): void {
    if (this.#stopping && !response.headersSent) response.setHeader("Connection", "close");
  }

  #health(response: ServerResponse): void {
    this.#closeIfStopping(response);
    const status = this.#stopping ? "stopping" : "ok";
    sendJson(response, this.#stopping ? 503 : 200, { status, ...this.#parts.about });
  }
}

/** Whatever is not the sender's mistake is ours: 500. */
function asProblem(error: unknown): RequestProblem {
  if (error instanceof RequestProblem) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new RequestProblem(
    500,
    `the service failed: ${reason}`,
    "see its log; try a smaller image",
  );
}
