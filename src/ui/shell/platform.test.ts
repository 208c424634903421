import { expect, test } from 'vitest';
import { detectPlatform } from './platform.ts';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 0, 'chrome', 'linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0',
    0,
    'firefox',
    'windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605',
    0,
    'safari',
    'mac',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605',
    5,
    'safari',
    'ios',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537 Chrome/140.0 Mobile Safari/537',
    5,
    'chrome',
    'android',
  ],
  ['curl/8', 0, null, 'other'],
])('%s', (agent, touch, browser, system) => {
  expect(detectPlatform(agent, touch)).toEqual({ browser, system });
});
