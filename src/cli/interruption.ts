import { InterruptedError } from "../contracts/errors.ts";
import type { CliIo } from "./io.ts";

/** How a person ends a run early. */
export interface Interruption {
  /** First Ctrl-C: send nothing more, let what is in flight finish, keep the results. */
  readonly drain: AbortSignal;
  /** Second Ctrl-C: stop at once. */
  readonly stop: AbortSignal;
  /** Stops listening. */
  end(): void;
}

/** Listens for interruptions; `say` tells the person what happens now. */
export function interruption(io: CliIo, say: (text: string) => void): Interruption {
  const drain = new AbortController();
  const stop = new AbortController();
  // what is given up because of it rejects with this
  const reason = new InterruptedError();
  const end = io.onInterrupt(() => {
    if (!drain.signal.aborted) {
      say("Interrupted: finishing the requests in flight. Press Ctrl-C again to stop at once.");
      drain.abort(reason);
    } else if (!stop.signal.aborted) {
      say("Stopping at once.");
      stop.abort(reason);
      // a third one ends the process as it would any other
      end();
    }
  });
  return { drain: drain.signal, stop: stop.signal, end };
}
