// Firefox, the second implementation of WebGPU, driven over WebDriver BiDi: Playwright's own channel needs a patched
// Firefox, puppeteer drives the one that people use.

import { existsSync } from 'node:fs';
import { type Browser, type ElementHandle, launch, type Page } from 'puppeteer-core';
import { findFirefox } from '../../tools/setup/browsers.mjs';
import { vulkanEnvironment } from '../../tools/setup/vulkan.mjs';

/** Mesa's software driver; where it is missing, Firefox gets SwiftShader as Dawn does. */
const LAVAPIPE = ['/usr/share/vulkan/icd.d/lvp_icd.x86_64.json', '/usr/share/vulkan/icd.d/lvp_icd.json'];

/** Whether there is a Firefox to test with. */
export const hasFirefox = (): boolean => findFirefox() !== undefined;

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
    defaultViewport: { width: 1440, height: 900 },
    env: { ...process.env, ...driver },
    extraPrefsFirefox: {
      'dom.webgpu.enabled': true,
      'gfx.webgpu.ignore-blocklist': true,
      'dom.webgpu.workers.enabled': true,
    },
  });
}

/** Collects what a page reports as errors, from its console and from uncaught exceptions. */
export function collectFirefoxErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()}`);
  });
  return errors;
}

/** Waits for a control by its name: what it, or the label around it, says. The browser's own names are slow to ask for. */
export async function control(page: Page, selector: string, name: string): Promise<ElementHandle<Element>> {
  const find = (selector: string, name: string) =>
    [...document.querySelectorAll(selector)].find((element) => {
      const said = element.getAttribute('aria-label') ?? (element.closest('label') ?? element).textContent;
      return said?.trim() === name;
    });
  const found = await page.waitForFunction(find, { polling: 200 }, selector, name);
  return found as ElementHandle<Element>;
}

/** A shader that Firefox refuses, and what it says of it. */
export interface Refused {
  readonly name: string;
  readonly messages: readonly string[];
}

/** Has Firefox compile shaders, and gives those that it refuses. The page must be one of a secure origin. */
export function refusedShaders(
  page: Page,
  shaders: readonly { readonly name: string; readonly wgsl: string }[],
): Promise<Refused[]> {
  return page.evaluate(async (all) => {
    const adapter = await navigator.gpu.requestAdapter();
    const device = await adapter!.requestDevice();
    device.pushErrorScope('validation');
    const results = await Promise.all(
      all.map(async ({ name, wgsl }) => {
        const { messages } = await device.createShaderModule({ code: wgsl }).getCompilationInfo();
        const errors = messages.filter(({ type }) => type === 'error');
        return { name, messages: errors.map((m) => `${m.lineNum}:${m.linePos} ${m.message}`) };
      }),
    );
    await device.popErrorScope();
    device.destroy();
    return results.filter(({ messages }) => messages.length > 0);
  }, shaders);
}
