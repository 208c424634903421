import { expect, test } from './support/test.ts';

test('MNIST trains in the tab: the loss falls, pause holds, resume goes on, reset starts over', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await page.goto('./?preset=mnist-mlp');
  await expect(page.getByTestId('status')).toHaveText('ready', { timeout: 90_000 });
  await page.getByRole('button', { name: 'Train' }).click();
  await expect
    .poll(async () => Number(await page.getByTestId('step').textContent()), { timeout: 90_000 })
    .toBeGreaterThan(60);
  await expect
    .poll(async () => Number(await page.getByTestId('loss').textContent()), { timeout: 90_000 })
    .toBeLessThan(1);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByTestId('status')).toHaveText('paused', { timeout: 30_000 });
  // The numbers of the last steps are drawn with the next frame.
  await page.waitForTimeout(500);
  const held = await page.getByTestId('step').textContent();
  await page.waitForTimeout(1000);
  expect(await page.getByTestId('step').textContent()).toBe(held);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect
    .poll(async () => Number(await page.getByTestId('step').textContent()), { timeout: 60_000 })
    .toBeGreaterThan(Number(held));
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByTestId('step')).toHaveText('0', { timeout: 30_000 });
});
