import { defineConfig } from "vitest/config";

// unit, integration and cli need npm only; system needs servers from the distribution, browser needs Chromium
const project = (name: string, include: string[], slow = false) => ({
  test: { name, include, testTimeout: slow ? 90_000 : 30_000, hookTimeout: slow ? 90_000 : 30_000 },
});

export default defineConfig({
  test: {
    // measuring suites share two cores: one file at a time keeps their neighbours quiet
    fileParallelism: false,
    reporters: ["default", "./test/report-skips.ts"],
    projects: [
      project("unit", ["src/**/*.test.ts", "web/**/*.test.ts", "demo/**/*.test.ts"]),
      project("integration", ["test/integration/**/*.test.ts"], true),
      project("cli", ["test/cli/**/*.test.ts"], true),
      project("system", ["test/system/**/*.test.ts"], true),
      project("browser", ["test/browser/**/*.test.ts"], true),
    ],
  },
});
