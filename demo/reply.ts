import type { IncomingMessage, ServerResponse } from "node:http";
import { declaredLength } from "./body.ts";
import type { RequestProblem } from "./problem.ts";

/** How long a connection that is closed with an unread body still swallows what arrives. */
const LINGER_MS = 2000;

export type Headers = Readonly<Record<string, string>>;

/** Sends a whole answer. Nothing happens when the client has gone. */
export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Headers = {},
): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, {
    ...headers,
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Headers = {},
): void {
  sendText(response, status, "application/json", JSON.stringify(value), headers);
}

/**
 * Sends `{error, hint}`. A short unread body is read and thrown away, and the connection lives on; behind a long one,
 * one of unknown length, or one held back for `100 Continue`, the connection is closed.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  problem: RequestProblem,
  limit: number,
): void {
  if (!request.complete) {
    const length = declaredLength(request);
    const short = length !== undefined && length <= limit;
    if (!short || request.headers.expect !== undefined) closeAfter(response);
    request.resume();
  }
  const body = { error: problem.message, hint: problem.hint };
  sendJson(response, problem.status, body, problem.headers);
}

/**
 * Ends the connection after the answer in the way of RFC 9112 section 9.6: our side first, while what still arrives is
 * read for a while. Closing both at once makes the kernel reset the connection, and the client may never see the answer.
 */
function closeAfter(response: ServerResponse): void {
  response.setHeader("Connection", "close");
  const { socket } = response;
  if (socket === null) return;
  socket.destroySoon = () => {
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(timer));
  };
}
