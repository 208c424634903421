import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './tools/setup/browsers.mjs';

/** Handed to the worker processes through the environment, which load this file again. */
function remembered(name: string, find: () => string | undefined): string {
  process.env[name] ??= find();
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `e2e: ${name} must be set or found, got nothing. Try: npm test, which installs a Chromium.`,
  );
}

const executablePath = remembered('CHROMIUM_PATH', () => findChromium());
// A port of its own for every run: a server left over from another one is never tested by mistake.
const port = remembered('E2E_PORT', () => String(20_000 + (process.pid % 20_000)));
const baseURL = `http://localhost:${port}/`;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'e2e/artifacts',
  // One page at a time: the tests share the CPU that stands in for the GPU.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    baseURL,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath, args: CHROMIUM_FLAGS },
    // Each test has a fresh browser, which would fetch and keep the whole app; the tests of that allow it.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    url: baseURL,
    reuseExistingServer: false,
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
