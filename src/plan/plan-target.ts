import type { Problem } from "../contracts/errors.ts";
import type { TargetPlan } from "../contracts/plan.ts";
import { redactUrl } from "../contracts/redact.ts";
import type { Header } from "../contracts/request.ts";
import type { ParsedUrl, PlanChecks } from "./checks.ts";
import type { Setting, Settings } from "./settings.ts";

const EXPECTED = "a URL, such as http://127.0.0.1:8000/predict";

/** Headers that follow from the body and the connections, and would contradict them. */
const OWN_HEADERS: Readonly<Record<string, string>> = {
  "content-length": "It follows from the body.",
  "transfer-encoding": "Bodies are sent with their length.",
  connection: "Use --no-keepalive to close connections after each request.",
};

/** The target of a plan; undefined when it has none that can be used, with the reason in `problems`. */
export function planTarget(
  settings: Settings,
  checks: PlanChecks,
  problems: Problem[],
): TargetPlan | undefined {
  checkHeaders(settings, problems);
  const setting = settings.one("target");
  if (setting === undefined) {
    problems.push({
      code: "option-missing",
      where: "target",
      expected: EXPECTED,
      hint: "Example: kneepoint run http://127.0.0.1:8000/predict --input image:jpeg --rate 50",
    });
    return undefined;
  }
  const parsed = checks.url(setting.text.trim());
  if (parsed === undefined || !["http:", "https:"].includes(parsed.protocol)) {
    problems.push(urlProblem(setting, parsed, checks));
    return undefined;
  }
  return {
    url: parsed.url,
    method: settings.text("method"),
    headers: withAuthorization(settings.values("header") as Header[], parsed.authorization),
    insecure: settings.isOn("insecure"),
  };
}

function checkHeaders(settings: Settings, problems: Problem[]): void {
  for (const { value, text, where } of settings.all("header")) {
    const hint = OWN_HEADERS[(value as Header)[0].toLowerCase()];
    if (hint === undefined) continue;
    problems.push({
      code: "option-value",
      where,
      received: text,
      expected: "a header that kneepoint does not set itself",
      hint,
    });
  }
}

function urlProblem(setting: Setting, parsed: ParsedUrl | undefined, checks: PlanChecks): Problem {
  const problem = {
    code: "target-url",
    where: setting.where,
    received: redactUrl(setting.text),
    expected: EXPECTED,
  } as const;
  if (parsed !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(setting.text)) {
    return { ...problem, hint: `Only http and https are spoken so far, not ${parsed.protocol}//.` };
  }
  const completed = `http://${setting.text.replace(/^\/+/, "")}`;
  return looksLikeHost(setting.text) && checks.url(completed) !== undefined
    ? { ...problem, hint: `Write ${completed}` }
    : problem;
}

/** `localhost:8000/predict`, `10.0.0.1`, `example.com/x`; not the name of a plan file that is missing. */
function looksLikeHost(text: string): boolean {
  return /^\/*(localhost|[\w-]+(\.[\w-]+)+|\[[0-9a-f:]+\]|[\w-]+:\d+)(:\d+)?(\/|$)/i.test(text);
}

function withAuthorization(headers: readonly Header[], value: string | undefined): Header[] {
  const given = headers.some(([name]) => name.toLowerCase() === "authorization");
  return value === undefined || given ? [...headers] : [["Authorization", value], ...headers];
}
