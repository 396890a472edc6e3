import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { RUN_FIXTURES } from "../fixtures/run-file.ts";
import type { RunFile } from "../../src/contracts/run-file.ts";
import type { RunFixture } from "../fixtures/run-file.ts";
import { openDetails, useReports } from "./pages.ts";

const open = useReports();

const ATTACKS = [
  "<script>window.attacked=1</script>",
  "</script><script>window.attacked=2</script>",
  "<img src=x onerror=window.attacked=3>",
  "<!--<script>",
  "\u2028window.attacked=4\u2029",
  "&lt;b&gt;&quot;' onload='window.attacked=5",
  "<!--kneepoint:run--><!--kneepoint:title-->",
  "$& $` $' $1",
];
const ATTACK = ATTACKS.join(" ");

/** The run with every text replaced by an attack, names of things the page looks up left alone. */
function poisoned(run: RunFile): RunFile {
  const json = JSON.stringify(run, (key, value: unknown) =>
    typeof value !== "string" || KEPT.has(key) ? value : ATTACK,
  );
  return JSON.parse(json);
}

const KEPT = new Set([
  "schema",
  "severity",
  "confidence",
  "outcome",
  "role",
  "monitor",
  "unit",
  "fold",
  "model",
  "pacing",
  "unique",
  "kind",
]);

function attackOn(name: string): RunFixture {
  const { run } = RUN_FIXTURES[name]!();
  return { headline: ATTACK, run: { ...poisoned(run), validity: run.validity } };
}

test.each(["overloaded", "invalid"])("%s: what servers send stays text", async (name) => {
  const { page, messages, fetched } = await open(attackOn(name));
  await openDetails(page);
  expect(await page.evaluate("window.attacked")).toBeUndefined();
  expect(await page.locator("script").count()).toBe(2);
  expect(await page.locator("img, iframe, object, embed, link, base, form").count()).toBe(0);
  for (const place of ["h1", ".masthead code", "#outcomes pre", "#findings h3", "#reproduce pre"]) {
    expect(await page.locator(place).first().textContent(), place).toContain(ATTACKS[1]);
  }
  expect(await page.title()).toContain(ATTACKS[0]);
  expect(messages).toEqual([]);
  expect(fetched).toEqual([]);
});

test("even markup that got in could not run or fetch", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { page } = await open(RUN_FIXTURES["healthy"]!());
  await page.evaluate(`(() => {
    const script = document.createElement("script");
    script.textContent = "window.attacked = 1";
    document.body.append(script);
    const image = "<img src='http://127.0.0.1:${port}/x.png' onerror='window.attacked = 2'>";
    document.body.insertAdjacentHTML("beforeend", image);
  })()`);
  const fetching = page.evaluate(`fetch("http://127.0.0.1:${port}/x")`);
  await expect(fetching).rejects.toThrow(/fetch/);
  expect(await page.evaluate("window.attacked")).toBeUndefined();
  expect(asked).toEqual([]);
  server.close();
});

test("the page without data is under 300 kB", async () => {
  const page = fileURLToPath(new URL("../../dist/web/report.html", import.meta.url));
  expect((await readFile(page)).byteLength).toBeLessThan(300_000);
});
