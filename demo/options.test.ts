import { describe, expect, it } from "vitest";
import { parseOptions, usage } from "./options.ts";

function optionsOf(...args: string[]): unknown {
  const parsed = parseOptions(args);
  return parsed.kind === "run" ? parsed.options : parsed;
}

describe("parseOptions", () => {
  it("has a default for everything", () => {
    expect(optionsOf()).toEqual({
      processes: 1,
      port: 8000,
      host: "127.0.0.1",
      maxSide: 640,
      threads: 1,
      maxBodyBytes: 32_000_000,
      maxPixels: 268_000_000,
    });
  });

  it("reads each option; the last of a kind counts", () => {
    expect(
      optionsOf(
        "--processes",
        "2",
        "--port=9",
        "--port=0",
        "--host=::1",
        "--max-side=0",
        "--threads=4",
        "--max-body=1MiB",
        "--max-pixels=0.5",
      ),
    ).toEqual({
      processes: 2,
      port: 0,
      host: "::1",
      maxSide: 0,
      threads: 4,
      maxBodyBytes: 1_048_576,
      maxPixels: 500_000,
    });
  });

  it.each([
    ["--processes", "0"],
    ["--processes", "1.5"],
    ["--port", "65536"],
    ["--port", ""],
    ["--host", "a b"],
    ["--max-side", "31"],
    ["--max-side", "-1"],
    ["--max-body", "0"],
    ["--max-body", "5 MB"],
    ["--max-body", "2GB"],
    ["--max-pixels", "1e3"],
  ])("names what is wrong with %s %j", (name, value) => {
    const parsed = parseOptions([`${name}=${value}`]);
    expect(parsed).toEqual({
      kind: "mistakes",
      mistakes: [expect.stringContaining(`${name}: received ${JSON.stringify(value)}; expected`)],
    });
  });

  it("tells all mistakes at once", () => {
    expect(optionsOf("--prot", "extra", "--threads")).toEqual({
      kind: "mistakes",
      mistakes: [
        expect.stringMatching(/^received "--prot"; expected one of --processes, /),
        'received "extra"; expected only options',
        "--threads: received no value; expected a whole number from 1 to 64",
      ],
    });
  });

  it("explains every option", () => {
    expect(parseOptions(["--port", "x", "-h"])).toEqual({ kind: "help" });
    for (const name of ["processes", "port", "host", "max-side", "threads", "max-body"]) {
      expect(usage()).toContain(`--${name} `);
    }
  });
});
