import { expect, test } from "vitest";
import { repeatable } from "./repeatable.ts";

test("the command to repeat a run names its seed and leaves its directory out", () => {
  expect(repeatable(["http://h/", "-R", "5", "--run-dir", "x"], 7)).toEqual([
    "http://h/",
    "-R",
    "5",
    "--seed",
    "7",
  ]);
  expect(repeatable(["plan.yaml", "--seed=3", "--run-dir=y", "--quiet"], 3)).toEqual([
    "plan.yaml",
    "--quiet",
    "--seed",
    "3",
  ]);
});
