import { describe, expect, test } from "vitest";
import { planReader } from "../../test/fixtures/plan-reader.ts";

const { run, mistakes } = planReader();

describe("load", () => {
  test("a rate is an open load", () => {
    expect(run("-R", "50/s", "-d", "20s").load).toEqual({
      model: "open",
      arrivals: "poisson",
      startRate: 50,
      stages: [{ seconds: 20, target: 50 }],
      maxInFlight: 1000,
      warmupSeconds: 2,
      maxRequests: undefined,
    });
  });

  test("connections are the users of a closed load and the cap of an open one", () => {
    expect(run("-c", "64").load).toMatchObject({ model: "closed", startUsers: 64 });
    expect(run("-c", "64", "--concurrency", "8").load).toMatchObject({ startUsers: 8 });
    expect(run("-c", "64", "-R", "5").load).toMatchObject({ maxInFlight: 1000 });
    expect(run("-c", "2000", "-R", "5").load).toMatchObject({ maxInFlight: 2000 });
    expect(run("-c", "64", "-R", "5", "--max-in-flight", "9").load).toMatchObject({
      maxInFlight: 9,
    });
  });

  test("stages ramp from the rate, from the users, or from nothing", () => {
    expect(run("--stage", "30s:20", "--stage", "1m:5/s").load).toMatchObject({
      model: "open",
      startRate: 0,
      stages: [
        { seconds: 30, target: 20 },
        { seconds: 60, target: 5 },
      ],
      warmupSeconds: 0,
    });
    expect(run("-R", "10", "--stage", "30s:20").load).toMatchObject({
      startRate: 10,
      warmupSeconds: 3,
    });
    expect(run("--concurrency", "4", "--stage", "30s:20").load).toMatchObject({
      model: "closed",
      startUsers: 4,
      stages: [{ seconds: 30, target: 20 }],
    });
  });

  test("a count ends the load where no duration is given", () => {
    expect(run("-n", "10k").load).toMatchObject({
      maxRequests: 10_000,
      warmupSeconds: 0,
      stages: [{ seconds: 86_400, target: 10 }],
    });
    expect(run("-n", "10k", "-d", "5s").load).toMatchObject({ stages: [{ seconds: 5 }] });
    expect(run("-n", "10k", "--warmup", "2s").load).toMatchObject({ warmupSeconds: 2 });
  });

  test("warm-up is a tenth, between one second and ten", () => {
    expect(run("-d", "2s").load.warmupSeconds).toBe(1);
    expect(run("-d", "1h").load.warmupSeconds).toBe(10);
    expect(run("-d", "1h", "--warmup", "0").load.warmupSeconds).toBe(0);
  });
});

describe("mistakes on the command line", () => {
  test.each([
    [["--rate", "5", "--concurrency", "5"], "--concurrency", "either this or --rate, not both"],
    [["--think", "1s", "-R", "5"], "--think", "either this or -R, not both"],
    [["-d", "5s", "--stage", "5s:5"], "--stage", "either this or -d, not both"],
    [["--body", "x", "--body-file", "y"], "--body-file", "either this or --body, not both"],
    [["-F", "a=@f", "--input", "image"], "--input", "either this or -F, not both"],
    [["--max-in-flight", "5"], "--max-in-flight", "--rate or --stage beside it"],
    [["--stage", "0s:5"], "--stage", "stages that last longer than 0s"],
    [["--stage", "5s:0"], "--stage", "a stage that goes above 0"],
    [["--think", "1s", "--stage", "5s:2/s"], "--stage", "a number of users"],
    [["--rate", "0"], "--rate", "above zero"],
    [["-d", "0"], "-d", "above zero"],
    [["--seed", "4294967296"], "--seed", "a whole number from 0 to 4294967295"],
    [["-H", "no colon"], "-H", "a header as 'name: value'"],
    [["-H", "x: a\nb: c"], "-H", "without line breaks"],
    [["-H", "x: 5 €"], "-H", "Latin-1"],
    [["-H", "a b: c"], "-H", "a header name"],
    [["-H", "content-length: 4"], "-H", "a header that kneepoint does not set itself"],
    [["-F", "a=@f", "--protocol", "raw"], "-F", "--protocol multipart"],
    [["-F", "a=@f", "-F", "b=@g"], "-F", "one file in a form"],
    [["--template", "missing.json"], "--template", "a template, or a file that holds one"],
    [["--input", "imag:jpeg"], "--input", "an input of kind"],
    [["--input", "image:jpeg,size=never"], "--input, key size", ""],
    [["--protocol", "nope"], "--protocol", "one of raw"],
    [["--expect", "bad"], "--expect", "status=200"],
    [["--protocol", "multipart"], "--protocol", "an input for the protocol multipart"],
    [["--protocol", "json-b64", "--body", "x", "--field", "a[1]"], "--field", "a place in JSON"],
    [["--field", "x", "--body", "x"], "--field", "nothing here"],
    [["--out", "x.json"], "", ""],
  ])("%j", (argv, where, expected) => {
    const found = mistakes(...argv);
    // outputs are read by readInvocation
    if (where === "") return expect(found).toEqual([]);
    expect(found).toHaveLength(1);
    expect(found[0]!.where).toBe(where);
    expect(found[0]!.expected).toContain(expected);
  });

  test.each([
    [["-d", "30"], "write 30s for seconds"],
    [["-d", '{"x": 1}'], "Here use --body"],
    [["-d", "@cat.jpg"], "--body-file cat.jpg"],
    [["--arrivals", "gamma:2"], "gamma arrivals do not exist yet"],
    [["--arrivals", "poison"], "Did you mean poisson?"],
    [["--stage", "20:30s"], "The time comes first: 30s:20."],
    [["-H", "a=b"], "Write a: b."],
  ])("%j gets a hint", (argv, hint) => expect(mistakes(...argv)[0]?.hint).toContain(hint));
});
