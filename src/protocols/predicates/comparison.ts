/** How two values are held against each other. */
export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "~";

const OPERATOR = /\s*(==|!=|<=|>=|=|<|>|~)\s*/y;

/** Reads an operator at `at`; `=` means `==`. */
export function readComparison(
  text: string,
  at: number,
): { comparison: Comparison; end: number } | undefined {
  OPERATOR.lastIndex = at;
  const match = OPERATOR.exec(text);
  if (match === null) return undefined;
  const comparison = (match[1] === "=" ? "==" : match[1]!) as Comparison;
  return { comparison, end: at + match[0].length };
}

/** Whether `found` stands so to `wanted`. Order is for numbers only, `~` (contains) for text. */
export function holds(found: unknown, comparison: Comparison, wanted: unknown): boolean {
  switch (comparison) {
    case "==":
      return found === wanted;
    case "!=":
      return found !== wanted;
    case "~":
      return typeof found === "string" && found.includes(String(wanted));
    default:
      return (
        typeof found === "number" &&
        typeof wanted === "number" &&
        inOrder(found, comparison, wanted)
      );
  }
}

function inOrder(found: number, comparison: "<" | "<=" | ">" | ">=", wanted: number): boolean {
  if (comparison === "<") return found < wanted;
  if (comparison === "<=") return found <= wanted;
  return comparison === ">" ? found > wanted : found >= wanted;
}

const SHOWN_CHARACTERS = 60;

/** A value in a few words, for messages. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
