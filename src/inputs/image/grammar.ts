import type { Choice } from "../choice.ts";
import { spread } from "../choice.ts";
import { type Options, parseRange, type Term } from "../options.ts";
import { suggest } from "../suggest.ts";
import { ASPECT_MIX, type AspectTerm, SIZE_PRESETS, type SizeTerm } from "./size.ts";
import { IMAGE_FORMATS, type ImageFormat, LONGEST_SIDE, MAX_MEGAPIXELS } from "./spec.ts";

/** Longest side that leaves every shape below the limit of megapixels. */
const LONGEST_DRAWN = Math.sqrt(MAX_MEGAPIXELS * 1e6);
/** Narrower than this is a strip, not a picture. */
const MAX_ASPECT = 100;

const FORMAT_MIX: Choice<ImageFormat> = [
  { value: "jpeg", weight: 8 },
  { value: "png", weight: 1 },
  { value: "webp", weight: 1 },
];

export function parseFormats(options: Options): Choice<ImageFormat> {
  return each(options, "format", "jpeg", ({ text }) => {
    if (text === "mix") return FORMAT_MIX;
    const format = text === "jpg" ? "jpeg" : IMAGE_FORMATS.find((known) => known === text);
    if (format !== undefined) return [{ value: format, weight: 1 }];
    const known = [...IMAGE_FORMATS, "mix"];
    const advice = text.includes(",")
      ? `keys are written ,key=value: ${JSON.stringify(text)} has none`
      : suggest(text, known);
    options.problem("format", text, `${known.join(", ")}, or a list such as jpeg*8+png`, advice);
    return [];
  });
}

export function parseSizes(options: Options, formats: Choice<ImageFormat>): Choice<SizeTerm> {
  const longest = Math.min(...formats.map(({ value }) => LONGEST_SIDE[value]));
  return each(options, "size", "production", ({ text }) => {
    const preset = SIZE_PRESETS[text];
    if (preset !== undefined) return preset;
    const size = parseSize(text);
    const fault = size === undefined ? undefined : sizeFault(size, longest);
    if (size !== undefined && fault === undefined) return [{ value: size, weight: 1 }];
    const names = Object.keys(SIZE_PRESETS);
    const expected = `${names.join(", ")}, WIDTHxHEIGHT, a longer side such as 640..1920, or an area such as 0.1..4MP`;
    options.problem(
      "size",
      text,
      fault ?? expected,
      fault === undefined ? suggest(text, names) : undefined,
    );
    return [];
  });
}

function parseSize(text: string): SizeTerm | undefined {
  const sides = /^(\d+)x(\d+)$/i.exec(text);
  if (sides !== null) {
    return { kind: "fixed", width: Number(sides[1]), height: Number(sides[2]), turns: false };
  }
  const area = /^(.+)MP$/i.exec(text);
  if (area !== null) {
    const range = parseRange(area[1]!);
    return range === undefined ? undefined : { kind: "megapixels", ...range };
  }
  const range = parseRange(text.replace(/px$/, ""));
  const whole = range !== undefined && Number.isInteger(range.min) && Number.isInteger(range.max);
  return whole ? { kind: "longer", ...range } : undefined;
}

/** What a size should have been, undefined when it is fine. */
function sizeFault(size: SizeTerm, longest: number): string | undefined {
  if (size.kind === "fixed") {
    const { width, height } = size;
    if (Math.min(width, height) < 1) return "sides of at least one pixel";
    if (Math.max(width, height) > longest)
      return `sides of at most ${longest} pixels in this format`;
    return width * height > MAX_MEGAPIXELS * 1e6
      ? `at most ${MAX_MEGAPIXELS} megapixels`
      : undefined;
  }
  if (size.min <= 0) return "a size above 0";
  if (size.kind === "longer") {
    return size.max > LONGEST_DRAWN
      ? `a longer side of at most ${LONGEST_DRAWN} pixels`
      : undefined;
  }
  return size.max > MAX_MEGAPIXELS ? `at most ${MAX_MEGAPIXELS} megapixels` : undefined;
}

export function parseAspects(options: Options): Choice<AspectTerm> {
  return each(options, "aspect", "mix", ({ text }) => {
    if (text === "mix") return ASPECT_MIX;
    const term = parseAspect(text);
    if (term !== undefined) return [{ value: term, weight: 1 }];
    const expected = `mix, a ratio such as 4:3, or a range of width over height such as 0.5..2 (at most 1:${MAX_ASPECT})`;
    options.problem("aspect", text, expected);
    return [];
  });
}

/** `16:9` as it is, never turned; `0.5..2` log-uniform. */
function parseAspect(text: string): AspectTerm | undefined {
  const sides = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text);
  const ratio = sides === null ? undefined : Number(sides[1]) / Number(sides[2]);
  const range = ratio === undefined ? parseRange(text) : { min: ratio, max: ratio };
  const good = range !== undefined && range.min >= 1 / MAX_ASPECT && range.max <= MAX_ASPECT;
  return good ? { ...range, turns: false } : undefined;
}

/** Every term of a key, each replaced by what it stands for. */
function each<T>(
  options: Options,
  key: string,
  fallback: string,
  meaning: (term: Term) => Choice<T>,
): Choice<T> {
  const given = options.has(key) ? (options.terms(key) ?? []) : [{ text: fallback, weight: 1 }];
  return given.flatMap((term) => spread(meaning(term), term.weight));
}
