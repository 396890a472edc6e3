import type { SceneStyle } from "./scene.ts";

/**
 * Bits a pixel that JPEG at quality 85 (4:2:0) makes of scenes in these styles: medians over sixteen scenes of
 * 860 × 640. Measured once; `render.test.ts` holds the whole chain against its target.
 */
const STYLES: readonly (SceneStyle & { readonly bpp: number })[] = [
  { bpp: 0.33, leaves: 20, detail: 0.05, grain: 0.01 },
  { bpp: 0.41, leaves: 36, detail: 0.16, grain: 0.04 },
  { bpp: 0.51, leaves: 47, detail: 0.28, grain: 0.08 },
  { bpp: 0.7, leaves: 63, detail: 0.5, grain: 0.16 },
  { bpp: 1.15, leaves: 84, detail: 0.89, grain: 0.32 },
  { bpp: 1.85, leaves: 112, detail: 1.4, grain: 0.63 },
  { bpp: 2.73, leaves: 150, detail: 1.8, grain: 1.25 },
  { bpp: 3.23, leaves: 180, detail: 1.8, grain: 1.8 },
  { bpp: 3.61, leaves: 200, detail: 1.8, grain: 2.5 },
  { bpp: 4.28, leaves: 250, detail: 1.8, grain: 4 },
  { bpp: 4.85, leaves: 250, detail: 1.8, grain: 6 },
  { bpp: 5.25, leaves: 250, detail: 1.8, grain: 8 },
];

/** How the bits a pixel of an ordinary scene grow with quality, relative to 85; the step at 94 is full chroma. */
const GROWTH: readonly { readonly quality: number; readonly factor: number }[] = [
  { quality: 1, factor: 0.1 },
  { quality: 20, factor: 0.22 },
  { quality: 50, factor: 0.38 },
  { quality: 70, factor: 0.57 },
  { quality: 80, factor: 0.8 },
  { quality: 85, factor: 1 },
  { quality: 90, factor: 1.37 },
  { quality: 93, factor: 1.78 },
  { quality: 94, factor: 2.2 },
  { quality: 97, factor: 3.3 },
  { quality: 100, factor: 5.5 },
];

/** The style that a JPEG of this quality turns into about `bpp` bits a pixel; clamped to what scenes can be. */
export function styleFor(bpp: number, quality: number): SceneStyle {
  const wanted = bpp / between(GROWTH, "quality", "factor", quality);
  const at = (key: keyof SceneStyle): number => between(STYLES, "bpp", key, wanted);
  return { leaves: Math.round(at("leaves")), detail: at("detail"), grain: at("grain") };
}

/** Linear between the knots of a table sorted by `x`, level beyond its ends. */
function between<K extends string>(
  table: readonly Readonly<Record<K, number>>[],
  x: K,
  y: K,
  value: number,
): number {
  const next = table.findIndex((knot) => knot[x] >= value);
  if (next === -1) return table.at(-1)![y];
  if (next === 0) return table[0]![y];
  const low = table[next - 1]!;
  const high = table[next]!;
  return low[y] + ((high[y] - low[y]) * (value - low[x])) / (high[x] - low[x]);
}
