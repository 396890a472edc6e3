export { HttpClient } from "./client.ts";
export { buildHead } from "./head.ts";
export type { ClientOptions } from "./options.ts";
