import { expect, test } from 'vitest';
import { findSwiftShader, playwrightBrowsersFolder, vulkanEnvironment } from './vulkan.mjs';

const DEBIAN = '/usr/lib/chromium/vk_swiftshader_icd.json';
const onDebian = (path: string) => path === DEBIAN;
const env = { HOME: '/nowhere', XDG_RUNTIME_DIR: '/run/user/1' };

test('without a GPU the driver is the SwiftShader beside Chromium', () => {
  expect(vulkanEnvironment(env, 'linux', onDebian)).toEqual({
    VK_DRIVER_FILES: DEBIAN,
    VK_ICD_FILENAMES: DEBIAN,
  });
});

test.each(['/dev/nvidiactl', '/dev/dri/renderD128', '/dev/dxg'])(
  '%s means the driver of the system',
  (node) => {
    expect(vulkanEnvironment(env, 'linux', (path) => path === node || onDebian(path))).toEqual({});
  },
);

test.each(['VK_DRIVER_FILES', 'VK_ICD_FILENAMES'])('%s that is already set wins', (name) => {
  expect(vulkanEnvironment({ ...env, [name]: '/my/icd.json' }, 'linux', onDebian)).toEqual({});
});

test.each(['darwin', 'win32'])('%s needs nothing', (platform) => {
  expect(vulkanEnvironment({}, platform, onDebian)).toEqual({});
});

test('without a Vulkan loader of the system, the one beside SwiftShader goes on the library path', () => {
  const beside = (path: string) => onDebian(path) || path === '/usr/lib/chromium/libvulkan.so.1';
  const added = vulkanEnvironment({ ...env, LD_LIBRARY_PATH: '/opt/lib' }, 'linux', beside);
  expect(added.LD_LIBRARY_PATH).toBe('/opt/lib:/usr/lib/chromium');
  const system = (path: string) => beside(path) || path === '/usr/lib64/libvulkan.so.1';
  expect(vulkanEnvironment(env, 'linux', system)).not.toHaveProperty('LD_LIBRARY_PATH');
});

test('XDG_RUNTIME_DIR is filled in where it is missing', () => {
  expect(vulkanEnvironment({ HOME: '/nowhere' }, 'linux', () => false)).toEqual({
    XDG_RUNTIME_DIR: expect.any(String),
  });
});

test('no Chromium, no SwiftShader', () => {
  expect(findSwiftShader(env, 'linux', () => false)).toBeUndefined();
});

test('the browsers of Playwright lie where its variable says', () => {
  expect(playwrightBrowsersFolder({ PLAYWRIGHT_BROWSERS_PATH: '/browsers' }, 'linux')).toBe('/browsers');
  expect(playwrightBrowsersFolder({ HOME: '/h' }, 'linux')).toBe('/h/.cache/ms-playwright');
});
