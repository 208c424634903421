// The graph of calls: what its nodes and edges carry, its files, its live numbers, and what a node has inside.

import { choose, openPage, pngSize, press, READY, savedBy, stepOf } from './support/page.ts';
import { expect, test } from './support/test.ts';

const SAVE = 'Save, open and close';

test('nodes, edges, losses with weights; live numbers of every kind; words and gates of an LSTM', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openPage(page, 'preset=headline&size=quick&set.batchSize=256');
  const node = (id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
  await expect(node('lstm')).toContainText('LSTM');
  await expect(node('dense_1')).toContainText('relu');
  await expect(page.locator('.react-flow__node').filter({ hasText: '× 0.2' })).toHaveCount(1);
  await expect(page.locator('.react-flow__edges')).toContainText('16×16');
  await expect(page.locator('.react-flow__edges')).toContainText('16 int32');
  const kinds = await page
    .locator('[data-kind]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-kind')));
  expect(new Set(kinds).size).toBeGreaterThan(4);

  const overlay = page.getByRole('combobox', { name: 'Numbers on the nodes' });
  const shown = async (what: string, text: RegExp) => {
    await overlay.selectOption(what);
    await expect(node('lstm'), what).toContainText(text, { timeout: READY });
  };
  await shown('GPU time', /%/);
  await expect(page.getByText('estimate', { exact: true })).toBeVisible();
  await press(page, 'Step');
  await expect.poll(() => stepOf(page), { timeout: READY }).toBe(1);
  await shown('Memory', /B/);
  await shown('Gradient norm', /\d/);
  await shown('Weight norm', /\d/);
  await shown('NaN, infinity', /✓/);
  await overlay.selectOption('Dead units');
  await expect(node('dense_1')).toContainText('%', { timeout: READY });
  await overlay.selectOption('No overlay');

  await node('lstm').click();
  const inspector = page.getByRole('tabpanel', { name: 'Inspector' });
  for (const part of ['input gate', 'forget gate', 'output gate'])
    await expect(inspector.getByText(part).first()).toBeVisible({ timeout: READY });
  await expect(inspector.getByRole('listitem').filter({ hasText: /[a-z]{3}/ })).not.toHaveCount(0);
  await press(page, 'Step');
  await expect(inspector.getByRole('img', { name: /^Histogram of .* over the steps/ }).first()).toBeVisible({
    timeout: READY,
  });
  await inspector.locator('summary').first().click();
  await expect(inspector.locator('pre').first()).toContainText('@compute');
});

test('the graph is saved as SVG and as PNG; a TimeDistributed box has its time axis', async ({ page }) => {
  await openPage(page, 'preset=digit-sequence&size=quick');
  await expect(page.getByTitle(/^Each of 20 steps in time/)).toHaveText('× 20');
  const sheet = page.locator('.react-flow__viewport');
  const moves = async (act: () => Promise<unknown>) => {
    const before = await sheet.getAttribute('style');
    await act();
    await expect(sheet).not.toHaveAttribute('style', before!);
  };
  await moves(() => press(page, 'Zoom in'));
  await moves(() => press(page, 'Fit'));
  const { x, y } = (await page.locator('.react-flow__pane').boundingBox())!;
  await moves(async () => {
    await page.mouse.move(x + 30, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + 80, y + 90, { steps: 4 });
    await page.mouse.up();
  });
  const svg = await savedBy(page, () => choose(page, SAVE, 'Save as SVG'));
  expect(svg.name).toBe('digit-sequence.svg');
  const drawing = svg.bytes.toString();
  expect(drawing).toMatch(/^<svg [\s\S]*<\/svg>$/);
  for (const text of ['LSTM', '20×', 'hidden_1']) expect(drawing).toContain(text);

  const png = await savedBy(page, () => choose(page, SAVE, 'Save as PNG'));
  expect(png.name).toBe('digit-sequence.png');
  const { width, height } = pngSize(png.bytes);
  const [, wide, high] = drawing.match(/width="(\d+)" height="(\d+)"/) ?? [];
  expect([width, height]).toEqual([2 * Number(wide), 2 * Number(high)]);
  // Flat colour alone would take a tenth of it.
  expect(png.bytes.length).toBeGreaterThan(10_000);
});
