// Finding a Chromium and a Firefox on this machine, and getting one where there is none.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT } from './install.mjs';
import { findSwiftShader, hasGpuDevice, playwrightChromiumFolders, vulkanEnvironment } from './vulkan.mjs';

const CHROMIUM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];
const FIREFOX_NAMES = ['firefox-esr', 'firefox'];

const APPLICATIONS = {
  chromium: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  firefox: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
};
const PROGRAMS = {
  chromium: [
    'Google\\Chrome\\Application\\chrome.exe',
    'Chromium\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe'],
};
const PLAYWRIGHT_EXECUTABLES = [
  'chrome',
  'chrome.exe',
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'headless_shell',
  'chrome-headless-shell',
  'chrome-headless-shell.exe',
];

/** How Chromium gives WebGPU on SwiftShader without a GPU; fewer of these and a page with a canvas dies. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/**
 * The Chromium to use: CHROMIUM_PATH, else the system's, else Playwright's; `undefined` where there is none.
 * @param {Record<string, string | undefined>} [env]
 * @param {string} [platform]
 */
export function findChromium(env = process.env, platform = process.platform) {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  const own = playwrightChromiumFolders(env, platform);
  const downloaded = own.flatMap((folder) => PLAYWRIGHT_EXECUTABLES.map((name) => join(folder, name)));
  return firstRunnable([...systemPaths('chromium', CHROMIUM_NAMES, env, platform), ...downloaded], platform);
}

/**
 * The Firefox to use: FIREFOX_PATH, else the system's; `undefined` where there is none.
 * @param {Record<string, string | undefined>} [env]
 * @param {string} [platform]
 */
export function findFirefox(env = process.env, platform = process.platform) {
  if (env.FIREFOX_PATH) return env.FIREFOX_PATH;
  return firstRunnable(systemPaths('firefox', FIREFOX_NAMES, env, platform), platform);
}

/**
 * Where a browser may lie on this system.
 * @param {'chromium' | 'firefox'} browser
 * @param {string[]} names of its executables on PATH
 * @param {Record<string, string | undefined>} env
 * @param {string} platform
 */
export function systemPaths(browser, names, env, platform) {
  if (platform === 'darwin') return APPLICATIONS[browser];
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (root) => root !== undefined,
    );
    return roots.flatMap((root) => PROGRAMS[browser].map((program) => `${root}\\${program}`));
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** @param {string[]} paths @param {string} platform */
const firstRunnable = (paths, platform) =>
  paths.find((path) => existsSync(path) && isRunnable(path, platform));

/**
 * Whether an executable starts: Ubuntu's `chromium-browser` may be a stub that asks for a snap, and a downloaded
 * Chromium may lack libraries. On Windows `--version` would open a window, so a file that exists has to do.
 * @param {string} path @param {string} platform
 */
function isRunnable(path, platform) {
  if (platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** Debian (or a child of it) where packages may be installed. */
export const canInstallPackages = () =>
  process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0;

/**
 * Installs Debian packages, without questions.
 * @param {string[]} packages
 * @returns {boolean} whether all are there now
 */
function aptInstall(packages) {
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', ['-q', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages);
}

/** Playwright's own download of Chromium. */
function downloadChromium() {
  const cli = join(ROOT, 'node_modules', 'playwright', 'cli.js');
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000', ...process.env };
  return spawnSync(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
}

/** @param {string} message */
const say = (message) => console.log(`Trainyard: ${message}`);

/** Finds a Chromium or gets one: Playwright's download, else Debian's package. @returns {string | undefined} */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  say('no Chromium found, downloading one …');
  downloadChromium();
  if (!findChromium() && canInstallPackages()) {
    say("installing Debian's chromium …");
    aptInstall(['chromium', 'fonts-liberation']);
  }
  return findChromium();
}

/**
 * Whether Dawn can find a Vulkan driver here; tries to get SwiftShader, which comes with Chromium, where not.
 * @returns {string | undefined} which driver, in words
 */
export function ensureVulkan() {
  const driver = vulkanDriver();
  if (driver) return driver;
  say('no Vulkan driver for Dawn found, downloading a Chromium for its SwiftShader …');
  downloadChromium();
  if (!findSwiftShader() && canInstallPackages()) aptInstall(['chromium', 'fonts-liberation']);
  return vulkanDriver();
}

function vulkanDriver() {
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES } = { ...process.env, ...vulkanEnvironment() };
  const chosen = VK_DRIVER_FILES ?? VK_ICD_FILENAMES;
  return chosen ?? (process.platform !== 'linux' || hasGpuDevice() ? "the system's" : undefined);
}

/** Finds a Firefox; on a continuous-integration Debian it is installed, with Mesa's Vulkan drivers for it. */
export function ensureFirefox() {
  const found = findFirefox();
  if (found || !process.env.CI || !canInstallPackages()) return found;
  say("installing Debian's firefox-esr …");
  aptInstall(['firefox-esr', 'mesa-vulkan-drivers']);
  return findFirefox();
}
