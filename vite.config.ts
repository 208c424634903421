import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the built app runs from any folder of any static host.
  base: './',
  plugins: [react()],
  // No fallback to index.html: a file that is missing is a 404, as on a static host.
  appType: 'mpa',
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 1024 },
});
