import type { GenerationPlan } from "../generate.ts";
import type { PrepareContext } from "../kind.ts";
import { drawImage, type ImageDraw } from "./draw.ts";
import type { ImageFormat, ImageSpec } from "./spec.ts";

/** Pictures made when nobody says how many: variety that a cache of pixels does not outlive. */
const DEFAULT_COUNT = 200;
/** Work put into them, in megapixels of JPEG: seconds, not minutes, on two cores. */
const DEFAULT_WORK = 100;
/** Made whatever they cost. */
const LEAST_COUNT = 16;
/** Time a megapixel takes to paint and encode, relative to JPEG. */
const WORK: Readonly<Record<ImageFormat, number>> = { jpeg: 1, png: 3, webp: 3 };
/** Below this, starting threads takes longer than the work. */
const THREAD_WORK = 30;
/** Raw pixels that all threads together may hold at once, bytes. */
const RAW_BYTES = 1.2e9;
const BYTES_PER_PIXEL = 3;

/** How many pictures to make, and on how many threads. */
export function planImages(spec: ImageSpec, context: PrepareContext): GenerationPlan {
  const asked = context.count ?? spec.count;
  const notes: string[] = [];
  let work = 0;
  let largest = 0;
  let total = 0;
  for (; total < (asked ?? DEFAULT_COUNT); total++) {
    const draw = drawImage(spec, context.seed, total);
    const next = work + workOf(draw);
    if (asked === undefined && total >= LEAST_COUNT && next > DEFAULT_WORK) {
      notes.push(
        `${total} pictures instead of ${DEFAULT_COUNT}: more than about ${DEFAULT_WORK} megapixels would take long to prepare; give the input a count to have more`,
      );
      break;
    }
    work = next;
    largest = Math.max(largest, draw.width * draw.height);
  }
  const fitting = Math.max(1, Math.floor(RAW_BYTES / (largest * BYTES_PER_PIXEL)));
  const threads = work < THREAD_WORK ? 1 : Math.min(context.threads, fitting, total);
  return { total, threads, notes };
}

function workOf(draw: ImageDraw): number {
  return (draw.width * draw.height * WORK[draw.format]) / 1e6;
}
