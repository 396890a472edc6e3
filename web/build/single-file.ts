import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/**
 * Folds the built script and style into the page itself and seals it with a Content-Security-Policy that names
 * both by hash: the page fetches nothing and runs nothing else, whatever a server managed to get into its data.
 */
export function singleFile(page: string): Plugin {
  return {
    name: "kneepoint:single-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      const html = bundle[page];
      if (html?.type !== "asset") throw new Error(`${page} is not in the bundle`);
      const parts: Parts = { script: "", style: "" };
      for (const [name, output] of Object.entries(bundle)) {
        if (name === page) continue;
        if (output.type === "chunk") parts.script += output.code;
        else if (name.endsWith(".css")) parts.style += String(output.source);
        else throw new Error(`${name} cannot be put into ${page}`);
        delete bundle[name];
      }
      html.source = assemble(String(html.source), parts);
    },
  };
}

interface Parts {
  script: string;
  style: string;
}

function assemble(html: string, parts: Parts): string {
  const script = parts.script.trim().replaceAll("</script", "<\\/script");
  const style = parts.style.trim();
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const head =
    `<meta http-equiv="Content-Security-Policy" content="${policy}" />` + `<style>${style}</style>`;
  return html
    .replace(/<script type="module"[^>]*><\/script>\s*/, "")
    .replace(/<link rel="stylesheet"[^>]*>\s*/, "")
    .replace('<meta charset="utf-8" />', (charset) => `${charset}${head}`)
    .replace("</body>", () => `<script type="module">${script}</script></body>`);
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
