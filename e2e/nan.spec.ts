// Numbers that run away: training stops, says where it began, and offers to go back.

import { expectNoViolations, openPage, press, READY, status, stepOf, trainBeyond } from './support/page.ts';
import { expect, test } from './support/test.ts';

/**
 * One linear unit and squared errors: far above 2 / (largest curvature) each step multiplies the error, at a tenth of that rate it
 * shrinks. So it is certain that it overflows, and that the offer helps.
 */
const LINEAR = `import { input, layers, model, optimizers } from 'trainyard';

const pixels = input({ shape: [784], name: 'pixels' });
const guess = layers.dense({ units: 1, name: 'guess' })(pixels);
const line = model({ inputs: pixels, outputs: guess, name: 'line' });
line.compile({ optimizer: optimizers.sgd({ learningRate: 0.001 }), loss: 'mean_squared_error' });
`;

test('too large a rate stops with the node named and the step marked; the offer trains on with a tenth', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openPage(page, 'preset=mnist-mlp&size=quick&set.batchSize=512&set.epochs=1000&tab.centre=code');
  await page.getByRole('textbox', { name: 'Code of the model, to edit' }).click({ timeout: 60_000 });
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(LINEAR);
  await press(page, 'Run');
  await expect(page.getByText('785 parameters').first()).toBeVisible({ timeout: READY });
  await expect(status(page)).toHaveText('ready', { timeout: READY });
  await press(page, 'Train');
  await trainBeyond(page, 3);

  const rate = page.getByRole('textbox', { name: 'Learning rate', exact: true });
  await rate.fill('0.1');
  await rate.press('Enter');
  await expect(status(page)).toHaveText('stopped by NaN', { timeout: READY });
  const notice = page.getByRole('alert');
  await expect(notice).toContainText(
    /Training stopped at step \d+: (guess|loss)\S* became infinite or not a number/,
  );
  const bad = Number(/step (\d+)/.exec((await notice.textContent()) ?? '')?.[1]);
  await expect(page.getByText(`Step ${bad}: NaN`).first()).toBeAttached();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
  await expectNoViolations(page, 'stopped by NaN');

  await press(page, 'Last good weights, a tenth of the rate');
  await expect(status(page)).toHaveText('paused', { timeout: READY });
  await expect(rate).toHaveValue('0.01');
  await expect(notice).toHaveCount(0);
  expect(await stepOf(page)).toBeLessThan(bad);
  await press(page, 'Resume');
  await trainBeyond(page, bad + 20);
  await expect(status(page)).toHaveText('running');
});
