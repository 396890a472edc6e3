import { extname } from "node:path";

/** Bytes of a file's beginning that `mediaTypeOf` looks at. */
export const SNIFF_BYTES = 32;

/** Media types by their first bytes: hexadecimal, `..` for any byte. */
const MAGIC: readonly (readonly [pattern: string, mediaType: string])[] = [
  ["ffd8ff", "image/jpeg"],
  ["89504e470d0a1a0a", "image/png"],
  ["52494646........57454250", "image/webp"],
  ["52494646........57415645", "audio/wav"],
  ["52494646........41564920", "video/x-msvideo"],
  ["474946383761", "image/gif"],
  ["474946383961", "image/gif"],
  ["49492a00", "image/tiff"],
  ["4d4d002a", "image/tiff"],
  ["424d............0000", "image/bmp"],
  ["........6674797061766966", "image/avif"],
  ["........6674797068656963", "image/heic"],
  ["........667479704d3441", "audio/mp4"],
  ["........66747970", "video/mp4"],
  ["1a45dfa3", "video/webm"],
  ["4f676753", "audio/ogg"],
  ["664c6143", "audio/flac"],
  ["494433", "audio/mpeg"],
  ["fffb", "audio/mpeg"],
  ["25504446", "application/pdf"],
  ["504b0304", "application/zip"],
  ["1f8b", "application/gzip"],
];

const EXTENSIONS: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".ndjson": "application/x-ndjson",
  ".jsonl": "application/x-ndjson",
  ".txt": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".xml": "application/xml",
  ".html": "text/html; charset=utf-8",
  ".pb": "application/x-protobuf",
};

/** What a file is, by its first bytes, else by its name, else `application/octet-stream`. */
export function mediaTypeOf(head: Uint8Array, fileName: string): string {
  const hex = Buffer.from(head.subarray(0, SNIFF_BYTES)).toString("hex");
  const magic = MAGIC.find(([pattern]) => matches(hex, pattern));
  return magic?.[1] ?? EXTENSIONS[extname(fileName).toLowerCase()] ?? "application/octet-stream";
}

function matches(hex: string, pattern: string): boolean {
  if (hex.length < pattern.length) return false;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== "." && pattern[i] !== hex[i]) return false;
  }
  return true;
}
