import { expect, test } from 'vitest';
import { findChromium, findFirefox, systemPaths } from './browsers.mjs';

test('the variables win', () => {
  expect(findChromium({ CHROMIUM_PATH: '/my/chromium' }, 'linux')).toBe('/my/chromium');
  expect(findFirefox({ FIREFOX_PATH: '/my/firefox' }, 'linux')).toBe('/my/firefox');
});

test('on Linux each name is looked for in every folder of PATH, the better name first', () => {
  expect(systemPaths('chromium', ['chromium', 'google-chrome'], { PATH: '/a:/b' }, 'linux')).toEqual([
    '/a/chromium',
    '/b/chromium',
    '/a/google-chrome',
    '/b/google-chrome',
  ]);
});

test('on Windows it lies below the program folders that are set', () => {
  const paths = systemPaths('firefox', [], { PROGRAMFILES: 'C:\\Programs' }, 'win32');
  expect(paths).toEqual(['C:\\Programs\\Mozilla Firefox\\firefox.exe']);
});

test('on a Mac it lies among the applications', () => {
  expect(systemPaths('chromium', [], {}, 'darwin')[0]).toMatch(/^\/Applications\/.*Chrome$/);
});

test('where there is none, there is none', () => {
  expect(findChromium({ PATH: '/nowhere', HOME: '/nowhere' }, 'linux')).toBeUndefined();
});
