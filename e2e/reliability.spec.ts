// What was trained is not lost: a reload, a second tab, a file, a lost device, a crash of the GPU's process.

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const READY = 120_000;
const SAVED = 'tab.charts=saves';

const step = async (page: Page) => Number(await page.getByTestId('step').textContent());
const status = (page: Page) => page.getByTestId('status');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const notice = (page: Page, text: RegExp) =>
  page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: text });

async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`./?preset=mnist-mlp&size=quick&tune=off&${SAVED}${query}`);
  await expect(status(page)).toHaveText('ready', { timeout: READY });
}

async function trainTo(page: Page, least: number): Promise<void> {
  await expect.poll(() => step(page), { timeout: READY }).toBeGreaterThanOrEqual(least);
}

test('a reloaded page offers the stored run, which goes on; a second tab of it is read-only until the first is closed', async ({
  page,
  context,
}) => {
  await open(page);
  await press(page, 'Train');
  const rows = page.getByRole('region', { name: 'Saved' }).getByRole('button', { name: 'Go on from here' });
  await expect(rows.first()).toBeVisible({ timeout: READY });
  await expect(page.getByText(/ of .* for snapshots; the oldest give way/).last()).toBeVisible();

  await page.reload();
  const offer = notice(page, /is stored here/);
  await expect(offer).toContainText(/MNIST.*after step \d+/, { timeout: READY });
  const stored = Number(/step (\d+)/.exec((await offer.textContent()) ?? '')?.[1]);
  await offer.getByRole('button', { name: 'Go on from here' }).click();
  await expect(status(page)).toHaveText('paused', { timeout: READY });
  await expect(page.getByTestId('step')).toHaveText(String(stored));
  await press(page, 'Step');
  await expect(page.getByTestId('step')).toHaveText(String(stored + 1));

  const second = await context.newPage();
  await open(second);
  await notice(second, /is stored here/)
    .getByRole('button', { name: 'Go on from here' })
    .click();
  await expect(notice(second, /open in another tab/)).toBeVisible({ timeout: READY });
  await expect(notice(page, /another tab/)).toHaveCount(0);

  await press(page, 'Step');
  await expect(page.getByTestId('step')).toHaveText(String(stored + 2));
  await hide(page);
  await expect(snapshots(page).first()).toContainText(String(stored + 2), { timeout: READY });
  await page.close();
  await expect(notice(second, /other tab has left this run/)).toBeVisible();
  await notice(second, /is stored here/)
    .getByRole('button', { name: 'Go on from here' })
    .click();
  await expect(second.getByTestId('step')).toHaveText(String(stored + 2), { timeout: READY });
  await expect(notice(second, /another tab|other tab/)).toHaveCount(0);
  await press(second, 'Step');
  await expect(second.getByTestId('step')).toHaveText(String(stored + 3));
  await hide(second);
  await expect(snapshots(second).first()).toContainText(String(stored + 3), { timeout: READY });
});

/** Tells the page what browsers tell it when its tab is closed or another is chosen. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    document.dispatchEvent(new Event('visibilitychange'));
    Reflect.deleteProperty(document, 'hidden');
  });
}

/** The lines of stored snapshots. */
const snapshots = (page: Page) =>
  page.getByRole('region', { name: 'Saved' }).locator('tbody').getByRole('row');

const TOO_LARGE = `import { input, layers, model } from 'trainyard';
const x = input({ shape: [784], name: 'pixels' });
const y = layers.dense({ units: 10, activation: 'softmax' })(layers.dense({ units: 2 ** 20 })(x));
const m = model({ inputs: x, outputs: y });
m.compile({ loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
`;

test('a run that gives way to a model that does not compile is stored at its step, and comes back', async ({
  page,
}) => {
  await open(page, '&tab.centre=code');
  await press(page, 'Train');
  await trainTo(page, 5);
  await press(page, 'Pause');
  await expect(status(page)).toHaveText('paused');
  const left = await step(page);
  await page.getByRole('textbox', { name: 'Code of the model, to edit' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(TOO_LARGE);
  await press(page, 'Run');
  await expect(notice(page, /must fit/)).toBeVisible({ timeout: READY });
  await expect(status(page)).toHaveText('paused', { timeout: READY });
  await expect(page.getByText('55,050 parameters').first()).toBeVisible();
  await expect(page.getByTestId('step')).toHaveText(String(left));
  await expect(snapshots(page).first()).toContainText(String(left));
  await press(page, 'Step');
  await expect(page.getByTestId('step')).toHaveText(String(left + 1));
});

test('a run saved as a file is opened by drop; with another model it says what does not fit', async ({
  page,
}) => {
  await open(page);
  await press(page, 'Train');
  await trainTo(page, 5);
  await press(page, 'Pause');
  await expect(status(page)).toHaveText('paused');
  const saved = await step(page);
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save as a file')]);
  expect(download.suggestedFilename()).toBe(`mnist-mlp-step-${saved}.safetensors`);
  const path = await download.path();

  await press(page, 'Reset');
  await expect(page.getByTestId('step')).toHaveText('0');
  await drop(page, 'run.safetensors', await readFile(path));
  await expect(notice(page, /tensors loaded, 0 did not fit/)).toBeVisible();
  await expect(page.getByTestId('step')).toHaveText(String(saved));

  await open(page, '&set.units=24');
  const buffer = await readFile(path);
  const file = { name: 'run.safetensors', mimeType: 'application/octet-stream', buffer };
  await page.getByLabel('Open a file').setInputFiles(file);
  await expect(notice(page, /Nothing was changed/)).toContainText('hidden_1/kernel: has shape');
  await press(page, 'Open the run of the file');
  await expect(status(page)).toHaveText('paused', { timeout: READY });
  await expect(page.getByTestId('step')).toHaveText(String(saved));
  await expect(page.getByText('55,050 parameters').first()).toBeVisible();
});

/** What a file dropped on the page looks like to it. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const given = { name, text: bytes.toString('base64') };
  await page.evaluate(async ({ name, text }) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, given);
}

test('training survives a crash of the GPU process', async ({ page, browser }) => {
  await open(page);
  await press(page, 'Train');
  await trainTo(page, 5);
  const before = await step(page);
  await (await browser.newBrowserCDPSession()).send('Browser.crashGpuProcess');
  await expect(notice(page, /The GPU was lost and came back/)).toBeVisible({ timeout: READY });
  await trainTo(page, before + 5);
  await expect(status(page)).toHaveText('running');
});

/** Runs some lines in the engine's worker before all else. */
async function inWorker(page: Page, lines: string): Promise<void> {
  await page.route('**/assets/*.js', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    if (body.includes('lose-device')) await route.fulfill({ response, body: `${lines}\n${body}` });
    else await route.fulfill({ response });
  });
}

const NO_FILES = 'StorageManager.prototype.getDirectory = () => Promise.reject(new Error("forbidden"));';

test('without a file system the database keeps snapshots; without both there is a notice', async ({
  page,
  context,
}) => {
  await inWorker(page, NO_FILES);
  await open(page);
  await press(page, 'Train');
  await expect(page.getByRole('region', { name: 'Saved' }).getByRole('row')).not.toHaveCount(0, {
    timeout: READY,
  });
  await page.reload();
  await expect(notice(page, /is stored here/)).toBeVisible({ timeout: READY });
  await page.close();

  const bare = await context.newPage();
  await inWorker(bare, `${NO_FILES} IDBFactory.prototype.open = () => { throw new Error("forbidden"); };`);
  await open(bare);
  await expect(notice(bare, /lets the page store nothing/)).toBeVisible();
  await press(bare, 'Step');
  await expect(bare.getByTestId('step')).toHaveText('1');
});
