/** A piece of text found, in pixels of the image as it is displayed, with the model's mean probability in it. */
export interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly score: number;
}

/** Probability of text by pixel, row by row. */
export interface ProbabilityMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/*
 * Values of PaddleOCR's PP-OCRv4 detector (tools/infer/utility.py, ppocr/postprocess/db_postprocess.py):
 * det_db_thresh, det_db_box_thresh, det_db_unclip_ratio, min_size, max_candidates.
 */
const PIXEL_THRESHOLD = 0.3;
const BOX_THRESHOLD = 0.6;
const UNCLIP_RATIO = 1.5;
const MIN_SIDE = 3;
const MAX_CANDIDATES = 1000;

/** Extent of one connected component, ends included, and the sum of its probabilities. */
interface Component {
  left: number;
  right: number;
  top: number;
  bottom: number;
  pixels: number;
  sum: number;
}

/**
 * Upright boxes around the connected regions of text, from top to bottom, scaled to an image of `width` x `height`
 * pixels. The box formation of Differentiable Binarization (Liao et al., arXiv 1911.08947) with upright boxes.
 */
export function findBoxes(map: ProbabilityMap, width: number, height: number): TextBox[] {
  const scaleX = width / map.width;
  const scaleY = height / map.height;
  const boxes: TextBox[] = [];
  for (const component of components(map)) {
    const score = component.sum / component.pixels;
    const w = component.right - component.left + 1;
    const h = component.bottom - component.top + 1;
    if (score < BOX_THRESHOLD || Math.min(w, h) < MIN_SIDE) continue;
    const grow = unclipDistance(w, h);
    const x = clamp(Math.round((component.left - grow) * scaleX), width - 1);
    const y = clamp(Math.round((component.top - grow) * scaleY), height - 1);
    const right = clamp(Math.round((component.right + 1 + grow) * scaleX), width);
    const bottom = clamp(Math.round((component.bottom + 1 + grow) * scaleY), height);
    boxes.push({
      x,
      y,
      width: Math.max(1, right - x),
      height: Math.max(1, bottom - y),
      score: Math.round(score * 1e4) / 1e4,
    });
  }
  return boxes;
}

/** The model marks a shrunken core of each text; this offset undoes it: area x ratio / perimeter (ibid.). */
function unclipDistance(width: number, height: number): number {
  return (width * height * UNCLIP_RATIO) / (2 * (width + height));
}

function clamp(value: number, high: number): number {
  return Math.min(Math.max(value, 0), high);
}

/** 8-connected regions above the threshold, in the order of their first pixel. */
function components(map: ProbabilityMap): Component[] {
  const { data, width, height } = map;
  const seen = new Uint8Array(width * height);
  const found: Component[] = [];
  for (let start = 0; start < data.length && found.length < MAX_CANDIDATES; start++) {
    if (seen[start] === 0 && data[start]! >= PIXEL_THRESHOLD) {
      found.push(flood(map, seen, start));
    }
  }
  return found;
}

function flood(map: ProbabilityMap, seen: Uint8Array, start: number): Component {
  const { data, width, height } = map;
  const component = {
    left: width,
    right: 0,
    top: height,
    bottom: 0,
    pixels: 0,
    sum: 0,
  };
  const pending = [start];
  seen[start] = 1;
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    component.left = Math.min(component.left, x);
    component.right = Math.max(component.right, x);
    component.top = Math.min(component.top, y);
    component.bottom = Math.max(component.bottom, y);
    component.pixels++;
    component.sum += data[at]!;
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx;
        if (seen[next] === 0 && data[next]! >= PIXEL_THRESHOLD) {
          seen[next] = 1;
          pending.push(next);
        }
      }
    }
  }
  return component;
}
