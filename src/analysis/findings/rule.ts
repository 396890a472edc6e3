import type { Finding, RuleName } from "../../contracts/finding.ts";
import type { Scene } from "./scene.ts";

/** What a rule has to say: a finding, or why it could not decide; neither when it looked and found nothing. */
export interface RuleResult {
  readonly finding?: Finding;
  readonly note?: string;
}

/** One way to explain what limits a run. */
export interface Rule {
  readonly name: RuleName;
  /** A finding of this rule makes everything after it meaningless: the machine's numbers are not the target's. */
  readonly conclusive: boolean;
  look(scene: Scene): RuleResult;
}

/** The target was not watched, or its columns could not be read. */
export function unseen(scene: Scene): boolean {
  return scene.windows.every((window) => window.processes.length === 0);
}
