export { HttpClient } from "./client.ts";
export { buildHead } from "./head.ts";
export type { ClientOptions, OpenFailure, OpenReport, TlsSettings } from "./options.ts";
export { HEAD_LIMIT, ResponseParser } from "./parser.ts";
