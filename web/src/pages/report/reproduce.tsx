import type { JSX } from "preact";
import type { RunFile } from "../../../../src/contracts/run-file.ts";
import { Facts } from "../../components/facts.tsx";
import { More } from "../../components/more.tsx";
import { Section } from "../../components/section.tsx";
import { TextBlock } from "../../components/text-block.tsx";
import { bytes, count, text, utc } from "../../format/index.ts";

/** All it takes to run this again: command, seed, plan and machine. */
export function Reproduce({ run }: { run: RunFile }): JSX.Element {
  const { environment: machine } = run;
  return (
    <Section
      id="reproduce"
      title="To run it again"
      lead="The same plan and seed send the same bytes at the same intended times."
    >
      <TextBlock label="Command" text={run.command} copy />
      <Facts
        facts={[
          ["Run", <code>{run.id}</code>],
          ["Started", utc(run.startedAt)],
          ["Seed", <code>{String(run.seed)}</code>],
          ["kneepoint", machine.kneepoint],
          ["Node.js", machine.node],
          ["Generator's machine", `${machine.hostname}, ${machine.os}`],
          ["Processor", `${machine.cpu}, ${text(count(machine.cores))} cores`],
          ["Memory", text(bytes(machine.memoryBytes))],
        ]}
      />
      <More summary="The complete plan">
        {() => <TextBlock label="Test plan" text={JSON.stringify(run.plan, null, 2)} copy />}
      </More>
    </Section>
  );
}
