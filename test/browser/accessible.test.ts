import { expect, test } from "vitest";
import { RUN_FIXTURES } from "../fixtures/run-file.ts";
import { openDetails, useReports } from "./pages.ts";

const open = useReports();

/** What a reader of text relies on, looked for in the page; each find is a sentence. */
const AUDIT = `(() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  for (const table of all("table")) {
    const name = table.caption?.textContent ?? "";
    if (name === "") faults.push("a table without a caption");
    for (const th of table.querySelectorAll("th")) if (!th.scope) faults.push("a header without scope in " + name);
    for (const row of table.tBodies[0].rows) if (row.cells[0].tagName !== "TH") faults.push("a row without a name in " + name);
  }
  for (const image of all("[role=img]")) if (!image.getAttribute("aria-label")) faults.push("a picture without a label");
  for (const svg of all("svg:not([aria-hidden]):not([role=img])")) faults.push("a drawing that is neither named nor hidden");
  for (const canvas of all("canvas")) if (!canvas.closest("[role=img]")) faults.push("a canvas without a name");
  const ids = all("[id]").map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push("two elements with id " + id);
  let level = 0;
  for (const heading of all("h1, h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push("a heading that skips a level: " + heading.textContent);
    level = next;
  }
  for (const link of all("nav a")) if (!document.getElementById(link.hash.slice(1))) faults.push("a link to nothing: " + link.hash);
  for (const button of all("button")) if (!button.textContent.trim()) faults.push("a button without a name");
  if (all("main").length !== 1 || all("header").length === 0 || all("h1").length !== 1) faults.push("landmarks");
  return faults;
})()`;

test.each(Object.keys(RUN_FIXTURES))("%s: names, captions, headings and links", async (name) => {
  const { page } = await open(RUN_FIXTURES[name]!());
  await openDetails(page);
  expect(await page.evaluate(AUDIT)).toEqual([]);
});

test("everything can be reached and used by keyboard", async () => {
  const { page } = await open(RUN_FIXTURES["overloaded"]!());
  const focused = async (): Promise<string> =>
    page.evaluate("document.activeElement.textContent.trim().slice(0, 40)");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the verdict");
  await page.keyboard.press("Tab");
  expect(await focused()).toMatch(/theme$/);
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
  const reached = new Set<string>();
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate("document.activeElement.closest('section, nav')?.id ?? 'nav'"));
  }
  expect([...reached]).toEqual(expect.arrayContaining(["time", "outcomes", "method", "reproduce"]));
});

test("arrow keys read a chart, value by value", async () => {
  const { page } = await open(RUN_FIXTURES["healthy"]!());
  const plot = page.locator("#time [role=img]").first();
  await plot.locator("canvas").waitFor();
  await plot.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const legend = page.locator("#time figcaption").first();
  await expect.poll(async () => legend.innerText()).toMatch(/at 1\s*s/);
  expect(await legend.innerText()).toMatch(/p50\s*[\d.]+\s*ms/);
});

test("focus is visible on whatever has it", async () => {
  const { page } = await open(RUN_FIXTURES["healthy"]!());
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
    expect(outline).toBe("solid");
  }
});

/** Contrast of every text against the page, by the formula of WCAG 2.2, where it is below 4.5. */
const FAINT = `(() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  };
  const page = luminance(getComputedStyle(document.body).backgroundColor);
  const faint = new Set();
  for (const element of document.querySelectorAll("main *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || element.closest("title, .solid, pre, .copy, .hidden-visually")) continue;
    const style = getComputedStyle(element);
    const text = luminance(element instanceof SVGElement ? style.fill : style.color);
    const ratio = (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
    if (ratio < 4.5) faint.add(element.tagName + "." + element.getAttribute("class") + " " + ratio.toFixed(2));
  }
  return [...faint];
})()`;

test.each(["light", "dark"] as const)("%s: every text stands out", async (colorScheme) => {
  const { page } = await open(RUN_FIXTURES["overloaded"]!(), { colorScheme });
  expect(await page.evaluate(FAINT)).toEqual([]);
});
