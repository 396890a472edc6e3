import { lstat, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { RunFile } from "../contracts/run-file.ts";
import { escapeText, jsonForScript } from "./html-escape.ts";

/** Where the built page lies, seen from the compiled module and from its source. */
const PAGES = ["../web/report.html", "../../dist/web/report.html"];
/** Marks in the page that this module fills; `web/report.html` holds them. */
const TITLE = "<!--kneepoint:title-->";
const FALLBACK = "<!--kneepoint:noscript-->";
const RUN = "<!--kneepoint:run-->";

/**
 * The report of a run as one HTML page that fetches nothing. `headline` is the sentence at its top. The run lies in
 * the page as data, with every character escaped that could end it: what a server sent stays text.
 * Rejects with an Error when the page has not been built.
 */
export async function renderHtml(run: RunFile, headline: string): Promise<string> {
  const page = await readPage();
  const data = jsonForScript({ headline, run });
  const noScript = `<p>${escapeText(headline)}</p><p>The charts and tables of this report need JavaScript.</p>`;
  return fill(page, [
    [TITLE, escapeText(`${headline} – kneepoint`)],
    [FALLBACK, noScript],
    [RUN, `<script type="application/json" id="kneepoint-run">${data}</script>`],
  ]);
}

/**
 * Writes the report of a run to `file`: whole or not at all where that is a regular file or none yet. Links are
 * followed, and devices and FIFOs are written to, not replaced. Rejects as `renderHtml` and the file system do.
 */
export async function writeHtml(run: RunFile, headline: string, file: string): Promise<void> {
  const page = await renderHtml(run, headline);
  const target = await replaceable(file);
  if (target === undefined) return writeFile(file, page);
  const partial = `${target}.${process.pid}.partial`;
  try {
    await writeFile(partial, page, { flag: "wx" });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** The path that a finished file may be renamed to, links followed; undefined where it must be written in place. */
async function replaceable(file: string): Promise<string | undefined> {
  // /dev/stdout may lead to a file that somebody else holds open
  if (file.startsWith("/dev/")) return undefined;
  const entry = await lstat(file).catch(() => undefined);
  if (entry === undefined) return file;
  // a link that leads nowhere: opening it makes its target
  const target = await realpath(file).catch(() => undefined);
  if (target === undefined) return undefined;
  return (await stat(target)).isFile() ? target : undefined;
}

function fill(page: string, parts: readonly (readonly [mark: string, text: string])[]): string {
  return parts.reduce((filled, [mark, text]) => {
    if (!filled.includes(mark)) throw new Error(`The report page lacks its mark ${mark}.`);
    return filled.replace(mark, () => text);
  }, page);
}

async function readPage(): Promise<string> {
  for (const place of PAGES) {
    const page = await readFile(fileURLToPath(new URL(place, import.meta.url)), "utf8").catch(
      () => undefined,
    );
    if (page !== undefined) return page;
  }
  throw new Error("The report page is missing: dist/web/report.html has not been built.");
}
