// With Chinese chosen, what a person meets reads in Chinese: faults, notices of storage, states. Data may be English; the engine's own words
// of a fault can be opened below it.

import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expectNoViolations, press, READY, stepOf, trainBeyond } from './support/page.ts';
import { expect, test } from './support/test.ts';

const QUICK = 'preset=mnist-mlp&size=quick';

/** Three English words after each other. */
const ENGLISH = /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i;

test.beforeEach(async ({ context }) => {
  await context.addInitScript(() => {
    localStorage.setItem('trainyard.view', JSON.stringify({ language: 'zh' }));
  });
});

const ready = (page: Page) => expect(page.getByTestId('status')).toHaveText('就绪', { timeout: READY });

async function openChinese(page: Page, query = QUICK): Promise<void> {
  await page.goto(`./?tune=off&${query}`);
  await ready(page);
}

const notice = (page: Page, text: RegExp): Locator =>
  page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: text });

/** What is to be read: without what is folded away. */
async function expectChinese(place: Locator, text: RegExp): Promise<void> {
  await expect(place).toContainText(text, { timeout: READY });
  await expect(place).not.toContainText(ENGLISH, { useInnerText: true });
}

test('faults of the page: an unknown preset, a bad table, a picture that is none', async ({ page }) => {
  await page.goto('./?preset=mnist-mpl');
  await expectChinese(page.getByRole('alert'), /预设:必须是其中之一/);
  await page.getByText('引擎原文').click();
  await expect(page.getByRole('alert')).toContainText('preset: must be one of');
  await expectNoViolations(page, 'a fault with its original');

  await openChinese(page);
  await page.getByTestId('own-data').click();
  const dialog = page.getByRole('dialog');
  const give = (text: string) =>
    dialog
      .locator('input[type="file"][accept*="csv"]')
      .setInputFiles({ name: 'flowers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('petal,species\nn/a,rose\n1,lily\n');
  await expectChinese(dialog.getByRole('alert'), /至少要有 4 个可用的行.*第 2 行,“n\/a”不是数/);
  await press(page, '重新选择');
  const rows = Array.from({ length: 30 }, (_, i) => `${i % 2 ? 5 : 1},${i % 2 ? 'rose' : 'lily'}`);
  await give(`petal,species\n${rows.join('\n')}\nn/a,rose\n`);
  await dialog.getByText('逐行列出的问题:1').click();
  await expectChinese(dialog.getByRole('listitem').last(), /第 32, petal 行:.*“n\/a”不是数/);
  await press(page, '关闭');

  const file = { name: 'notes.txt', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await page.getByLabel('或选择图片').setInputFiles(file);
  await expectChinese(page.getByRole('alert').first(), /notes.txt:必须是边长不超过 \d+ 像素的 PNG/);
});

test('a lost GPU, a file that does not fit, a run of another tab', async ({ page, context, browser }) => {
  test.setTimeout(300_000);
  await openChinese(page, `${QUICK}&tab.charts=saves`);
  await press(page, '训练');
  await trainBeyond(page, 5);
  const before = await stepOf(page);
  await (await browser.newBrowserCDPSession()).send('Browser.crashGpuProcess');
  await expectChinese(notice(page, /GPU 曾丢失并已恢复/), /训练从第 \d+ 步继续/);
  await trainBeyond(page, before);
  await press(page, '暂停');
  await expect(page.getByTestId('status')).toHaveText('已暂停', { timeout: READY });
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, '保存为文件')]);
  const buffer = await readFile(await download.path());

  const second = await context.newPage();
  await openChinese(second, `${QUICK}&tab.charts=saves`);
  await notice(second, /可以从那里继续/)
    .getByRole('button', { name: '从此处继续' })
    .click();
  await expectChinese(notice(second, /另一个标签页/), /由它保存:这里只读/);
  await second.close();

  await openChinese(page, `${QUICK}&set.units=24&tab.charts=saves`);
  await page
    .getByLabel('打开文件')
    .setInputFiles({ name: 'run.safetensors', mimeType: 'application/octet-stream', buffer });
  await expectChinese(notice(page, /未作任何更改/), /hidden_1\/kernel: 形状为 .*,这里是/);
  await page.getByLabel('打开文件').setInputFiles({
    name: 'other.safetensors',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('these are no tensors'),
  });
  await expectChinese(page.getByRole('alert').filter({ hasText: 'safetensors' }), /头部不得超过 \d+ 字节/);
});

test('without any storage, and with settings out of bounds', async ({ page }) => {
  await page.route('**/assets/*.js', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    if (body.includes('lose-device')) await route.fulfill({ response, body: `${NOTHING_STORED}\n${body}` });
    else await route.fulfill({ response });
  });
  await openChinese(page);
  await expectChinese(notice(page, /快照会丢失/), /此浏览器不允许页面存储/);
  await page.goto(`./?tune=off&${QUICK}&set.batchSize=0`);
  await expectChinese(page.getByRole('alert'), /必须是 1 到 \d+ 之间的数/);
});

const NOTHING_STORED = `StorageManager.prototype.getDirectory = () => Promise.reject(new Error("forbidden"));
IDBFactory.prototype.open = () => { throw new Error("forbidden"); };`;
