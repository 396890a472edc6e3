import { type Check, judged } from "./check.ts";

/** `engines` of the package. */
const OLDEST_NODE = [20, 19, 0] as const;

/** The version of Node.js. */
export const checkNode: Check = () => {
  const version = process.versions.node.split(".").map(Number);
  const older = OLDEST_NODE.findIndex((number, i) => (version[i] ?? 0) !== number);
  const old = older >= 0 && (version[older] ?? 0) < (OLDEST_NODE[older] ?? 0);
  return judged(
    "node",
    old ? "bad" : "good",
    `${process.version} on ${process.platform} ${process.arch}`,
    `v${OLDEST_NODE.join(".")} or newer`,
    "Install a newer Node.js.",
  );
};

/** Whether this process runs in a container, which decides what it can see of the machine and the target. */
export const checkContainer: Check = ({ files }) => {
  const kind = containerKind(files.text("/proc/1/cgroup") ?? "", (path) => {
    return files.text(path) !== undefined;
  });
  const expected = "either; in a container, processes outside cannot be watched";
  return judged("container", "good", kind ?? "no", expected, "");
};

function containerKind(firstGroup: string, exists: (path: string) => boolean): string | undefined {
  if (process.env["KUBERNETES_SERVICE_HOST"] !== undefined) return "yes (Kubernetes)";
  if (exists("/run/.containerenv")) return "yes (Podman)";
  if (exists("/.dockerenv")) return "yes (Docker)";
  return /docker|containerd|kubepods|lxc/.test(firstGroup) ? "yes" : undefined;
}
