import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parse } from "yaml";
import { fileFailure, type Problem, UserError } from "./contracts/errors.ts";
import type { TestPlan } from "./contracts/plan.ts";
import { parseInput } from "./inputs/index.ts";
import { generatorLimits } from "./monitors/index.ts";
import type { InputDescription, ParsedUrl, PathOrigin, PlanChecks } from "./plan/index.ts";
import { checkPredicate, checkProtocol } from "./protocols/index.ts";

/** What the plan needs from other rooms and the machine. `planFile` is where relative paths in it begin. */
export function planChecks(cwd: string, planFile: string | undefined): PlanChecks {
  const planDirectory = planFile === undefined ? cwd : dirname(resolve(cwd, planFile));
  const locate = (path: string, origin: PathOrigin): string => {
    return resolve(origin === "plan-file" ? planDirectory : cwd, path);
  };
  return {
    input(spec, origin) {
      try {
        const located = withPaths(spec, (path) => relative(cwd, locate(path, origin)) || ".");
        parseInput(located);
        return { spec: located };
      } catch (error) {
        if (error instanceof UserError) return { problems: error.problems };
        throw error;
      }
    },
    protocol: checkProtocol,
    expect: checkPredicate,
    url: parseUrl,
    readText: (path, origin) => readWith(locate(path, origin), (text) => ({ text })),
    readData: (path, origin) => readWith(locate(path, origin), (text) => ({ data: parse(text) })),
    randomSeed: () => randomBytes(4).readUInt32LE(),
  };
}

/** Files that kneepoint itself and its workers hold open. Engineering allowance. */
const OWN_FILES = 100;

/** Refuses connections that the limit of open files cannot carry: all beyond it would fail. */
export function checkConnections(
  { connections, load, target }: TestPlan,
  limit: number | null = openFiles(target.url),
): Problem[] {
  const users =
    load.model === "closed"
      ? Math.max(load.startUsers, ...load.stages.map((stage) => stage.target))
      : 0;
  const wanted = connections.count ?? users;
  if (limit === null || wanted <= limit - OWN_FILES) return [];
  return [
    {
      code: "option-value",
      where: connections.count === undefined ? "users" : "connections",
      received: String(wanted),
      expected: `at most ${Math.max(0, limit - OWN_FILES)}: this shell allows ${limit} open files`,
      hint: `Raise the limit before the run: ulimit -n ${wanted + OWN_FILES}`,
    },
  ];
}

function openFiles(url: string): number | null {
  const { hostname, port } = new URL(url);
  return generatorLimits(hostname, Number(port)).fdLimit;
}

/** `files:DIR` in a plan file is meant from where the plan lies. */
const PATH_INPUT = /^(files?):([^,]*)/;

function withPaths(spec: InputDescription, locate: (path: string) => string): InputDescription {
  if (typeof spec === "string") {
    return spec.replace(PATH_INPUT, (_, kind: string, path: string) => {
      return path === "" ? `${kind}:` : `${kind}:${locate(path)}`;
    });
  }
  return typeof spec["path"] === "string" ? { ...spec, path: locate(spec["path"]) } : spec;
}

function readWith<T>(path: string, use: (text: string) => T): T | { failure: string } {
  try {
    return use(readFileSync(path, "utf8"));
  } catch (error) {
    return { failure: fileFailure(error as NodeJS.ErrnoException) };
  }
}

function parseUrl(text: string): ParsedUrl | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const authorization = authorizationOf(url);
  url.username = "";
  url.password = "";
  url.hash = "";
  return { protocol: url.protocol, url: url.href, authorization };
}

/** Basic credentials (RFC 7617) from a URL's user-info. */
function authorizationOf({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  const pair = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}

/** A stray % stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
