// What the tests of the page do over and over.

import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

/** Milliseconds that a preset may take to open on a small machine. */
export const READY = 120_000;

export const status = (page: Page): Locator => page.getByTestId('status');
export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
export const stepOf = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('step').textContent());

/** Opens a preset, ready to train. */
export async function openPage(page: Page, query: string): Promise<void> {
  await page.goto(`./?tune=off&${query}`);
  await expect(status(page)).toHaveText('ready', { timeout: READY });
}

export async function trainBeyond(page: Page, step: number): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout: READY }).toBeGreaterThan(step);
}

/** Chooses an entry of a menu. */
export async function choose(page: Page, menu: string, entry: string | RegExp): Promise<void> {
  await press(page, menu);
  await page
    .getByRole('menuitem', { name: entry })
    .or(page.getByRole('menuitemcheckbox', { name: entry }))
    .click();
}

interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The file that an action hands to the person. */
export async function savedBy(page: Page, act: () => Promise<void>): Promise<SavedFile> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Width and height of a PNG, as its first chunk says; fails for what is none. */
export function pngSize(bytes: Buffer): { readonly width: number; readonly height: number } {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect(bytes.subarray(-8, -4).toString('latin1')).toBe('IEND');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Fails where axe finds anything in the page as it is. */
export async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))]);
  expect(found, state).toEqual([]);
}
