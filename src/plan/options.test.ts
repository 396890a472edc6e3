import { describe, expect, test } from "vitest";
import { readValue } from "./kinds.ts";
import { environmentName, OPTION_GROUPS } from "./option.ts";
import { optionNamed, OPTIONS } from "./options.ts";
import { OTHER_TOOLS_OPTIONS } from "./other-tools.ts";

const unquoted = (text: string) => text.replace(/^'(.*)'$/, "$1");

describe("the option table", () => {
  test("no two options share a name, a letter, a variable or a place in the plan", () => {
    const claims = OPTIONS.flatMap((option) => [
      `--${option.name}`,
      ...[option.short, option.alias].filter((letter) => letter !== undefined).map((l) => `-${l}`),
      environmentName(option),
      ...(option.path === undefined ? [] : [option.path]),
    ]);
    expect(new Set(claims).size).toBe(claims.length);
  });

  test("no option of ours is described as another tool's", () => {
    const ours = new Set(OPTIONS.flatMap((o) => [`--${o.name}`, `-${o.short}`, `-${o.alias}`]));
    expect(OTHER_TOOLS_OPTIONS.filter(({ spelled }) => ours.has(spelled))).toEqual([]);
  });

  test.each(OPTIONS.map((option) => [option.name, option] as const))("--%s", (_, option) => {
    expect(option.help).toMatch(/[.]$/);
    expect(OPTION_GROUPS).toContain(option.group);
    expect(option.value === undefined).toBe(option.kind === "switch");
    const example = option.kind === "switch" ? true : unquoted(option.example);
    expect(readValue(option, example)).toMatchObject({ ok: true });
  });

  test("a name that no option has is a mistake of ours", () => {
    expect(() => optionNamed("nope")).toThrow("no option is named nope");
  });
});
