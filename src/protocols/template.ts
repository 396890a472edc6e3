/** A piece of a template: text as it is, or a placeholder. */
export type TemplatePiece =
  | { readonly text: string }
  | {
      readonly name: string;
      /** Inside a JSON string: what fills it is escaped, and brings no quotes of its own. */
      readonly inString: boolean;
    };

const PLACEHOLDER = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/y;

/** Takes a JSON text with `{{placeholders}}` apart. */
export function readTemplate(template: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let inString = false;
  let textFrom = 0;
  for (let at = 0; at < template.length; at++) {
    const character = template[at]!;
    if (character === '"') inString = !inString;
    else if (character === "\\" && inString) at++;
    else if (character === "{") {
      PLACEHOLDER.lastIndex = at;
      const match = PLACEHOLDER.exec(template);
      if (match === null) continue;
      if (at > textFrom) pieces.push({ text: template.slice(textFrom, at) });
      pieces.push({ name: match[1]!, inString });
      textFrom = at + match[0].length;
      at = textFrom - 1;
    }
  }
  if (textFrom < template.length) pieces.push({ text: template.slice(textFrom) });
  return pieces;
}
