import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { form, textImage } from "./demo-images.ts";
import type { TextImage } from "./demo-images.ts";
import { ask, metric, overlap, predict, startService, sum } from "./demo-support.ts";
import type { PredictionAnswer, RunningService } from "./demo-support.ts";

let service: RunningService;
let picture: TextImage;
let jpeg: Buffer;

beforeAll(async () => {
  service = await startService();
  picture = await textImage();
  jpeg = await picture.image.clone().jpeg({ quality: 90 }).toBuffer();
});

afterAll(() => service.stop());

/** Each word of the picture must be covered by a box of its own. */
function expectWords({ boxes }: PredictionAnswer, { inks }: TextImage): void {
  expect(boxes).toHaveLength(inks.length);
  inks.forEach((ink, index) => {
    expect(overlap(boxes[index]!, ink)).toBeGreaterThan(0.6);
    expect(boxes[index]!.score).toBeGreaterThan(0.6);
    expect(boxes[index]!.score).toBeLessThanOrEqual(1);
  });
}

describe("POST /predict", () => {
  it("finds the words where they are, in pixels of the image as sent", async () => {
    const answer = await predict(service.url, jpeg, "image/jpeg");
    expect(answer).toMatchObject({ model: "PP-OCRv4-det", width: 960, height: 640 });
    expectWords(answer, picture);
  });

  it("maps boxes back from a reduced image", async () => {
    const large = await textImage(2000, 1500);
    const answer = await predict(service.url, await large.image.jpeg().toBuffer(), "image/jpeg");
    expect(answer).toMatchObject({ width: 2000, height: 1500 });
    expectWords(answer, large);
  });

  it("finds nothing where nothing is written", async () => {
    const blank = await picture.image.clone().blur(60).jpeg().toBuffer();
    expect((await predict(service.url, blank, "image/jpeg")).boxes).toEqual([]);
  });

  it("gives the same boxes for the same image as raw bytes, as a form and as base64", async () => {
    const { boxes } = await predict(service.url, jpeg, "image/jpeg");
    const base64 = jpeg.toString("base64");
    const named = form("image", jpeg);
    const other = form("upload", jpeg);
    const forms: [Uint8Array | string, string | undefined][] = [
      [jpeg, "application/octet-stream"],
      [jpeg, "IMAGE/JPEG; q=1"],
      [jpeg, undefined],
      [named.body, named.type],
      [other.body, other.type],
      [JSON.stringify({ image: base64 }), "application/json"],
      [JSON.stringify({ image: `data:image/jpeg;base64,${base64}` }), "application/json"],
    ];
    for (const [body, type] of forms) {
      expect((await predict(service.url, body, type)).boxes).toEqual(boxes);
    }
    expect(boxes).toHaveLength(2);
  });

  it("reads every raster format, colour model and depth", async () => {
    const encoded = {
      png: picture.image.clone().png(),
      webp: picture.image.clone().webp(),
      avif: picture.image.clone().avif({ effort: 0 }),
      gif: picture.image.clone().gif({ effort: 1 }),
      tiff: picture.image.clone().tiff(),
      grey: picture.image.clone().toColourspace("b-w").jpeg(),
      cmyk: picture.image.clone().toColourspace("cmyk").jpeg(),
      alpha: picture.image.clone().ensureAlpha(0.9).png(),
      deep: picture.image.clone().toColourspace("rgb16").png(),
      progressive: picture.image.clone().jpeg({ progressive: true }),
    };
    for (const image of Object.values(encoded)) {
      expectWords(await predict(service.url, await image.toBuffer(), "image/x"), picture);
    }
  });

  it("answers in the image as displayed when EXIF turns it", async () => {
    const turned = await picture.image.clone().rotate(270).toBuffer();
    const stored = await sharp(turned).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await sharp(stored).metadata()).toMatchObject({ width: 640, height: 960 });
    const answer = await predict(service.url, stored, "image/jpeg");
    expect(answer).toMatchObject({ width: 960, height: 640 });
    expectWords(answer, picture);
  });

  it("takes images down to one pixel and far from square", async () => {
    for (const [width, height] of [
      [1, 1],
      [3000, 2],
      [2, 3000],
    ] as const) {
      const create = { width, height, channels: 3, background: "#808080" } as const;
      const answer = await predict(service.url, await sharp({ create }).png().toBuffer());
      expect(answer).toMatchObject({ width, height, boxes: [] });
    }
  });

  it("tells its times in the body and in Server-Timing", async () => {
    const { headers, text } = await ask(service.url, "/predict", "POST", jpeg);
    const answer: PredictionAnswer = JSON.parse(text);
    const { queueMs, decodeMs, inferMs, postMs } = answer.timing;
    expect(headers["server-timing"]).toBe(
      `queue;dur=${queueMs}, decode;dur=${decodeMs}, infer;dur=${inferMs}, post;dur=${postMs}`,
    );
    expect(inferMs).toBeGreaterThan(1);
    expect(decodeMs).toBeGreaterThan(0.1);
    expect(queueMs).toBeGreaterThanOrEqual(0);
  });
});

describe("GET /healthz and /metrics", () => {
  it("says that it is well, with and without a body", async () => {
    const get = await ask(service.url, "/healthz?verbose", "GET");
    expect(get.status).toBe(200);
    expect(JSON.parse(get.text)).toMatchObject({ status: "ok", pid: service.pids[0] });
    const head = await ask(service.url, "/healthz", "HEAD");
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
  });

  it("counts requests, pixels and stages", async () => {
    const families = ["demo_infer_seconds_count", "demo_image_pixels_sum"] as const;
    const read = (): Promise<number[]> =>
      Promise.all(families.map(async (name) => sum(await metric(service.url, name))));
    const [count, pixels] = await read();
    await predict(service.url, jpeg, "image/jpeg");
    expect(await read()).toEqual([count! + 1, pixels! + 960 * 640]);
  });

  it("speaks Prometheus' text format", async () => {
    const { headers, text } = await ask(service.url, "/metrics", "GET");
    expect(headers["content-type"]).toBe("text/plain; version=0.0.4");
    expect(text.endsWith("\n")).toBe(true);
    const families = new Set<string>();
    for (const line of text.trimEnd().split("\n")) {
      const family = /^# (?:HELP|TYPE) (\w+) ./.exec(line)?.[1];
      if (family === undefined) {
        const sample =
          /^(\w+?)(?:_bucket|_sum|_count)?\{worker="[^"]+"(?:,\w+="[^"]*")*\} [\d.e+-]+$/.exec(
            line,
          );
        expect(families, line).toContain(sample?.[1]);
      } else families.add(family);
    }
    const buckets = await metric(service.url, "demo_request_duration_seconds_bucket");
    const counts = [...buckets.values()];
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBe(
      sum(await metric(service.url, "demo_request_duration_seconds_count")),
    );
    expect(sum(await metric(service.url, "process_resident_memory_bytes"), '"1"')).toBeGreaterThan(
      5e7,
    );
  });
});
