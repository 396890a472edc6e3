import { describe, expect, test } from "vitest";
import { RUN_FIXTURES } from "../fixtures/run-file.ts";
import { openDetails, useReports } from "./pages.ts";

const open = useReports();

const SCREENS = [
  { name: "desktop, light", width: 1280, colorScheme: "light" },
  { name: "phone, dark", width: 360, colorScheme: "dark" },
] as const;

/** Figures that a formatting mistake leaves behind, as words of their own. */
const BROKEN = /\b(?:NaN|undefined|null|Infinity|\[object Object\])(?![\w-])/;

describe.each(Object.entries(RUN_FIXTURES))("%s", (_name, make) => {
  test.each(SCREENS)("renders on $name", async ({ width, colorScheme }) => {
    const { run, headline } = make();
    const { page, messages, fetched } = await open(
      { run, headline },
      { viewport: { width, height: 900 }, colorScheme },
    );
    await openDetails(page);
    expect(await page.locator("h1").textContent()).toBe(headline);
    expect(await page.title()).toContain(headline);
    const text = await page.locator("main").innerText();
    expect(text.replace(/"[^"]*": null/g, "")).not.toMatch(BROKEN);
    expect(text).not.toContain("could not be drawn");
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
    expect(messages).toEqual([]);
    expect(fetched).toEqual([]);
  });
});

test("every SLO, finding, outcome, process and reason of the run is on the page", async () => {
  const fixtures = [RUN_FIXTURES["overloaded"]!(), RUN_FIXTURES["invalid"]!()];
  for (const { run, headline } of fixtures) {
    const { page } = await open({ run, headline });
    const text = await page.locator("main").innerText();
    const wanted = [
      ...run.slo.map(({ expression }) => expression),
      ...run.findings.flatMap(({ verdict, advice, nextTest }) => [verdict, advice, nextTest]),
      ...run.findings.flatMap(({ evidence }) => evidence.map(({ metric }) => metric)),
      ...Object.keys(run.requests.outcomes),
      ...run.monitors.filter(({ role }) => role === "target").map(({ subject }) => subject),
      ...run.validity.reasons.flatMap(({ message, advice }) => [message, advice]),
      run.command,
      String(run.seed),
      run.environment.cpu,
    ];
    for (const part of wanted) expect(text).toContain(part);
  }
});

test("a percentile that cannot be printed says why in its place", async () => {
  const { page } = await open(RUN_FIXTURES["one-sample"]!());
  const figures = await page.locator("#figures").innerText();
  expect(figures).toMatch(/Response time p99\n–\n.*are needed/);
  expect(figures).not.toMatch(/Response time p99\n[\d.]+/);
});

test("sixty-four processes: the busiest at once, all of them on demand", async () => {
  const { page } = await open(RUN_FIXTURES["many-processes"]!());
  const rows = page.locator("#machines tbody th", { hasText: "pid" });
  expect(await rows.count()).toBeLessThan(10);
  await openDetails(page);
  expect(await rows.count()).toBe(64);
});

test("twelve hundred slices are put together until a chart and a table can hold them", async () => {
  const { run, headline } = RUN_FIXTURES["long"]!();
  expect(run.slices).toHaveLength(1200);
  const { page } = await open({ run, headline });
  expect(await page.locator("#time figcaption").first().innerText()).toMatch(/slowest over 10\ss/);
  await openDetails(page);
  expect(await page.locator("#time tbody tr").count()).toBe(40);
});

test("charts over time draw something in the colours of the theme", async () => {
  const { page } = await open(RUN_FIXTURES["overloaded"]!());
  await page.locator("#time canvas").first().waitFor();
  await page.waitForFunction(COLOURED_PIXELS);
  await page.locator(".theme-toggle").click();
  expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
  await page.waitForFunction(COLOURED_PIXELS);
});

/** True when the first chart holds pixels of more than a few hues: lines, not only axes. */
const COLOURED_PIXELS = `(() => {
  const canvas = document.querySelector("#time canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let coloured = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
    if (data[i + 3] > 0 && Math.max(r, g, b) - Math.min(r, g, b) > 60) coloured++;
  }
  return coloured > 500;
})()`;

test("on paper it is light, whatever the screen was", async () => {
  const { page } = await open(RUN_FIXTURES["healthy"]!(), { colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
  expect(background).toBe("rgb(253, 253, 252)");
  expect(await page.locator(".contents").isVisible()).toBe(false);
});

test("without JavaScript the sentence is still there", async () => {
  const fixture = RUN_FIXTURES["overloaded"]!();
  const { page } = await open(fixture, { javaScriptEnabled: false });
  expect(await page.locator("noscript").innerText()).toContain(fixture.headline);
});
