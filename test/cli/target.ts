import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** A request as it came in. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A service in the test's own process that keeps what it was sent and answers with JSON. */
export interface Target {
  readonly url: string;
  readonly received: Received[];
  /** Called for each request after it was kept; `false` leaves it unanswered. */
  onRequest: (count: number) => boolean;
}

/** Starts a service for the tests of one file. */
export async function startTarget(): Promise<Target> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks) });
      if (!target.onRequest(received.length)) return;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ label: "cat", score: 0.75 }));
    });
  });
  const target: Target = { url: await listen(server), received, onRequest: () => true };
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return target;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/predict`;
}
