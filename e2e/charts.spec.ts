// Reading the charts: scale, smoothing, zoom, legend, cross-hair, table, files.

import type { Page } from '@playwright/test';
import {
  choose,
  expectNoViolations,
  openPage,
  pngSize,
  press,
  READY,
  savedBy,
  status,
} from './support/page.ts';
import { expect, test } from './support/test.ts';

/** 15 steps an epoch. */
const QUERY = 'preset=mnist-mlp&size=quick&set.batchSize=4096';
const STEPS = 30;

const chart = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const canvas = (page: Page, title: string) => chart(page, title).locator('canvas');
const drawn = (page: Page, title: string): Promise<string> =>
  canvas(page, title).evaluate((element) => (element as HTMLCanvasElement).toDataURL());

/** Does something, and waits until the chart is another picture. */
async function redraws(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await drawn(page, 'Loss');
  await act();
  await expect.poll(() => drawn(page, 'Loss')).not.toBe(before);
}

test('a finished run is read: scale, smoothing, zoom, legend, cross-hair, table and files', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openPage(page, QUERY);
  await press(page, 'Train');
  await expect(status(page)).toHaveText('finished', { timeout: READY });
  await expect(page.getByTestId('step')).toHaveText(String(STEPS));

  // What a screen reader is told, once an epoch.
  await expect(
    page.getByRole('status').filter({ hasText: /^Epoch 2 is over: validation loss/ }),
  ).toBeAttached();

  await redraws(page, () => press(page, 'Log'));
  await expect(page.getByRole('button', { name: 'Log', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await redraws(page, () => press(page, 'Linear'));
  await redraws(page, () => page.getByRole('slider', { name: 'Smoothing' }).press('Home'));

  const box = (await canvas(page, 'Loss').boundingBox())!;
  const at = (share: number) => [box.x + 60 + share * (box.width - 80), box.y + box.height / 2] as const;
  const legend = chart(page, 'Accuracy').getByRole('list').first();
  const newest = await legend.textContent();
  await page.mouse.move(...at(0.1));
  await expect(chart(page, 'Accuracy').locator('.u-cursor-x')).not.toHaveClass(/u-off/);
  await expect(legend).not.toHaveText(newest!);
  await redraws(page, async () => {
    await page.mouse.move(...at(0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.8), { steps: 4 });
    await page.mouse.up();
  });
  await redraws(page, () => press(page, 'Whole run'));
  await expect(page.getByText('Drag across a chart to zoom in.')).toBeVisible();

  const entry = chart(page, 'Loss').getByRole('list').first().getByRole('button').first();
  await redraws(page, () => entry.click());
  await expect(entry).toHaveAttribute('aria-pressed', 'false');
  await redraws(page, () => entry.click());

  const menu = 'Chart of Loss: table, files';
  const png = await savedBy(page, () => choose(page, menu, 'Save as PNG'));
  expect(png.name).toBe('loss.png');
  const { width, height } = pngSize(png.bytes);
  expect([width, height].every((side) => side > 100)).toBe(true);
  expect(png.bytes.length).toBeGreaterThan(2000);
  const csv = await savedBy(page, () => choose(page, menu, 'Save as CSV'));
  const [head, ...rows] = csv.bytes.toString().trim().split('\n');
  expect(head).toBe('step,loss,val_loss');
  expect(rows.map((row) => row.split(',')[0])).toEqual(
    Array.from({ length: STEPS }, (_, i) => String(i + 1)),
  );
  expect(rows.filter((row) => /^(15|30),[\d.]+,[\d.]+$/.test(row))).toHaveLength(2);
  await choose(page, menu, 'Show table');
  await expect(page.getByRole('table').first().getByRole('row')).toHaveCount(3);
  await expectNoViolations(page, 'tables in place of charts');

  await page.getByRole('tab', { name: 'Metrics' }).click();
  for (const title of ['Learning rate', 'Gradient norm'])
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
});

test('weighted losses of several outputs stack', async ({ page }) => {
  await openPage(page, 'preset=headline&size=quick&set.batchSize=256');
  await press(page, 'Step');
  await expect(page.getByTestId('step')).toHaveText('1', { timeout: READY });
  await press(page, 'Stacked');
  await expect(page.getByRole('button', { name: 'Stacked' })).toHaveAttribute('aria-pressed', 'true');
  for (const output of ['main_output', 'aux_output'])
    await expect(chart(page, 'Loss').getByRole('button', { name: new RegExp(output) })).toBeVisible();
});
