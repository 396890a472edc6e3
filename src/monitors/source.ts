import type { Monitor } from "../contracts/monitor.ts";

/**
 * Gives what is to be read now; called before every reading, so that subjects can come and go. The same object stands
 * for the same subject; one that is no longer given has ended.
 */
export type MonitorSource = () => readonly Monitor[];

/** One source out of several; a monitor is a source that always gives itself, `undefined` one that gives nothing. */
export function combineSources(
  ...parts: readonly (Monitor | MonitorSource | undefined)[]
): MonitorSource {
  const given = parts.filter((part) => part !== undefined);
  return () => given.flatMap((part) => (typeof part === "function" ? part() : [part]));
}
