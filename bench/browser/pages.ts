import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

/** The repository: shaders are found from there. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = 'bench/page';
const OUT = fileURLToPath(new URL('../../node_modules/.trainyard-bench/', import.meta.url));

/** Workers of WASM backends share memory, which pages may only where they are isolated. */
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * The pages, built as the app is built and served: their address, and how to end it. Not minified: TensorFlow.js starts
 * WASM threads from the text of its own functions.
 */
export async function servePages(
  names: readonly string[],
): Promise<{ address: string; close(): Promise<void> }> {
  const shared = { root: ROOT, configFile: false, base: './', publicDir: false, logLevel: 'warn' } as const;
  const input = Object.fromEntries(names.map((name) => [name, `${ROOT}${PAGES}/${name}.html`]));
  await build({
    ...shared,
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: 'es2022',
      chunkSizeWarningLimit: 8192,
      minify: false,
      rolldownOptions: { input },
    },
  });
  const server = await preview({
    ...shared,
    build: { outDir: OUT },
    preview: { port: 0, headers: ISOLATED },
  });
  const { port } = server.httpServer.address() as { port: number };
  return { address: `http://localhost:${port}/${PAGES}/`, close: () => server.close() };
}
