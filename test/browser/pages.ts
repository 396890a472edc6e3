import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { writeHtml } from "../../src/report/html.ts";
import type { RunFixture } from "../fixtures/run-file.ts";
import { launchChromium } from "./chromium.ts";

/** A report open in Chromium, and what it did that a report must not do. */
export interface OpenReport {
  readonly page: Page;
  /** Errors, warnings and messages in the console. */
  readonly messages: readonly string[];
  /** Everything fetched but the page itself. */
  readonly fetched: readonly string[];
}

type Open = (fixture: RunFixture, options?: BrowserContextOptions) => Promise<OpenReport>;

/** Starts Chromium for the tests of a file, which are skipped with the reason where there is none; returns how to open a report. */
export function useReports(): Open {
  let browser: Browser | string = "";
  let folder = "";
  let files = 0;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), "kneepoint-browser-"));
  });
  beforeEach((context) => {
    if (typeof browser === "string") context.skip(browser);
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    if (typeof browser !== "string") await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  return async ({ run, headline }, options = {}) => {
    if (typeof browser === "string") throw new Error(browser);
    const file = join(folder, `${++files}.html`);
    await writeHtml(run, headline, file);
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    contexts.push(context);
    const page = await context.newPage();
    const messages: string[] = [];
    const fetched: string[] = [];
    const url = pathToFileURL(file).href;
    page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => messages.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (request.url() !== url) fetched.push(request.url());
    });
    await page.goto(url);
    if (options.javaScriptEnabled !== false) await page.locator("h1").waitFor();
    return { page, messages, fetched };
  };
}

/** Opens everything that can be opened, also what only appears then. */
export async function openDetails(page: Page): Promise<void> {
  while ((await page.evaluate<number>(OPEN_CLOSED)) > 0);
}

/** Opens what is closed, lets it appear, and says how much it was. */
const OPEN_CLOSED = `(async () => {
  const closed = document.querySelectorAll("details:not([open])");
  for (const details of closed) details.open = true;
  await new Promise((done) => setTimeout(done, 50));
  return closed.length;
})()`;
