// Pictures of every preset in both themes and at three widths, to be looked at: `npm run screenshots [preset …]`. No test.

import { expect, test } from './support/test.ts';

const PRESETS = [
  'mnist-mlp',
  'digit-sequence',
  'headline',
  'tweet-pair',
  'inception',
  'residual',
  'digit-pair',
  'vqa',
  'video-qa',
];
const SIZES = [
  [360, 780],
  [1280, 800],
  [2560, 1440],
] as const;
const STEPS = 40;

for (const preset of PRESETS)
  test(preset, async ({ page }) => {
    test.setTimeout(600_000);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`./?preset=${preset}&size=quick&tune=off`);
    await expect(page.getByTestId('status')).toHaveText('ready', { timeout: 120_000 });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect
      .poll(async () => Number(await page.getByTestId('step').textContent()), { timeout: 300_000 })
      .toBeGreaterThan(STEPS);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(page.getByTestId('status')).toHaveText('paused', { timeout: 120_000 });
    for (const colorScheme of ['light', 'dark'] as const)
      for (const [width, height] of SIZES) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height });
        await page.locator('figure').first().waitFor();
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: `e2e/artifacts/screens/${preset}-${width}-${colorScheme}.png` });
      }
  });
