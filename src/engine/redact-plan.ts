import type { InputPlan, TestPlan } from "../contracts/plan.ts";
import {
  isSecretName,
  REDACTED,
  redactHeaders,
  redactText,
  redactUrl,
} from "../contracts/redact.ts";

/** The plan as it may be kept: without credentials in URL, headers, fixed bodies or the protocol's options. */
export function redactPlan(plan: TestPlan): TestPlan {
  const { target, protocol } = plan;
  const options = Object.entries(protocol.options).map(([key, value]) => {
    // parts of a form are options named form:NAME
    return [key, redactValue(key.replace(/^form:/, ""), value)];
  });
  return {
    ...plan,
    target: { ...target, url: redactUrl(target.url), headers: redactHeaders(target.headers) },
    protocol: { ...protocol, options: Object.fromEntries(options) },
    input: { ...plan.input, spec: redactSpec(plan.input.spec) },
  };
}

/** An input as it may be kept: a fixed body can hold a key or a password. */
export function redactSpec(spec: InputPlan["spec"]): InputPlan["spec"] {
  if (spec === undefined || typeof spec === "string") return spec && redactText(spec);
  const entries = Object.entries(spec).map(([key, value]) => [
    key,
    typeof value === "string" ? redactValue(key, value) : value,
  ]);
  return Object.fromEntries(entries);
}

function redactValue(name: string, value: string): string {
  return isSecretName(name) ? REDACTED : redactText(value);
}
