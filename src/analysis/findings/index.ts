import { RULES } from "../../contracts/finding.ts";
import type { Finding } from "../../contracts/finding.ts";
import type { Measurement, Validity } from "../../contracts/run-file.ts";
import { allCoresRule } from "./all-cores.ts";
import { cpuThrottledRule } from "./cpu-throttled.ts";
import { generatorRule } from "./generator.ts";
import { oneCoreRule } from "./one-core.ts";
import { unseen } from "./rule.ts";
import type { Rule } from "./rule.ts";
import { readScene } from "./scene.ts";
import { stealRule } from "./steal.ts";

/** Every rule, in the order of decision that `RULES` gives. */
export const FINDING_RULES: readonly Rule[] = [
  generatorRule,
  stealRule,
  cpuThrottledRule,
  allCoresRule,
  oneCoreRule,
].toSorted((a, b) => RULES.indexOf(a.name) - RULES.indexOf(b.name));

/** What a diagnosis found, in the order of decision, and what it could not look into. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** Asks every rule in order, up to the first conclusive finding. */
export function diagnose(measurement: Measurement, validity: Validity): Diagnosis {
  const scene = readScene(measurement, validity);
  const findings: Finding[] = [];
  const notes: string[] = [];
  for (const rule of FINDING_RULES) {
    const { finding, note } = rule.look(scene);
    if (note !== undefined) notes.push(note);
    if (finding === undefined) continue;
    findings.push(finding);
    if (rule.conclusive) {
      notes.push(
        `Rules after "${rule.name}" were not asked: under it, the target's numbers are not its own.`,
      );
      return { findings, notes };
    }
  }
  if (unseen(scene)) notes.push(UNSEEN);
  return { findings, notes };
}

const UNSEEN =
  "The target's processes were not watched, so that cpu-throttled, all-cores and one-core could not be looked for: name its process with --pid when it runs on this machine.";
