import { findBoxes } from "./boxes.ts";
import type { TextBox } from "./boxes.ts";
import { MODEL } from "./detector.ts";
import type { Detector } from "./detector.ts";
import { decodeImage } from "./image.ts";
import { Line } from "./line.ts";
import { STAGES } from "./metrics.ts";
import type { ServiceMetrics } from "./metrics.ts";
import { RequestProblem } from "./problem.ts";

/** Milliseconds: waiting for the turn, decoding and reducing, in the model, from its output to boxes. */
export interface Timing {
  readonly queueMs: number;
  readonly decodeMs: number;
  readonly inferMs: number;
  readonly postMs: number;
}

/** The answer to one image. Sizes and boxes in pixels of the image as displayed. */
export interface Prediction {
  readonly model: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly TextBox[];
  readonly timing: Timing;
}

export interface PredictorLimits {
  readonly maxSide: number;
  readonly maxPixels: number;
}

/**
 * Image bytes to text boxes, one image at a time and in order. Decoding belongs to the turn, so that one process never
 * uses more than the core its model runs on.
 */
export class Predictor {
  readonly #detector: Detector;
  readonly #limits: PredictorLimits;
  readonly #metrics: ServiceMetrics;
  readonly #line = new Line();

  constructor(detector: Detector, limits: PredictorLimits, metrics: ServiceMetrics) {
    this.#detector = detector;
    this.#limits = limits;
    this.#metrics = metrics;
  }

  get waiting(): number {
    return this.#line.length;
  }

  /** Sends those who wait away with 503. */
  close(): void {
    this.#line.close();
  }

  /** Undefined when `gone` was aborted before the model ran: nobody waits for that answer. */
  async predict(bytes: Uint8Array, gone: AbortSignal): Promise<Prediction | undefined> {
    const arrived = performance.now();
    const place = this.#line.enter();
    gone.addEventListener("abort", () => place.leave(), { once: true });
    if (gone.aborted) place.leave();
    const turn = await place.turn;
    if (turn === "left") return undefined;
    if (turn === "closed") {
      throw new RequestProblem(503, "the service is stopping", "send the request again later");
    }
    try {
      return gone.aborted ? undefined : await this.#serve(bytes, arrived, gone);
    } finally {
      place.done();
    }
  }

  async #serve(
    bytes: Uint8Array,
    arrived: number,
    gone: AbortSignal,
  ): Promise<Prediction | undefined> {
    const started = performance.now();
    const image = await decodeImage(bytes, this.#limits.maxSide, this.#limits.maxPixels);
    const decoded = performance.now();
    if (gone.aborted) return undefined;
    const map = await this.#detector.detect(image);
    const inferred = performance.now();
    const { width, height } = image;
    const boxes = findBoxes(map, width, height);
    const timing: Timing = {
      queueMs: toMs(started - arrived),
      decodeMs: toMs(decoded - started),
      inferMs: toMs(inferred - decoded),
      postMs: toMs(performance.now() - inferred),
    };
    this.#metrics.image(width * height);
    for (const stage of STAGES) this.#metrics.stage(stage, timing[`${stage}Ms`]);
    return { model: MODEL, width, height, boxes, timing };
  }
}

/** To a hundredth: finer would suggest a precision the clock does not have under load. */
function toMs(value: number): number {
  return Math.round(value * 100) / 100;
}
