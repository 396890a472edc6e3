import type { Exchange } from "../contracts/exchange.ts";
import type { TestPlan } from "../contracts/plan.ts";
import type { Canary } from "../contracts/run-file.ts";
import type { SharedPool } from "../inputs/index.ts";
import { RunClock } from "./clock.ts";
import { Keeper } from "./keeper.ts";
import { SampleWriter } from "./sample-writer.ts";
import { Sender } from "./sender.ts";

/** Characters of an answer that are worth a line. */
const EXCERPT = 200;

/**
 * Sends one request before the load, alone: it shows whether the target answers at all, and how fast it is when
 * nobody else asks. It appears in no statistic.
 * @returns how it ended; failures are an outcome, not an error. It is `unfinished` when `signal` fires first.
 */
export function sendCanary(plan: TestPlan, pool: SharedPool, signal: AbortSignal): Promise<Canary> {
  return new Promise((resolve) => {
    const samples = new SampleWriter(0, () => {});
    let detail = "";
    const keeper = new Keeper((kept) => {
      const excerpt = kept.body.replace(/\s+/g, " ").trim().slice(0, EXCERPT);
      detail = [kept.detail, excerpt].filter((part) => part !== "").join(": ");
    });
    const sender: Sender = new Sender(plan, pool, 1, 0, new RunClock(), {
      samples,
      keeper,
      completed(exchange) {
        resolve(asCanary(exchange, detail));
        setImmediate(() => sender.close());
      },
    });
    sender.send(0, 0, 0);
    signal.addEventListener("abort", () => sender.close(), { once: true });
  });
}

function asCanary(exchange: Exchange, detail: string): Canary {
  return {
    outcome: exchange.outcome,
    status: exchange.status,
    detail,
    serviceMs: exchange.done - exchange.sent,
  };
}
