// The `test` of all specs: a page that logs an error or throws fails the test that opened it.

import { test as base, expect, type Page } from '@playwright/test';

type Options = {
  /** Console errors that a test provokes on purpose: `test.use({ expectedErrors: [/404/] })`. */
  expectedErrors: RegExp[];
};

/** Collects what a page reports as errors, from its console and from uncaught exceptions (workers' too). */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
  page.on('crash', () => errors.push('the page crashed'));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()} (${message.location().url})`);
  });
  return errors;
}

export const test = base.extend<Options>({
  expectedErrors: [[], { option: true }],
  page: async ({ page, expectedErrors }, use) => {
    const errors = collectErrors(page);
    await use(page);
    const surprising = errors.filter((error) => !expectedErrors.some((pattern) => pattern.test(error)));
    expect(surprising, 'errors on the page').toEqual([]);
  },
});

export { expect };
