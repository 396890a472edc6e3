import type { Reporter, TestModule } from "vitest/node";

/** Prints every skipped test with its reason, and fails the run where CI could have run it. */
export default class ReportSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) =>
      [...module.children.allTests()]
        .filter((test) => test.result().state === "skipped")
        .map((test) => `${module.relativeModuleId} > ${test.fullName}: ${reasonOf(test.result())}`),
    );
    if (skipped.length === 0) return;
    process.stdout.write(`\nSkipped:\n${skipped.map((line) => `  ${line}\n`).join("")}`);
    // the full CI machine installs everything, so there a skip is a hole in the suite
    if (process.env["KNEEPOINT_NO_SKIPS"] === "1") process.exitCode = 1;
  }
}

function reasonOf(result: { readonly state: string; readonly note?: string | undefined }): string {
  return result.note ?? "no reason given";
}
