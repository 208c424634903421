// Firefox, the second implementation of WebGPU, driven over WebDriver BiDi: Playwright's own channel needs a patched
// Firefox, puppeteer drives the one that people use.

import { existsSync } from 'node:fs';
import { type Browser, launch } from 'puppeteer-core';
import { findFirefox } from '../../tools/setup/browsers.mjs';
import { vulkanEnvironment } from '../../tools/setup/vulkan.mjs';

/** Mesa's software driver; where it is missing, Firefox gets SwiftShader as Dawn does. */
const LAVAPIPE = ['/usr/share/vulkan/icd.d/lvp_icd.x86_64.json', '/usr/share/vulkan/icd.d/lvp_icd.json'];

/**
 * Starts a headless Firefox with WebGPU in pages and workers.
 * @throws where there is no Firefox
 */
export async function launchFirefox(): Promise<Browser> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('e2e: a Firefox must be installed, got none. Try: set FIREFOX_PATH.');
  const driver = LAVAPIPE.some((manifest) => existsSync(manifest)) ? {} : vulkanEnvironment();
  return launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    env: { ...process.env, ...driver },
    extraPrefsFirefox: {
      'dom.webgpu.enabled': true,
      'gfx.webgpu.ignore-blocklist': true,
      'dom.webgpu.workers.enabled': true,
    },
  });
}
