// After the first visit the page opens, and trains, without its server.

import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type PreviewServer, preview } from 'vite';
import { expect, test } from './support/test.ts';

const READY = 120_000;
/** Of the preset's data set. */
const FILES = readdirSync('public/data/mnist').length;

// Fetches fail here on purpose, and Chromium reports each.
test.use({ serviceWorkers: 'allow', expectedErrors: [/ERR_CONNECTION_REFUSED/, /status of 404/] });

let server: PreviewServer;

test.beforeEach(async () => {
  server = await preview({ preview: { port: 0, strictPort: false } });
});
test.afterEach(() => server.close());

const keptFiles = (page: Page): Promise<number> =>
  page.evaluate(async () => (await (await caches.open('data')).keys()).length);

const ready = (page: Page) => expect(page.getByTestId('status')).toHaveText('ready', { timeout: READY });

test('the page reloads and trains without its server', async ({ page }) => {
  const address = server.resolvedUrls!.local[0]!;
  await page.goto(`${address}?preset=mnist-mlp&tune=off`);
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => keptFiles(page), { timeout: READY }).toBeGreaterThanOrEqual(FILES);

  await server.close();
  await page.reload();
  await ready(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect
    .poll(async () => Number.parseFloat((await page.getByTestId('step').textContent()) ?? ''), {
      timeout: READY,
    })
    .toBeGreaterThan(20);
  await page.getByRole('tab', { name: 'Code' }).click();
  await expect(page.getByRole('textbox', { name: 'Code of the model, to edit' })).toBeVisible();
  await page.goto(address);
  await ready(page);
});

test('what is not there is not the page', async ({ page }) => {
  const address = server.resolvedUrls!.local[0]!;
  await page.goto(address);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const [answer] = await Promise.all([
    page.waitForResponse(/missing/),
    page.goto(`${address}missing.html`).catch(() => null),
  ]);
  expect(answer.status()).toBe(404);
});
