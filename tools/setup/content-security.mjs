// The Content-Security-Policy of the built page: nothing from other origins, no code from text. WebAssembly may be compiled, for the
// sandbox in which code of the editor runs. Styles may stand inline: components of the page write some.

const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

export const CONTENT_SECURITY = Object.entries(POLICY)
  .map(([name, sources]) => `${name} ${sources.join(' ')}`)
  .join('; ');

/**
 * Puts the policy into the built page. The development server is left without: what it needs to replace modules is inline.
 * @returns {import('vite').Plugin}
 */
export function contentSecurity() {
  return {
    name: 'content-security',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
