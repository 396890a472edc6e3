import { execFileSync } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { overloadedRun } from "../../test/fixtures/run-file.ts";
import { renderHtml, writeHtml } from "./html.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kneepoint-html-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const DATA = /<script type="application\/json" id="kneepoint-run">(.*?)<\/script>/gs;

test("the page holds the run and its headline once, exactly, and nothing to fetch", async () => {
  const { run, headline } = overloadedRun();
  const html = await renderHtml(run, headline);
  const found = [...html.matchAll(DATA)];
  expect(found).toHaveLength(1);
  expect(JSON.parse(found[0]![1]!)).toEqual(JSON.parse(JSON.stringify({ headline, run })));
  expect(html).not.toMatch(/<(?:link|img|iframe)\b|<script[^>]*\ssrc=|@import|<!--kneepoint:/);
  expect(html).toMatch(/Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/);
});

test("a headline with marks and patterns of replacement stays what it is", async () => {
  const { run } = overloadedRun();
  const headline = "$& $1 <!--kneepoint:run--> </title> </noscript>";
  const html = await renderHtml(run, headline);
  expect([...html.matchAll(DATA)]).toHaveLength(1);
  expect(html).toContain("<title>$&amp; $1 &lt;!--kneepoint:run--&gt; &lt;/title&gt;");
});

test("a file is written whole, over an older one, without leftovers", async () => {
  const { run } = overloadedRun();
  const file = join(folder, "report.html");
  await writeHtml(run, "First.", file);
  await writeHtml(run, "Second.", file);
  const html = await readFile(file, "utf8");
  expect(html).toContain("<title>Second. – kneepoint</title>");
  expect(html).not.toContain("First.");
  expect(await readdir(folder)).toEqual(["report.html"]);
});

test("a link stays a link, and what it leads to is written", async () => {
  const { run } = overloadedRun();
  await mkdir(join(folder, "elsewhere"));
  const target = join(folder, "elsewhere", "page.html");
  await writeFile(target, "old");
  const links = { "to-file": target, "to-nothing": join(folder, "elsewhere", "new.html") };
  for (const [name, leadsTo] of Object.entries(links)) {
    await symlink(leadsTo, join(folder, name));
    await writeHtml(run, "Followed.", join(folder, name));
    expect((await lstat(join(folder, name))).isSymbolicLink()).toBe(true);
    expect(await readFile(leadsTo, "utf8")).toContain("<title>Followed.");
  }
  expect(await readdir(join(folder, "elsewhere"))).toEqual(["new.html", "page.html"]);
});

test("a FIFO is written to and stays one", async () => {
  const { run } = overloadedRun();
  const fifo = join(folder, "fifo");
  execFileSync("mkfifo", [fifo]);
  const read = readFile(fifo, "utf8");
  await writeHtml(run, "Through a pipe.", fifo);
  expect((await lstat(fifo)).isFIFO()).toBe(true);
  expect(await read).toContain("<title>Through a pipe.");
});

test("a folder that is not there is an error of the file system", async () => {
  const { run } = overloadedRun();
  await expect(writeHtml(run, "x", join(folder, "no", "report.html"))).rejects.toThrow("ENOENT");
});
