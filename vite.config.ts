import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurity } from './tools/setup/content-security.mjs';

export default defineConfig({
  // Relative addresses: the built app runs from any folder of any static host.
  base: './',
  plugins: [react(), contentSecurity()],
  // No fallback to index.html: a file that is missing is a 404, as on a static host.
  appType: 'mpa',
  worker: { format: 'es' },
  // Its WebAssembly lies beside it, where a bundle of dependencies would not find it.
  optimizeDeps: { exclude: ['@jitl/quickjs-wasmfile-release-sync'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 1024 },
});
