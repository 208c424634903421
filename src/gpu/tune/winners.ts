import { digest } from '../../core/digest.ts';
import type { OpenedDevice } from '../device.ts';
import { SHADERS_DIGEST } from '../shaders.ts';
import type { Variants } from './variants.ts';

/** Where small texts outlive the page or the process. */
export interface TextStore {
  /** Null where there is none of this name. */
  read(name: string): Promise<string | null>;
  write(name: string, text: string): Promise<void>;
}

/** Winners of one adapter beyond this are no longer ours. */
const MOST = 5000;
const LONGEST = 1000;

/** The variants that were the fastest on one adapter in one browser, kept from run to run. */
export class Winners {
  private constructor(
    private readonly store: TextStore,
    private readonly adapter: string,
    private known: Variants,
  ) {}

  /** Reads what was stored for the adapter; what cannot be read, or was measured with other kernels, is as if it were not. */
  static async load(store: TextStore, adapter: string): Promise<Winners> {
    const text = await store.read(fileOf(adapter)).catch(() => null);
    return new Winners(store, adapter, text === null ? {} : (variantsIn(text, adapter) ?? {}));
  }

  get variants(): Variants {
    return this.known;
  }

  /** Keeps a winner. Where it cannot be stored it counts until the end of the page. */
  async add(key: string, variant: string): Promise<void> {
    this.known = { ...this.known, [key]: variant };
    const { adapter, known: variants } = this;
    const text = JSON.stringify({ adapter, kernels: SHADERS_DIGEST, variants });
    await this.store.write(fileOf(adapter), text).catch(() => {});
  }
}

/** What makes measured times differ: the GPU, its driver as far as it is told, and the browser. */
export function adapterKey({ adapter: { info } }: OpenedDevice): string {
  const runtime = globalThis.navigator?.userAgent ?? 'node';
  return [info.vendor, info.architecture, info.device, info.description, runtime].join(' | ');
}

function variantsIn(text: string, adapter: string): Variants | null {
  const stored = parsed(text);
  if (stored?.adapter !== adapter || stored.kernels !== SHADERS_DIGEST) return null;
  const { variants } = stored;
  if (typeof variants !== 'object' || variants === null) return null;
  const entries = Object.entries(variants);
  const sound = entries.every(([key, v]) => key.length <= LONGEST && typeof v === 'string');
  return sound && entries.length <= MOST ? Object.fromEntries(entries) : null;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** A file name for each adapter. */
const fileOf = (adapter: string): string => `${digest(adapter)}.json`;
