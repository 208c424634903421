// The whole of the main job: the seed's model, trained in the browser by our own kernels, reads digits as well as the guide's.

import { expect, test } from './support/test.ts';

const BAR = 97.3;
const EPOCHS = 10;

test(`the MNIST preset reads ${BAR} % of the test digits after one of ${EPOCHS} epochs`, async ({ page }) => {
  test.setTimeout(900_000);
  await page.goto('./?preset=mnist-mlp&tune=off');
  const status = page.getByTestId('status');
  await expect(status).toHaveText('ready', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(status).toHaveText('running');
  const best = async (): Promise<number> => {
    const percent = Number.parseFloat((await page.getByTestId('val-accuracy').textContent()) ?? '');
    if (percent >= BAR) return percent;
    await expect(status).toHaveText('running');
    return 0;
  };
  await expect.poll(best, { timeout: 840_000, intervals: [500] }).toBeGreaterThanOrEqual(BAR);
  expect(Number.parseInt((await page.getByTestId('epoch').textContent()) ?? '', 10)).toBeLessThanOrEqual(
    EPOCHS,
  );
});
