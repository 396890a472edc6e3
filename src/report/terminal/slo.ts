import type { RunFile, SloResult } from "../../contracts/run-file.ts";
import { exact, NOTHING, quantity, text } from "../format.ts";
import type { Screen } from "./screen.ts";
import { table } from "./table.ts";

/** Each SLO with its value and limit, pass or fail in a word; an invalid run decides none. */
export function sloLines(run: RunFile, screen: Screen): string[] {
  if (run.slo.length === 0) return [];
  const rows = run.slo.map((slo) => [
    `  ${slo.expression}`,
    run.validity.verdict === "invalid" ? NOTHING.value : passOrFail(slo, screen),
    text(quantity(slo.value, slo.unit)),
    text(exact(quantity(slo.limit, slo.unit))),
  ]);
  const [head, ...lines] = table(screen, ["SLO", "", "value", "limit"], rows, [20, 6, 10, 10]);
  return [head!, ...run.slo.flatMap((slo, i) => [lines[i]!, ...remarks(slo, screen)])];
}

function passOrFail({ pass }: SloResult, screen: Screen): string {
  return pass ? screen.paint("good", "pass") : screen.paint("bad", "FAIL");
}

function remarks(slo: SloResult, screen: Screen): string[] {
  const close = "close to the limit: another run may decide otherwise";
  const parts = [slo.note ?? "", slo.decisive || slo.note !== undefined ? "" : close];
  return parts.filter((part) => part !== "").flatMap((part) => screen.wrap(part, "    "));
}
