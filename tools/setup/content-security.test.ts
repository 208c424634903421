import { expect, test } from 'vitest';
import { CONTENT_SECURITY, contentSecurity } from './content-security.mjs';

test('allows no code from text and nothing from other origins', () => {
  expect(CONTENT_SECURITY).not.toContain("'unsafe-eval'");
  expect(CONTENT_SECURITY).not.toMatch(/https?:|wss?:|\*/);
  expect(CONTENT_SECURITY).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
  expect(CONTENT_SECURITY).toMatch(/^default-src 'none'/);
});

test('stands first in the head of the built page', () => {
  const plugin = contentSecurity();
  expect(plugin.apply).toBe('build');
  const tags = (plugin.transformIndexHtml as () => unknown[])();
  expect(tags).toMatchObject([{ tag: 'meta', injectTo: 'head-prepend' }]);
});
