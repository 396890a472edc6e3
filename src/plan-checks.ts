import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parse } from "yaml";
import { fileFailure, UserError } from "./contracts/errors.ts";
import { parseInput } from "./inputs/index.ts";
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
