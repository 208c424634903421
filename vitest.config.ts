import { defineConfig } from 'vitest/config';
import { vulkanEnvironment } from './tools/setup/vulkan.mjs';

// Here, before any test process is spawned: the Vulkan loader reads its variables when Dawn is loaded.
Object.assign(process.env, vulkanEnvironment());

const never = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 120_000,
          environment: 'node',
          include: ['{src,tools,e2e,bench}/**/*.test.{ts,tsx}'],
          exclude: [...never, '**/*.gpu.test.ts'],
        },
      },
      {
        test: {
          name: 'gpu',
          environment: 'node',
          include: ['**/*.gpu.test.ts'],
          exclude: never,
          setupFiles: ['tools/test/gpu-setup.ts'],
          // One process and one device for all suites: a Dawn instance per suite would cost more than the tests.
          pool: 'forks',
          isolate: false,
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
