// The main job, black box: open, train, pause, resume, steer, reset, draw a digit.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const READY = 120_000;

const number = async (page: Page, id: string): Promise<number> =>
  Number.parseFloat((await page.getByTestId(id).textContent()) ?? '');

async function open(page: Page, query = 'preset=mnist-mlp&tune=off'): Promise<void> {
  await page.goto(`./?${query}`);
  await expect(page.getByTestId('status')).toHaveText('ready', { timeout: READY });
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function trainBeyond(page: Page, step: number): Promise<void> {
  await expect.poll(() => number(page, 'step'), { timeout: READY }).toBeGreaterThan(step);
}

test('the loss falls, pause holds, resume goes on, the rate changes on the way, reset starts over', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await open(page);
  await press(page, 'Train');
  await expect(page.getByTestId('status')).toHaveText('running');
  await trainBeyond(page, 5);
  const early = await number(page, 'loss');
  await trainBeyond(page, 80);
  expect(await number(page, 'loss')).toBeLessThan(early);
  await expect(page.getByTestId('samples-per-second')).toHaveText(/\d/);

  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('0.002');
  await rate.press('Enter');
  await expect(page).toHaveURL(/set\.learningRate=0\.002/);
  await expect(page.getByTestId('status')).toHaveText('running');

  await press(page, 'Pause');
  await expect(page.getByTestId('status')).toHaveText('paused');
  const held = await number(page, 'step');
  await page.waitForTimeout(1000);
  expect(await number(page, 'step')).toBe(held);

  await press(page, 'Step');
  await expect.poll(() => number(page, 'step')).toBe(held + 1);
  await expect(page.getByTestId('status')).toHaveText('paused');

  await press(page, 'Resume');
  await trainBeyond(page, held + 5);
  await press(page, 'Reset');
  await expect(page.getByTestId('step')).toHaveText('0');
  await expect(page.getByTestId('loss')).toHaveText('–');
  await expect(page.getByTestId('status')).toHaveText('ready');
});

test('the first screen shows graph, samples and an empty chart before Train, and a drawn digit is answered', async ({
  page,
}) => {
  await open(page);
  await expect(page.getByTestId('adapter')).not.toHaveText('–');
  await expect(page.getByTestId('preset-mnist-mlp')).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Samples', exact: true }).locator('figure').first(),
  ).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText('Press Train: the loss')).toBeVisible();

  const pad = page.getByTestId('draw-pad');
  await pad.waitFor({ timeout: 60_000 });
  const box = (await pad.boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.25, 0.25));
  await page.mouse.down();
  await page.mouse.move(...at(0.75, 0.25), { steps: 6 });
  await page.mouse.move(...at(0.45, 0.85), { steps: 8 });
  await page.mouse.up();
  await expect(page.getByTestId('try-answer')).toHaveAttribute('data-answer', /^\d$/, { timeout: 60_000 });
});

test('Train pressed while the page still loads trains', async ({ page }) => {
  await page.goto('./?tune=off&preset=mnist-mlp&size=quick');
  // Whatever the page is doing by now: the button can be pressed from the first.
  await press(page, 'Train');
  await trainBeyond(page, 3);
});

test('keys train, pause, step and reset', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Space');
  await trainBeyond(page, 2);
  await page.keyboard.press('Space');
  await expect(page.getByTestId('status')).toHaveText('paused');
  const held = await number(page, 'step');
  await page.keyboard.press('.');
  await expect.poll(() => number(page, 'step')).toBe(held + 1);
  await page.keyboard.press('r');
  await expect(page.getByTestId('step')).toHaveText('0');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search presets' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByTestId('status').click();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('an unknown preset is an error that names it, and another preset opens', async ({ page }) => {
  await page.goto('./?preset=mnist-mpl');
  await expect(page.getByRole('alert')).toContainText('mnist-mpl');
  await page.getByTestId('preset-mnist-mlp').click();
  await expect(page.getByTestId('status')).toHaveText('ready', { timeout: READY });
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('axe finds nothing, at any width, in either theme, with any panel or dialog open', async ({ page }) => {
  test.setTimeout(300_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await page.locator('figure').first().waitFor({ timeout: 60_000 });
  const look = async (state: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html.slice(0, 160))]),
      state,
    ).toEqual([]);
  };
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 1440]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await look(`${colorScheme}, ${width} px`);
    }
  await page.locator('.react-flow__node').filter({ hasText: 'hidden_1' }).click();
  await expect(page.getByRole('heading', { name: 'Activations' })).toBeVisible({ timeout: 60_000 });
  for (const tab of ['Plan', 'Metrics', 'Evaluation', 'Runs', 'Saved'])
    await page.getByRole('tab', { name: tab }).click();
  await look('inspector, plan and saved runs');
  await page.getByTestId('own-data').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('the dialog of own data');
});
