// A person's own table and pictures: checked before training, trained on, and never sent anywhere.

import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const READY = 120_000;

async function openDialog(page: Page): Promise<void> {
  await page.goto('./?preset=mnist-mlp&size=quick&tune=off');
  await page.getByTestId('own-data').click({ timeout: 60_000 });
  await expect(page.getByRole('dialog')).toBeVisible();
}

async function trainOn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Use these data' }).click();
  await expect(page.getByTestId('status')).toHaveText('ready', { timeout: READY });
  await expect(page.getByRole('navigation', { name: 'Presets' })).toContainText(name);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect
    .poll(async () => Number(await page.getByTestId('step').textContent()), { timeout: READY })
    .toBeGreaterThan(20);
}

/** Two kinds of flowers with a name that is no number, and two rows that are wrong. */
const TABLE = `petal,sepal,name,species
${Array.from({ length: 60 }, (_, i) => `${i % 2 ? 5 : 1}.${i % 10},${i % 7},flower ${i},${i % 2 ? 'rose' : 'lily'}`).join('\n')}
n/a,3,odd,rose
1,2
`;

test('a table is reported row by row, trains, and answers for numbers that are typed', async ({ page }) => {
  test.setTimeout(300_000);
  await openDialog(page);
  const uploads: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') uploads.push(request.url());
  });
  await page
    .locator('input[type="file"][accept*="csv"]')
    .setInputFiles({ name: 'flowers.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('60 of 62 rows can be used', { timeout: 60_000 });
  await expect(dialog.getByRole('combobox', { name: 'What name is' })).toHaveValue('left-out');
  await dialog.getByText('Problems by row: 2').click();
  await expect(dialog).toContainText('Row 62, petal: "n/a" is not a number');
  await dialog.getByRole('combobox', { name: 'What sepal is' }).selectOption('left-out');
  await expect(dialog).toContainText('the model sees 1 numbers');
  await trainOn(page, 'flowers.csv');
  const own = page.getByRole('region', { name: 'Try your own' });
  await own.getByRole('spinbutton', { name: 'petal' }).fill('5.5');
  await own.getByRole('button', { name: 'Ask the model' }).click();
  await expect(own.getByTestId('try-answer')).toContainText('rose', { timeout: 60_000 });
  expect(uploads).toEqual([]);
  await page.reload();
  await expect(page.getByRole('dialog')).toContainText('nothing is kept', { timeout: 60_000 });
});

/** A picture of 2 × 2 pixels of one colour, as a BMP. */
function bmp(red: number, green: number, blue: number): Buffer {
  const bytes = Buffer.alloc(54 + 16);
  bytes.write('BM');
  for (const [at, value] of [
    [2, bytes.length],
    [10, 54],
    [14, 40],
    [18, 2],
    [22, 2],
    [34, 16],
  ] as const)
    bytes.writeUInt32LE(value, at);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (const row of [54, 62]) for (const pixel of [0, 3]) bytes.set([blue, green, red], row + pixel);
  return bytes;
}

test('a table may be dropped anywhere', async ({ page }) => {
  await page.goto('./?preset=mnist-mlp&size=quick&tune=off');
  await page.getByTestId('own-data').waitFor({ timeout: 60_000 });
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
    return transfer;
  }, TABLE);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await expect(page.getByText('Drop a CSV or folders')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  await expect(page.getByRole('dialog')).toContainText('60 of 62 rows can be used', { timeout: 60_000 });
  await page.setViewportSize({ width: 360, height: 780 });
  const dialog = (await page.getByRole('dialog').boundingBox())!;
  expect(dialog.x + dialog.width).toBeLessThanOrEqual(360);
});

test('pictures are chosen class by class, reported file by file, and train', async ({ page }) => {
  test.setTimeout(300_000);
  await openDialog(page);
  const dialog = page.getByRole('dialog');
  const add = async (name: string, color: readonly [number, number, number]) => {
    await dialog.getByRole('textbox', { name: 'Name of a class' }).fill(name);
    const files = Array.from({ length: 10 }, (_, i) => ({
      name: `${i}.bmp`,
      mimeType: 'image/bmp',
      buffer: bmp(...color),
    }));
    await dialog.locator('input[type="file"][accept="image/*"]').setInputFiles(files);
  };
  await add('red', [250, 20, 20]);
  await expect(dialog.getByRole('alert')).toContainText('2 to 1000 folders', { timeout: 60_000 });
  await add('blue', [20, 20, 250]);
  await expect(dialog).toContainText('20 of 20 files can be used', { timeout: 60_000 });
  await expect(dialog.locator('figure')).not.toHaveCount(0);
  await trainOn(page, 'red');
  const samples = page.getByRole('region', { name: 'Samples', exact: true });
  await expect(samples.locator('figure').first()).toContainText(/red|blue/);
});
