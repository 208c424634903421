// A browser that has no adapter: the page says what is missing and what to do.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support/test.ts';

// Without the flags that turn WebGPU on where there is no GPU.
test.use({ launchOptions: { executablePath: process.env.CHROMIUM_PATH ?? '', args: ['--no-sandbox'] } });

test('the page says what is missing and how to turn it on', async ({ page }) => {
  await page.goto('./?preset=mnist-mlp');
  await expect(page.getByRole('heading', { name: 'This browser offers no WebGPU' })).toBeVisible();
  await expect(page.getByText('chrome://flags')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => violation.id)).toEqual([]);
  await page.getByRole('button', { name: '中文', exact: true }).click();
  await expect(page.getByRole('heading', { name: '这个浏览器没有 WebGPU' })).toBeVisible();
  await expect(page.getByText('浏览器没有提供')).toBeVisible();
});
