import { describeInputs } from "./wiring.ts";

/** JSON Schema of an input written as a mapping. Values are checked by the inputs room; here are their names. */
export function inputSchema(): Record<string, unknown> {
  return {
    anyOf: describeInputs().map(({ kind, summary, keys }) => ({
      type: "object",
      description: summary,
      required: ["kind"],
      additionalProperties: false,
      properties: {
        kind: { const: kind },
        ...Object.fromEntries(
          keys.map((key) => {
            const given = key.default === "" ? "" : ` Default: ${key.default}.`;
            const description = `${key.summary}.${given}`;
            return [key.name, { description, examples: [key.example] }];
          }),
        ),
      },
    })),
  };
}
