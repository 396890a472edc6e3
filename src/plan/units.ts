import { bad, good, type Parsed } from "./parsed.ts";

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};
const UNIT_BY_WORD: Readonly<Record<string, string>> = {
  sec: "s",
  secs: "s",
  second: "s",
  seconds: "s",
  min: "m",
  mins: "m",
  minute: "m",
  minutes: "m",
  hour: "h",
  hours: "h",
  millis: "ms",
  msec: "ms",
};
const COUNT_FACTORS: Readonly<Record<string, number>> = { "": 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9 };
const BYTE_FACTORS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

const NUMBER = String.raw`(?:\d[\d_]*(?:\.\d+)?|\.\d+)`;
const DURATION_PART = new RegExp(String.raw`(${NUMBER})\s*(us|µs|ms|s|m|h)`, "y");
const WITH_SUFFIX = new RegExp(String.raw`^(${NUMBER})\s*([A-Za-zµ]*)$`);
const PERCENT = new RegExp(String.raw`^(${NUMBER})\s*%$`);

const DURATION_EXPECTED = "a duration with a unit, such as 30s, 500ms, 2m or 1h";
const RATE_EXPECTED = "a rate, such as 50, 50/s or 100/1m";
const COUNT_EXPECTED = "a whole number, such as 500, 10k or 2M";
const BYTES_EXPECTED = "a size with a unit, such as 256MB or 1GiB";
const SHARE_EXPECTED = "a share, such as 0.1% or 0.001";

/** Milliseconds of a duration: `30s`, `500ms`, `1m30s`, `1.5h`; a bare number is refused, except 0. */
export function parseDuration(text: string): Parsed<number> {
  const trimmed = text.trim();
  if (/^0+$/.test(trimmed)) return good(0);
  const suffixed = WITH_SUFFIX.exec(trimmed);
  if (suffixed?.[2] === "") return bad(DURATION_EXPECTED, bareDurationHint(trimmed));
  const word = UNIT_BY_WORD[suffixed?.[2]?.toLowerCase() ?? ""];
  if (word !== undefined) return bad(DURATION_EXPECTED, `Write ${suffixed![1]}${word}.`);

  let total = 0;
  let at = 0;
  while (at < trimmed.length) {
    DURATION_PART.lastIndex = at;
    const part = DURATION_PART.exec(trimmed);
    if (part === null) return bad(DURATION_EXPECTED);
    total += toNumber(part[1]!) * MS_PER_UNIT[part[2]!]!;
    at = DURATION_PART.lastIndex;
  }
  return at === 0 || !Number.isFinite(total) ? bad(DURATION_EXPECTED) : good(total);
}

function bareDurationHint(number: string): string {
  return `A bare number could mean seconds or milliseconds: write ${number}s for seconds, ${number}ms, ${number}m or ${number}h.`;
}

/** Requests a second: `50`, `50/s`, `100/1m`, `2k/s`. */
export function parseRate(text: string): Parsed<number> {
  const trimmed = text.trim();
  if (/(rps|qps|req\/s|reqs\/s|requests\/s)$/i.test(trimmed)) {
    return bad(RATE_EXPECTED, `Write ${trimmed.replace(/[^\d.]*$/, "")}/s.`);
  }
  const [amount, ...rest] = trimmed.split("/");
  const count = parseNumber(amount ?? "");
  if (count === undefined || rest.length > 1) return bad(RATE_EXPECTED);
  const period = rest[0]?.trim();
  if (period === undefined) return good(count);
  const length = parseDuration(/^\d/.test(period) ? period : `1${period}`);
  if (!length.ok || length.value === 0) {
    return bad(RATE_EXPECTED, "After the slash comes a time: /s, /m, /1m, /100ms.");
  }
  return good((count * 1000) / length.value);
}

/** A whole number, at least 0: `500`, `10k`, `2M`, `1_000`. */
export function parseCount(text: string): Parsed<number> {
  const match = WITH_SUFFIX.exec(text.trim());
  if (match === null) return bad(COUNT_EXPECTED);
  if (match[2] === "m") return bad(COUNT_EXPECTED, `Write ${match[1]}M for millions.`);
  const value = parseNumber(text);
  return value !== undefined && Number.isSafeInteger(value) ? good(value) : bad(COUNT_EXPECTED);
}

/** Bytes: `256MB` (10^6), `1GiB` (2^30), `4096B`; a bare number counts bytes. */
export function parseBytes(text: string): Parsed<number> {
  const match = WITH_SUFFIX.exec(text.trim());
  if (match === null) return bad(BYTES_EXPECTED);
  const [, number, unit] = match as unknown as [string, string, string];
  if (/^[kmgt]$/i.test(unit)) {
    const letter = unit.toUpperCase();
    return bad(
      BYTES_EXPECTED,
      `Write ${number}${letter}B (powers of 1000) or ${number}${letter}iB.`,
    );
  }
  const factor = unit === "" ? 1 : BYTE_FACTORS[unit.toLowerCase()];
  return factor === undefined ? bad(BYTES_EXPECTED) : good(Math.round(toNumber(number) * factor));
}

/** A share in 0..1: `0.1%`, or a number up to 1 as it is. A bare number of 1 or more is refused. */
export function parseShare(text: string): Parsed<number> {
  const trimmed = text.trim();
  const percent = PERCENT.exec(trimmed);
  if (percent !== null) {
    const share = toNumber(percent[1]!) / 100;
    return share <= 1 ? good(share) : bad(SHARE_EXPECTED, "A share is at most 100%.");
  }
  const value = parseNumber(trimmed);
  if (value === undefined) return bad(SHARE_EXPECTED);
  return value < 1 ? good(value) : bad(SHARE_EXPECTED, `Write ${trimmed}% for percent.`);
}

/** A finite number with an optional k, M or G; undefined when it is none. */
function parseNumber(text: string): number | undefined {
  const match = WITH_SUFFIX.exec(text.trim());
  const factor = match === null ? undefined : COUNT_FACTORS[match[2]!];
  const value = factor === undefined ? undefined : roundOff(toNumber(match![1]!) * factor);
  return value === undefined || !Number.isFinite(value) ? undefined : value;
}

function toNumber(digits: string): number {
  return Number(digits.replaceAll("_", ""));
}

/** 1.1k must be 1100, not 1100.0000000000002. */
function roundOff(value: number): number {
  return Number(value.toPrecision(15));
}

/** A duration for people: 90000 → `1m30s`, 1500 → `1.5s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${roundOff(ms)}ms`;
  const hours = Math.floor(ms / 3.6e6);
  const minutes = Math.floor((ms % 3.6e6) / 6e4);
  const seconds = roundOff(Math.round(ms % 6e4) / 1000);
  const parts = [
    hours > 0 ? `${hours}h` : "",
    minutes > 0 ? `${minutes}m` : "",
    seconds > 0 ? `${seconds}s` : "",
  ];
  return parts.join("");
}
