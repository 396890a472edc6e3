import sharp from "sharp";
import type { Sharp } from "sharp";
import type { Box } from "./demo-support.ts";

/** Five by seven dots a letter, so that no font need be installed. */
const GLYPHS: Readonly<Record<string, readonly string[]>> = {
  A: [".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"],
  D: ["####.", "#...#", "#...#", "#...#", "#...#", "#...#", "####."],
  E: ["#####", "#....", "#....", "####.", "#....", "#....", "#####"],
  H: ["#...#", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"],
  L: ["#....", "#....", "#....", "#....", "#....", "#....", "#####"],
  O: [".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."],
  R: ["####.", "#...#", "#...#", "####.", "#.#..", "#..#.", "#...#"],
  W: ["#...#", "#...#", "#...#", "#.#.#", "#.#.#", "##.##", "#...#"],
};
const ADVANCE = 6;
const ROWS = 7;
const MARGIN = 2;

/** White paper with `word` on it, `dot` pixels a dot. */
async function paper(word: string, dot: number): Promise<{ png: Buffer; ink: Box }> {
  const width = word.length * ADVANCE + 2 * MARGIN;
  const height = ROWS + 2 * MARGIN;
  const dots = Buffer.alloc(width * height, 255);
  word.split("").forEach((letter, index) => {
    GLYPHS[letter]!.forEach((row, y) => {
      row.split("").forEach((mark, x) => {
        const at = (y + MARGIN) * width + index * ADVANCE + x + MARGIN;
        if (mark === "#") dots[at] = 20;
      });
    });
  });
  const png = await sharp(dots, { raw: { width, height, channels: 1 } })
    .resize(width * dot, height * dot, { kernel: "nearest" })
    .blur(1)
    .png()
    .toBuffer();
  const ink = {
    x: MARGIN * dot,
    y: MARGIN * dot,
    width: (word.length * ADVANCE - 1) * dot,
    height: ROWS * dot,
  };
  return { png, ink };
}

export interface TextImage {
  /** Not yet encoded. */
  readonly image: Sharp;
  readonly width: number;
  readonly height: number;
  /** Where the words are. */
  readonly inks: readonly Box[];
}

/** A smooth grey picture with `HELLO` near the top left and `WORLD` near the bottom right. */
export async function textImage(width = 960, height = 640): Promise<TextImage> {
  const dot = Math.max(2, Math.round(width / 200));
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at++) {
    const pixel = Math.floor(at / 3);
    pixels[at] = 90 + (((pixel % width) + Math.floor(pixel / width)) % 256) / 4;
  }
  const words = ["HELLO", "WORLD"];
  const pieces = await Promise.all(words.map((word) => paper(word, dot)));
  const places = [
    { left: Math.round(width * 0.08), top: Math.round(height * 0.1) },
    { left: Math.round(width * 0.55), top: Math.round(height * 0.7) },
  ];
  const composed = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .composite(pieces.map(({ png }, index) => ({ input: png, ...places[index]! })))
    .png()
    .toBuffer();
  const inks = pieces.map(({ ink: { x, y, width, height } }, index) => {
    const { left, top } = places[index]!;
    return { x: x + left, y: y + top, width, height };
  });
  return { image: sharp(composed), width, height, inks };
}

/** A multipart body and its Content-Type. */
export function form(
  field: string,
  file: Uint8Array,
  boundary = "----boundary7MA4YWxk",
): { body: Buffer; type: string } {
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="a.jpg"\r\n` +
    "Content-Type: image/jpeg\r\n\r\n";
  const body = Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}
