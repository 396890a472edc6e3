import type { Measurement, ValidityReason } from "../../contracts/run-file.ts";
import { formatMs, formatShare, grouped } from "../text.ts";
import { CLOCK_JUMP_MS, FILE_DESCRIPTORS, PORTS, STEAL } from "../thresholds.ts";
import { meanIn, seriesOf } from "../window.ts";
import { above } from "./check.ts";

export function fileDescriptors({ generator }: Measurement): ValidityReason | undefined {
  const { fdsUsed, fdLimit } = generator;
  if (fdsUsed === null || fdLimit === null) return undefined;
  return above(fdsUsed / fdLimit, FILE_DESCRIPTORS, {
    code: "file-descriptors",
    unit: "share",
    message: `The generator had ${grouped(fdsUsed)} of ${grouped(fdLimit)} files open.`,
    advice: "Raise the limit (ulimit -n 65536) or open fewer connections.",
  });
}

export function ports({ generator, plan }: Measurement): ValidityReason | undefined {
  const { portsUsed, portLimit } = generator;
  if (portsUsed === null || portLimit === null) return undefined;
  return above(portsUsed / portLimit, PORTS, {
    code: "ports",
    unit: "share",
    message: `The generator used ${grouped(portsUsed)} of ${grouped(portLimit)} local ports towards the target.`,
    advice: plan.connections.keepAlive
      ? "Open fewer connections, or use more source addresses."
      : "Keep connections alive: a closed one holds its port for a minute.",
  });
}

export function localLimit({ requests }: Measurement): ValidityReason | undefined {
  const count = requests.outcomes["local-limit"] ?? 0;
  if (count === 0) return undefined;
  return {
    code: "local-limit",
    severity: "invalid",
    value: count,
    limit: 0,
    unit: "count",
    message: `${grouped(count)} requests failed because the generator's machine ran out of files, ports or buffers.`,
    advice:
      "Raise the limit that the kept exchanges name (ulimit -n, net.ipv4.ip_local_port_range), keep connections alive, or open fewer.",
  };
}

export function steal({ monitors, measuredMs }: Measurement): ValidityReason | undefined {
  const host = seriesOf(monitors, "host", "host")[0];
  const share = meanIn(host, "steal", { fromMs: 0, toMs: measuredMs });
  if (share === undefined) return undefined;
  return above(share, STEAL, {
    code: "steal",
    unit: "share",
    message: `The hypervisor gave ${formatShare(share)} of the CPU time of this machine to others.`,
    advice: "Discard the run and repeat it on a host that is not shared, or at another time.",
  });
}

export function clockJump({ generator }: Measurement): ValidityReason | undefined {
  return above(generator.clockJumpMs ?? 0, CLOCK_JUMP_MS, {
    code: "clock-jump",
    unit: "ms",
    message: `Wall clock and run clock moved apart by ${formatMs(generator.clockJumpMs ?? 0)} at once: the machine was suspended, or its clock was set.`,
    advice: "Run again on a machine that does not sleep; let the clock be slewed, not stepped.",
  });
}
