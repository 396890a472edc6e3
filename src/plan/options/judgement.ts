import type { Option } from "../option.ts";

/** What counts as a success, and as good enough. */
export const JUDGEMENT_OPTIONS: readonly Option[] = [
  {
    name: "slo",
    kind: "slo",
    value: "'BOUND'",
    path: "slo",
    repeatable: true,
    group: "Judgement",
    help: "What must hold: p(99)<300ms, avg<.., med<.., max<.., errors<0.1%, dropped<1%, rate>40/s. Exit code 99 if one fails.",
    example: "'p(99)<300ms'",
    commands: ["run"],
  },
  {
    name: "expect",
    kind: "text",
    value: "'TEST'",
    path: "expect",
    repeatable: true,
    default: "status=2xx",
    group: "Judgement",
    help: "What makes a response a success: status=200, header:content-type~json, json:$.label, json:$.score>=0.5, size>10, body~text.",
    example: "'json:$.score>=0.5'",
    commands: ["run"],
  },
];

/** What is watched while the load runs. */
export const MONITOR_OPTIONS: readonly Option[] = [
  {
    name: "pid",
    kind: "integer",
    value: "PID",
    path: "monitor.pid",
    positive: true,
    default: "the process that listens on the target's port, if it is on this machine",
    group: "Monitoring",
    help: "Serving process to watch, with its children.",
    example: "4242",
    commands: ["run"],
  },
  {
    name: "no-monitor",
    kind: "switch",
    path: "monitor.discover",
    negative: true,
    group: "Monitoring",
    help: "Do not look for the serving process.",
    example: "",
    commands: ["run"],
  },
];
