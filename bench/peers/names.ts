/** Who takes part: ours, and each peer on each backend that it has. */
export const CONTESTANTS = ['ours', 'tfjs-webgpu', 'jax-webgpu', 'tfjs-wasm', 'jax-wasm'] as const;

export type ContestantName = (typeof CONTESTANTS)[number];

/** The page that runs a contestant, and the backend it is told. */
export function pageOf(name: ContestantName): { readonly page: string; readonly backend: string } {
  const [page = '', backend = ''] = name.split('-');
  return { page, backend };
}
