import type { RunFile } from "../../contracts/run-file.ts";
import { byteRate, count, duration, exact, rate, text } from "../format.ts";
import type { Screen } from "./screen.ts";

const ARRIVALS = { poisson: "Poisson", constant: "constant" } as const;

/** Where the load went, what it was, and what came of it in requests and bytes. */
export function loadFacts(run: RunFile, screen: Screen): string[] {
  return [
    ...screen.fact("Target", `${run.target.url} (${run.target.protocol})`),
    ...screen.fact("Load", `${loadOf(run)}; seed ${run.seed}`),
    ...screen.fact("Throughput", throughputOf(run)),
  ];
}

function loadOf({ load, plan }: RunFile): string {
  const seconds = (value: number): string => text(exact(duration(value * 1000)));
  const parts = [
    load.model === "open" ? openLoad(load, plan) : closedLoad(load, plan),
    seconds(load.durationSeconds),
    load.warmupSeconds > 0 ? `after ${seconds(load.warmupSeconds)} of warm-up` : "",
    `on ${counted(load.connections, "connection")}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function openLoad(load: RunFile["load"], plan: RunFile["plan"]): string {
  const arrivals = plan.load?.model === "open" ? `, ${ARRIVALS[plan.load.arrivals]} arrivals` : "";
  const offered = text(rate(load.offeredRate));
  return `open model${arrivals}: ${offered} offered, ${text(rate(load.achievedRate))} sent, for`;
}

function closedLoad(load: RunFile["load"], plan: RunFile["plan"]): string {
  const think = plan.load?.model === "closed" ? plan.load.thinkSeconds : 0;
  const thinking = think > 0 ? ` thinking ${text(exact(duration(think * 1000)))} on average` : "";
  const users = counted(load.concurrency ?? 0, "user");
  return `closed model: ${users}${thinking}, ${text(rate(load.achievedRate))} sent, for`;
}

function throughputOf({ throughput, requests }: RunFile): string {
  const { okPerSecond, bytesOutPerSecond, bytesInPerSecond } = throughput;
  return `${text(rate(okPerSecond))} ok, ${counted(requests.sent, "request")} sent; ${text(byteRate(bytesOutPerSecond))} out, ${text(byteRate(bytesInPerSecond))} in`;
}

function counted(value: number, noun: string): string {
  return `${text(count(value))}\u00a0${noun}${value === 1 ? "" : "s"}`;
}
