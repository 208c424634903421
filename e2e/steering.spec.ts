// Steering a run: slow motion, so many steps, the end of an epoch, seeds; what takes effect at once, and what needs a plan.

import {
  choose,
  expectNoViolations,
  openPage,
  press,
  READY,
  savedBy,
  status,
  stepOf,
  trainBeyond,
} from './support/page.ts';
import { expect, test } from './support/test.ts';

/** An epoch of few steps. */
const FEW = 'preset=mnist-mlp&size=quick&set.batchSize=4096';
const MORE = 'More ways to run';

test('slow motion holds training to its pace, and full speed lets it go', async ({ page }) => {
  await openPage(page, FEW);
  await choose(page, MORE, 'Slow motion: 1 steps/s');
  const start = Date.now();
  await press(page, 'Train');
  await trainBeyond(page, 2);
  // Two steps were waited for: at a second each, whatever the machine. The first may come at once.
  const seconds = (Date.now() - start) / 1000;
  expect(seconds).toBeGreaterThan(1.9);
  const steps = await stepOf(page);
  expect(steps).toBeLessThanOrEqual((Date.now() - start) / 1000 + 2);
  await choose(page, MORE, 'Full speed');
  await expect(status(page)).toHaveText('finished', { timeout: READY });
});

test('100 steps, then to the end of the epoch; a new seed resets and is another run', async ({ page }) => {
  test.setTimeout(300_000);
  await openPage(page, 'preset=mnist-mlp&size=quick&set.batchSize=512');
  const first = async () => {
    await press(page, 'Step');
    await expect.poll(() => stepOf(page), { timeout: READY }).toBe(1);
    return page.getByTestId('loss').textContent();
  };
  const loss = await first();
  await choose(page, MORE, 'Reset with a new seed');
  await expect(page.getByTestId('step')).toHaveText('0');
  await expect(page).not.toHaveURL(/seed=7\b/);
  await expect(page).toHaveURL(/seed=\d+/);
  expect(await first()).not.toBe(loss);
  await choose(page, MORE, 'Run 100 steps');
  await expect(page.getByTestId('step')).toHaveText('101', { timeout: READY });
  await expect(status(page)).toHaveText('paused', { timeout: READY });
  await choose(page, MORE, 'Run to the end of the epoch');
  await expect(page.getByTestId('step')).toHaveText('118', { timeout: READY });
  await expect(page.getByTestId('val-loss')).toHaveText(/\d/, { timeout: READY });
  await expect(status(page)).toHaveText('paused', { timeout: READY });
});

test('settings take effect while it trains, each a mark on the chart; a new plan keeps the weights', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openPage(
    page,
    'preset=headline&size=quick&set.batchSize=256&set.schedule=constant&set.dropout%2Frate=0.2&set.epochs=1000',
  );
  await press(page, 'Train');
  await trainBeyond(page, 1);
  const edits = [
    ['Learning rate', '0.0001'],
    ['Beta 1', '0.8'],
    ['Weight of the auxiliary loss', '0.7'],
    ['Dropout', '0.4'],
  ] as const;
  for (const [name, value] of edits) {
    const field = page.getByRole('textbox', { name, exact: true });
    await field.fill(value);
    await field.press('Enter');
    await expect(page.getByText(new RegExp(`Step \\d+: ${name} ${value}`)).first()).toBeAttached({
      timeout: READY,
    });
    await expect(status(page)).toHaveText('running');
  }
  await expect(page.locator('.react-flow__node').filter({ hasText: '× 0.7' })).toHaveCount(1);
  const before = await stepOf(page);
  const units = page.getByRole('textbox', { name: /^Units of the Dense layers/ });
  await units.fill('24');
  await units.press('Enter');
  await expect(page).toHaveURL(/set\.units=24/, { timeout: READY });
  await expect(page.getByText(/Step \d+: Units of the Dense layers 24/).first()).toBeAttached({
    timeout: READY,
  });
  await trainBeyond(page, before + 1);
  await press(page, 'Pause');
  await expect(status(page)).toHaveText('paused', { timeout: READY });
  await page.getByRole('tab', { name: 'Runs' }).click();
  const run = await savedBy(page, () => page.getByRole('button', { name: 'Export as JSON' }).first().click());
  const { edits: kept, steps } = JSON.parse(run.bytes.toString());
  expect(kept.map(({ id }: { id: string }) => id)).toEqual([
    'learningRate',
    'optimizer/beta1',
    'loss_weight/aux_output',
    'dropout/rate',
    'units',
  ]);
  expect(steps).toBeGreaterThan(before);
});

test('the plan tells the largest batch, and measures its kernels', async ({ page }) => {
  await openPage(page, `${FEW}&tab.centre=plan`);
  const plan = page.getByRole('region', { name: 'Plan' });
  await expect(plan.getByText('Largest batch that fits')).toBeVisible({ timeout: READY });
  await expect(plan.getByRole('img', { name: /^Memory over the step/ })).toBeVisible();
  await expect(plan.getByRole('columnheader', { name: 'Share (estimate)' })).toBeVisible();
  await press(page, 'Measure');
  await expect(plan.getByRole('columnheader', { name: 'Share', exact: true })).toBeVisible({
    timeout: READY,
  });
  await expect(plan.getByRole('row').nth(1)).toContainText(/\d (µs|ms)/);
  await expectNoViolations(page, 'a measured plan');
});
