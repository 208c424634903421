import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import config from '../playwright.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const [webServer] = [config.webServer].flat();

/** The pictures of `screenshots.ts`, beside the tests and not among them. */
export default defineConfig({
  ...config,
  webServer: { ...webServer!, cwd: root },
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: 'artifacts/screenshots',
});
