// Which Vulkan driver Dawn (the npm package `webgpu`) loads in Node. The loader reads these variables once,
// when the addon is loaded, so they have to be set before that: in the parent, or first thing in the process.

import { existsSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const GPU_DEVICE_NODES = ['/dev/nvidiactl', '/dev/dri/renderD128', '/dev/dxg'];
const MANIFEST = 'vk_swiftshader_icd.json';
const LOADER = 'libvulkan.so.1';
const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
];
const CHROMIUM_FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  '/opt/chromium.org/chromium',
  '/opt/microsoft/msedge',
];

/**
 * The folder where Playwright keeps its downloaded browsers.
 * @param {Record<string, string | undefined>} [env]
 * @param {string} [platform]
 */
export function playwrightBrowsersFolder(env = process.env, platform = process.platform) {
  const chosen = env.PLAYWRIGHT_BROWSERS_PATH;
  if (chosen && chosen !== '0') return chosen;
  const home = env.HOME || homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'ms-playwright');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'ms-playwright');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'ms-playwright');
}

/**
 * Folders that may hold Playwright's own Chromium, newest revision first.
 * @param {Record<string, string | undefined>} [env]
 * @param {string} [platform]
 */
export function playwrightChromiumFolders(env = process.env, platform = process.platform) {
  const root = playwrightBrowsersFolder(env, platform);
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name))
    .sort((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
    .flatMap((name) => readdirSync(join(root, name)).map((inner) => join(root, name, inner)));
}

/**
 * Whether this Linux has a GPU's device node, so that the system's driver is the one to use.
 * @param {(path: string) => boolean} [exists]
 */
export const hasGpuDevice = (exists = existsSync) => GPU_DEVICE_NODES.some((node) => exists(node));

/**
 * The manifest of the SwiftShader that some Chromium on this machine carries, or `undefined`.
 * @param {Record<string, string | undefined>} [env]
 * @param {string} [platform]
 * @param {(path: string) => boolean} [exists]
 */
export function findSwiftShader(env = process.env, platform = process.platform, exists = existsSync) {
  return [...CHROMIUM_FOLDERS, ...playwrightChromiumFolders(env, platform)]
    .map((folder) => join(folder, MANIFEST))
    .find((manifest) => exists(manifest));
}

/**
 * Where the system has no Vulkan loader, the one that Chromium carries beside its SwiftShader is put on the library
 * path. The dynamic linker reads that path when a process starts, so this one needs a child process.
 *
 * @param {string} manifest
 * @param {Record<string, string | undefined>} env
 * @param {(path: string) => boolean} exists
 * @returns {Record<string, string>}
 */
function loaderBeside(manifest, env, exists) {
  const folder = dirname(manifest);
  if (LIBRARY_FOLDERS.some((library) => exists(join(library, LOADER)))) return {};
  if (!exists(join(folder, LOADER)) || env.LD_LIBRARY_PATH?.split(':').includes(folder)) return {};
  return { LD_LIBRARY_PATH: [env.LD_LIBRARY_PATH, folder].filter(Boolean).join(':') };
}

/**
 * The variables to add to the environment of the process that loads Dawn.
 *
 * Variables already set win. A system other than Linux, or a Linux with a GPU's device node, uses the system's
 * driver. Else SwiftShader, the CPU implementation beside Chromium (Dawn refuses Mesa's lavapipe).
 *
 * @param {Record<string, string | undefined>} [env] the environment so far
 * @param {string} [platform] as `process.platform`
 * @param {(path: string) => boolean} [exists] whether a path exists; for tests
 * @returns {Record<string, string>} only what is to be added; empty when nothing is
 */
export function vulkanEnvironment(env = process.env, platform = process.platform, exists = existsSync) {
  if (platform !== 'linux') return {};
  /** @type {Record<string, string>} */
  const added = env.XDG_RUNTIME_DIR ? {} : { XDG_RUNTIME_DIR: tmpdir() };
  if (env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES) return added;
  if (hasGpuDevice(exists)) return added;
  const manifest = findSwiftShader(env, platform, exists);
  if (!manifest) return added;
  const driver = { VK_DRIVER_FILES: manifest, VK_ICD_FILENAMES: manifest };
  return { ...added, ...driver, ...loaderBeside(manifest, env, exists) };
}
