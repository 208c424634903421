import { type Browser, chromium } from 'playwright';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/setup/browsers.mjs';
import { hasGpuDevice } from '../../tools/setup/vulkan.mjs';

/** A browser and how much processor time its processes have used. */
export interface Launched {
  readonly browser: Browser;
  readonly version: string;
  /** Milliseconds, of all processes of the browser together. */
  cpuMs(): Promise<number>;
}

/** Starts Chromium: with SwiftShader where there is no GPU. */
export async function launchChromium(): Promise<Launched> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('bench: a Chromium must be there, got none. Try: npm test');
  const flags = hasGpuDevice()
    ? ['--no-sandbox', '--enable-unsafe-webgpu', '--enable-features=Vulkan']
    : CHROMIUM_FLAGS;
  const browser = await chromium.launch({ executablePath, args: flags });
  const devtools = await browser.newBrowserCDPSession();
  const cpuMs = async () => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  return { browser, version: `Chromium ${browser.version()}`, cpuMs };
}
