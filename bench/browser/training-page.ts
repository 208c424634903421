import type { Browser, Page } from 'playwright';
import { preview } from 'vite';
import { launchChromium } from './chromium.ts';

export interface TrainingPage {
  readonly page: Page;
  readonly browser: Browser;
  /** Of the browser. */
  readonly version: string;
}

/** Serves a build, opens a preset in Chromium, trains it, and hands it over as soon as the first step was taken. */
export async function withTrainingPage(
  { preset, out }: { readonly preset: string; readonly out: string },
  use: (opened: TrainingPage) => Promise<void>,
): Promise<void> {
  const server = await preview({ build: { outDir: out }, preview: { port: 0, strictPort: false } });
  const { browser, version } = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    await page.goto(`${server.resolvedUrls!.local[0]}?preset=${preset}&tune=off`);
    await page.getByTestId('status').filter({ hasText: 'ready' }).waitFor({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page
      .getByTestId('step')
      .filter({ hasText: /^[1-9]/ })
      .waitFor({ timeout: 120_000 });
    await use({ page, browser, version });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The step that the page shows. */
export async function stepOf(page: Page): Promise<number> {
  return Number.parseFloat((await page.getByTestId('step').textContent()) ?? '');
}
