import { access, constants } from "node:fs/promises";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Nothing of the browser's own may reach the network or ask questions. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Chromium as installed (or where KNEEPOINT_CHROMIUM points), or why there is none. */
export async function launchChromium(): Promise<Browser | string> {
  const named = process.env["KNEEPOINT_CHROMIUM"];
  const places = named === undefined ? PLACES : [named];
  for (const executablePath of places) {
    const found = await access(executablePath, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return chromium.launch({ executablePath, args: FLAGS });
  }
  return `Chromium is not installed: looked for ${places.join(", ")}`;
}
