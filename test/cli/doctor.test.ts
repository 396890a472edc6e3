import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { expectTidy, kneepoint, workspace } from "./kneepoint.ts";

interface Diagnosis {
  readonly schema: string;
  readonly checks: readonly { readonly name: string; readonly verdict: string }[];
  readonly calibration: Readonly<Record<string, number | string | null>>;
}

test("doctor judges the machine and the generator, and leaves nothing behind", async () => {
  const cwd = workspace();
  const { code, stdout, stderr } = await kneepoint(["doctor", "--json"], { cwd });
  const { schema, checks, calibration } = JSON.parse(stdout) as Diagnosis;
  expect(schema).toBe("kneepoint.doctor/1");
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["node", "cores", "memory"]),
  );
  expect(calibration["ceilingPerSecond"]).toBeGreaterThan(500);
  expect(calibration["pacedPerSecond"]).toBeLessThan(calibration["ceilingPerSecond"] as number);
  const hopeless = checks.some(({ verdict }) => verdict === "bad");
  expect(code).toBe(hopeless || calibration["verdict"] === "invalid" ? 96 : 0);
  expect(stderr).toContain("requests/s");
  expectTidy(stderr);
  expect(readdirSync(cwd)).toEqual([]);
});
