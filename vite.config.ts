import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { contentSecurity } from './tools/setup/content-security.mjs';

export default defineConfig({
  // Relative addresses: the built app runs from any folder of any static host.
  base: './',
  plugins: [react(), contentSecurity(), offline()],
  // No fallback to index.html: a file that is missing is a 404, as on a static host.
  appType: 'mpa',
  worker: { format: 'es' },
  // Its WebAssembly lies beside it, where a bundle of dependencies would not find it.
  optimizeDeps: { exclude: ['@jitl/quickjs-wasmfile-release-sync'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 1024 },
});

/**
 * Keeps the app in the browser at the first visit, so that it opens without a network; the worker keeps the data. With a network the page
 * itself comes from there, so that a new version shows at once, and what it names by hash is at hand or fetched; nothing is asked.
 */
function offline() {
  return VitePWA({
    injectRegister: false,
    // What is kept changes only when no page of the old version is open: its parts may still be loaded.
    registerType: 'prompt',
    includeAssets: [],
    manifest: {
      name: 'Trainyard',
      short_name: 'Trainyard',
      description: 'Train functional models in this tab, on your own GPU, and watch them learn.',
      start_url: './',
      display: 'standalone',
      icons: [{ src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml' }],
    },
    workbox: {
      globPatterns: ['**/*.{js,css,html,svg,wasm,woff2}'],
      globIgnores: ['data/**'],
      maximumFileSizeToCacheInBytes: 16e6,
      clientsClaim: true,
      directoryIndex: '',
      navigateFallback: null,
      runtimeCaching: [
        {
          urlPattern: ({ request, url }) =>
            request.mode === 'navigate' && /\/(index\.html)?$/.test(url.pathname),
          handler: 'NetworkOnly',
          options: { precacheFallback: { fallbackURL: 'index.html' } },
        },
      ],
    },
  });
}
