import type { IncomingMessage } from "node:http";
import { Busboy } from "@fastify/busboy";
import { RequestProblem } from "./problem.ts";

/** How a request carries its image. */
export type BodyForm = "raw" | "multipart" | "json";

/** What clients call the image, and what they call it that name nothing. */
const FIELD = "image";
const OTHER_FIELD = "data";
const ACCEPTED = "image/*, application/octet-stream, multipart/form-data, application/json";
/** Parts of a form looked at; more are no upload of one image. */
const MAX_PARTS = 100;

/** The client closed its connection before its request was complete. */
export class ClientGone extends Error {
  override name = "ClientGone";
}

/** The form that the headers announce; 415 for others and for compressed bodies. */
export function bodyForm(request: IncomingMessage): BodyForm {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw new RequestProblem(
      415,
      `Content-Encoding ${JSON.stringify(encoding)} is not supported`,
      "send the body uncompressed",
      { "Accept-Encoding": "identity" },
    );
  }
  const type = mediaType(request.headers["content-type"]);
  if (type === "multipart/form-data") return "multipart";
  if (type === "application/json") return "json";
  if (type === "" || type === "application/octet-stream" || type.startsWith("image/")) return "raw";
  throw new RequestProblem(
    415,
    `Content-Type ${JSON.stringify(type)} is not supported`,
    `send one of ${ACCEPTED}`,
    { Accept: ACCEPTED },
  );
}

/** The body's declared length in bytes, undefined when it comes in chunks. */
export function declaredLength(request: IncomingMessage): number | undefined {
  const { "content-length": length, "transfer-encoding": coding } = request.headers;
  return coding === undefined ? Number(length ?? 0) : undefined;
}

/** Throws 413 when the declared length is more than `limit` bytes. */
export function checkLength(request: IncomingMessage, limit: number): void {
  if ((declaredLength(request) ?? 0) > limit) throw tooLarge(limit);
}

/** The whole body. 413 as soon as more than `limit` bytes have come, which are then forgotten. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(tooLarge(limit));
    });
    request.once("end", () => resolve(Buffer.concat(chunks, bytes)));
    request.once("error", () => reject(new ClientGone()));
    request.once("close", () => reject(new ClientGone()));
  });
}

/** The image's bytes within a body; 400 for a body that is not what its Content-Type says. */
export async function imageBytes(
  form: BodyForm,
  body: Buffer,
  contentType: string | undefined,
): Promise<Buffer> {
  const image =
    form === "raw"
      ? body
      : form === "json"
        ? fromJson(body)
        : await fromMultipart(body, contentType);
  if (image.length > 0) return image;
  throw new RequestProblem(400, "the image is empty", "send the bytes of an image file");
}

function mediaType(header: string | undefined): string {
  return (header ?? "").split(";", 1)[0]!.trim().toLowerCase();
}

function tooLarge(limit: number): RequestProblem {
  return new RequestProblem(
    413,
    `the body is larger than the limit of ${limit} bytes`,
    "send a smaller body, or start the service with a larger --max-body",
  );
}

const JSON_HINT = 'send {"image": "<base64 of the image file>"}';

function fromJson(body: Buffer): Buffer {
  const message = parseJson(body);
  const image =
    typeof message === "object" && message !== null
      ? ((message as Record<string, unknown>)[FIELD] ??
        (message as Record<string, unknown>)[OTHER_FIELD])
      : undefined;
  if (typeof image !== "string") {
    throw new RequestProblem(400, `the JSON has no string "${FIELD}"`, JSON_HINT);
  }
  const base64 = image.replace(/^data:image\/[\w.+-]+;base64,/, "");
  // Buffer.from skips what is not base64, which would turn a client's mistake into a broken image.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    throw new RequestProblem(
      400,
      `"${FIELD}" is not base64`,
      "use the standard alphabet with padding and no line breaks",
    );
  }
  return Buffer.from(base64, "base64");
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RequestProblem(400, `the body is not JSON: ${reason}`, JSON_HINT);
  }
}

interface Part {
  readonly name: string | undefined;
  readonly chunks: Buffer[];
}

/** The file in the field `image`, or the first file of the form. */
function fromMultipart(body: Buffer, contentType: string | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const files: Part[] = [];
    const fail = (error: unknown): void => reject(badForm(error));
    try {
      const parser = new Busboy({
        headers: { "content-type": contentType ?? "" },
        isPartAFile: (field, _type, file) => file !== undefined || field === FIELD,
        limits: { parts: MAX_PARTS },
      });
      parser.on("file", (name, stream) => {
        const part: Part = { name, chunks: [] };
        files.push(part);
        stream.on("data", (chunk: Buffer) => part.chunks.push(chunk));
        stream.on("error", fail);
      });
      parser.on("error", fail);
      parser.on("finish", () => {
        const part = files.find(({ name }) => name === FIELD) ?? files[0];
        if (part === undefined) fail(new Error("it holds no file"));
        else resolve(Buffer.concat(part.chunks));
      });
      parser.end(body);
    } catch (error) {
      fail(error);
    }
  });
}

function badForm(error: unknown): RequestProblem {
  const reason = error instanceof Error ? error.message : String(error);
  return new RequestProblem(
    400,
    `the body is not a complete multipart form: ${reason}`,
    `send one file in the field "${FIELD}", such as curl -F ${FIELD}=@photo.jpg`,
  );
}
