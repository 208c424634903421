// A person's own model: edited, run in the sandbox, trained; hostile code contained; a link shared.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const READY = 120_000;

async function openCode(page: Page, address = './?preset=mnist-mlp&tune=off&tab.centre=code'): Promise<void> {
  await page.goto(address);
  await expect(page.getByTestId('status')).toHaveText('ready', { timeout: READY });
  await expect(editor(page)).toBeVisible({ timeout: 60_000 });
}

const editor = (page: Page) => page.getByRole('textbox', { name: 'Code of the model, to edit' });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const step = async (page: Page) => Number(await page.getByTestId('step').textContent());

/** Puts a text in place of all code. */
async function write(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

const OWN = `import { input, layers, model } from 'trainyard';

const sizes: number[] = [32, 16, 8];
const pixels = input({ shape: [784], name: 'pixels' });
let x = pixels as unknown;
for (const units of sizes) x = layers.dense({ units, activation: 'relu' })(x);
const digit = layers.dense({ units: 10, activation: 'softmax', name: 'digit' })(x);
const mine = model({ inputs: pixels, outputs: digit, name: 'mine' });
mine.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
`;

test('edited code becomes the model: the graph is drawn anew, and it trains', async ({ page }) => {
  test.setTimeout(300_000);
  await openCode(page);
  await write(page, OWN);
  await press(page, 'Run');
  await expect(page.getByText('25,874 parameters').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('status')).toHaveText('ready', { timeout: READY });
  await press(page, 'Train');
  await expect.poll(() => step(page), { timeout: READY }).toBeGreaterThan(5);
  await press(page, 'Pause');
  await page.getByRole('tab', { name: 'Graph' }).click();
  await expect(page.locator('.react-flow__node')).toHaveCount(6);
  await page.getByRole('tab', { name: 'Code' }).click();
  await expect(editor(page)).toContainText('const sizes: number[]');
  await page.reload();
  await expect(editor(page)).toContainText('const sizes: number[]', { timeout: READY });
  await press(page, 'Back to the code of the model');
  await expect(editor(page)).toContainText("name: 'mnist_mlp'");
  await expect(editor(page)).not.toContainText('const sizes');
});

test('hostile code gets an error in its place, and the page lives on', async ({ page }) => {
  test.setTimeout(300_000);
  await openCode(page);
  const fault = page.getByRole('tabpanel', { name: 'Code' }).getByRole('alert');
  const cases: readonly (readonly [string, RegExp])[] = [
    ['\n\nfor (;;);', /ran longer than it may/],
    // A loop that QuickJS makes itself, in which it looks at no clock.
    ['Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1);', /ran longer than it may/],
    ['const f = () => f() + 1;\nf();', /too deeply/],
    ['const a = [];\nfor (;;) a.push(new Uint8Array(1e6));', /more memory/],
    ['\n  fetch("https://example.org");', /Line 2.*'fetch' is not defined/],
    [OWN.replace('[784]', '[0]'), /Line 4.*shape must be a list of whole numbers above 0/],
  ];
  for (const [code, message] of cases) {
    await write(page, code);
    await press(page, 'Run');
    await expect(fault).toContainText(message, { timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  }
  await expect(page.locator('.cm-lintRange-error')).not.toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html.slice(0, 160))])).toEqual(
    [],
  );
  await press(page, 'Train');
  await expect.poll(() => step(page), { timeout: READY }).toBeGreaterThan(2);
});

test('a link carries preset, settings and code, which runs only on Run', async ({ page, context }) => {
  test.setTimeout(300_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openCode(page, './?preset=mnist-mlp&tune=off&seed=3&tab.centre=code');
  await write(page, OWN);
  await press(page, 'Copy a link to preset, settings and code');
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).search).toBe('');
  await page.goto('about:blank');
  await openCode(page, link);
  await expect(editor(page)).toContainText('const sizes: number[]');
  await expect(page.getByText('It runs only when you press Run')).toBeVisible();
  await expect(page.getByText('55,050 parameters').first()).toBeVisible();
  await press(page, 'Run');
  await expect(page.getByText('25,874 parameters').first()).toBeVisible({ timeout: 60_000 });
  await page.goto('about:blank');
  await page.goto('./?tune=off#share=nonsense');
  await expect(page.getByText('cannot be read')).toBeVisible({ timeout: READY });
});

test('the names of the API are completed', async ({ page }) => {
  await openCode(page);
  await write(page, '');
  await page.keyboard.type('layers.conv2');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('conv2dTranspose');
});
