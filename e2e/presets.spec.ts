// Each preset opens, trains, shows its samples, and answers what a person gives it. Black box; errors on the console fail a test.

import type { Locator, Page } from '@playwright/test';
import { expectNoViolations, READY } from './support/page.ts';
import { expect, test } from './support/test.ts';

async function draw(page: Page, pad: Locator): Promise<void> {
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.25, 0.25));
  await page.mouse.down();
  await page.mouse.move(...at(0.75, 0.25), { steps: 4 });
  await page.mouse.move(...at(0.45, 0.85), { steps: 4 });
  await page.mouse.up();
}

async function drawAll(page: Page, own: Locator): Promise<void> {
  for (const pad of await own.getByTestId('draw-pad').all()) await draw(page, pad);
}

const ask = (own: Locator) => own.getByRole('button', { name: 'Ask the model' }).click();

/** Drags the red object of a scene to the left and to the right: the true answer follows, and so does the model's. */
async function rearrange(page: Page, own: Locator): Promise<void> {
  await own.getByRole('textbox').fill('is the red object on the left or on the right');
  const red = own.getByRole('button', { name: /^red \w+ at/ });
  const picture = own.getByRole('img', { name: 'About sample' });
  await picture.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await picture.boundingBox())!;
  for (const [side, across] of [
    ['left', 0.1],
    ['right', 0.9],
  ] as const) {
    await red.hover();
    await page.mouse.down();
    // Where another object is in the way, it goes past.
    for (const down of [0.1, 0.5, 0.9])
      await page.mouse.move(x + across * width, y + down * height, { steps: 8 });
    await page.mouse.up();
    await expect(own).toContainText(`True answer: ${side}`, { timeout: READY });
  }
  const before = await red.getAttribute('aria-label');
  for (const key of ['ArrowUp', 'ArrowLeft']) await red.press(key);
  await expect(own.getByRole('button', { name: before!, exact: true })).toHaveCount(0);
  await expectNoViolations(page, 'a rearranged scene');
  await own.getByRole('button', { name: 'Put the objects back' }).click();
  await expect(own.getByRole('button', { name: 'Put the objects back' })).toHaveCount(0);
}

async function write(own: Locator): Promise<void> {
  for (const text of await own.getByRole('textbox').all()) await text.fill('free money for you and me');
  await ask(own);
}

/** What each preset shows first of a sample, and how a person gives it something of their own. */
const PRESETS: Readonly<
  Record<string, { readonly shows: RegExp; readonly give: (page: Page, own: Locator) => Promise<void> }>
> = {
  'mnist-mlp': { shows: /\d/, give: drawAll },
  'digit-sequence': { shows: /ascending/, give: drawAll },
  headline: { shows: /main_output/, give: (_, own) => write(own) },
  'tweet-pair': { shows: /author/, give: (_, own) => write(own) },
  inception: { shows: /%/, give: drawAll },
  residual: { shows: /%/, give: drawAll },
  'digit-pair': { shows: /same|different/, give: drawAll },
  vqa: { shows: /%/, give: rearrange },
  'video-qa': { shows: /%/, give: (_, own) => ask(own) },
};

for (const [preset, { shows, give }] of Object.entries(PRESETS))
  test(`${preset} opens, trains, shows samples and answers`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.goto(`./?preset=${preset}&size=quick&tune=off`);
    await expect(page.getByTestId('status')).toHaveText('ready', { timeout: READY });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect
      .poll(async () => Number(await page.getByTestId('step').textContent()), { timeout: READY })
      .toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(page.getByTestId('status')).toHaveText('paused', { timeout: READY });
    await expect(page.getByTestId('loss')).toHaveText(/\d/);
    const samples = page.getByRole('region', { name: 'Samples', exact: true });
    await expect(samples.locator('figure').first()).toContainText(shows, { timeout: READY });
    const own = page.getByRole('region', { name: 'Try your own' });
    await give(page, own);
    await expect(own).toContainText(/\d %|ascending: \d/, { timeout: READY });
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'This preset' })).toContainText('Try this');
  });
