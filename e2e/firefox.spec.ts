// The main job in Firefox: another implementation of WebGPU (wgpu) and of WGSL (naga) than Chromium's.

import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import type { Browser, Page } from 'puppeteer-core';
import {
  collectFirefoxErrors,
  control,
  hasFirefox,
  launchFirefox,
  refusedShaders,
} from './support/firefox.ts';

const PRESETS = ['mnist-mlp', 'digit-pair', 'headline'];
const READY = { timeout: 90_000 };

// On a continuous-integration machine it is installed, so there a missing one fails.
test.skip(
  !hasFirefox() && !process.env.CI,
  'No Firefox is installed here: WebGPU in Firefox was not tested.',
);

let firefox: Browser;
let page: Page;
let errors: string[];

test.beforeAll(async () => {
  firefox = await launchFirefox();
});
test.beforeEach(async () => {
  page = await firefox.newPage();
  errors = collectFirefoxErrors(page);
});
test.afterEach(async () => {
  await page.close();
  expect(errors, 'errors on the page').toEqual([]);
});
test.afterAll(async () => {
  await firefox.close();
});

const text = (id: string): Promise<string> =>
  page.$eval(`[data-testid="${id}"]`, (element) => element.textContent ?? '').catch(() => '');
const number = async (id: string): Promise<number> => Number.parseFloat(await text(id));
const press = async (name: string) => (await control(page, 'button', name)).click();
const status = (wanted: string) => expect.poll(() => text('status'), READY).toBe(wanted);

async function open(baseURL: string, preset: string): Promise<void> {
  await page.goto(`${baseURL}?preset=${preset}&tune=off`);
  await status('ready');
}

async function trainBeyond(step: number): Promise<void> {
  await expect.poll(() => number('step'), READY).toBeGreaterThan(step);
}

test('Firefox compiles the steps of the presets, each kernel in every variant', async ({ baseURL }) => {
  const args = ['tools/run.mjs', 'e2e/support/step-shaders.ts', ...PRESETS];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const shaders: { name: string; wgsl: string }[] = JSON.parse(output);
  expect(shaders.length).toBeGreaterThan(100);
  await page.goto(`${baseURL}favicon.svg`);
  expect(await refusedShaders(page, shaders)).toEqual([]);
  // What it must refuse, it does refuse, and says so on the console.
  const broken = { name: 'broken', wgsl: '@compute @workgroup_size(1) fn main() { let x: u32 = 1.5; }' };
  expect(await refusedShaders(page, [broken])).toEqual([{ name: 'broken', messages: [expect.any(String)] }]);
  expect(errors.splice(0)).not.toEqual([]);
});

test('in Firefox the loss falls, pause holds, the rate changes, a drawn digit is answered', async ({
  baseURL,
}) => {
  await open(baseURL!, 'mnist-mlp');
  await press('Train');
  await trainBeyond(3);
  const early = await number('loss');
  await trainBeyond(80);
  expect(await number('loss')).toBeLessThan(early);

  await (await control(page, 'label input', 'Learning rate')).click({ count: 3 });
  await page.keyboard.type('0.002');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toContain('set.learningRate=0.002');
  await press('Pause');
  await status('paused');
  const held = await number('step');
  await draw();
  await expect.poll(answer, READY).toMatch(/^\d$/);
  expect(await number('step')).toBe(held);
});

for (const preset of PRESETS.slice(1)) {
  test(`Firefox trains ${preset}`, async ({ baseURL }) => {
    await open(baseURL!, preset);
    await press('Train');
    await trainBeyond(2);
    expect(await number('loss')).toBeGreaterThan(0);
    await press('Pause');
    await status('paused');
  });
}

/** Draws a seven. */
async function draw(): Promise<void> {
  const pad = await page.waitForSelector('[data-testid="draw-pad"]');
  await pad!.scrollIntoView();
  const { x, y, width, height } = (await pad!.boundingBox())!;
  const at = (right: number, down: number) => [x + right * width, y + down * height] as const;
  await page.mouse.move(...at(0.25, 0.25));
  await page.mouse.down();
  await page.mouse.move(...at(0.75, 0.25), { steps: 6 });
  await page.mouse.move(...at(0.45, 0.85), { steps: 8 });
  await page.mouse.up();
}

const answer = (): Promise<string> =>
  page
    .$eval('[data-testid="try-answer"]', (element) => element.getAttribute('data-answer') ?? '')
    .catch(() => '');
