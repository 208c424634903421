import { gpuError } from '../core/errors.ts';
import type { PlannedDispatch } from './execution-plan.ts';
import { PARAMS_BINDING, STEP_SCALARS_BINDING, STORAGE_BINDING, TAIL_INTS_BINDING } from './shaders.ts';

/** A compiled pipeline and the layout of its one bind group. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Told how many pipelines of a plan are compiled. */
export type CompileProgress = (done: number, total: number, label: string) => void;

/** Pipelines of a device. Equal code with equal constants and bindings is compiled once, whatever its sizes. */
export class PipelineCache {
  private readonly known = new Map<string, Promise<Pipeline>>();

  constructor(private readonly device: GPUDevice) {}

  get size(): number {
    return this.known.size;
  }

  has(dispatch: PlannedDispatch): boolean {
    return this.known.has(keyOf(dispatch));
  }

  /** Keeps the pipeline no longer; plans that have it go on with it. */
  forget(dispatch: PlannedDispatch): void {
    this.known.delete(keyOf(dispatch));
  }

  get(dispatch: PlannedDispatch): Promise<Pipeline> {
    const key = keyOf(dispatch);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const made = this.compile(dispatch);
    this.known.set(key, made);
    made.catch(() => this.known.delete(key));
    return made;
  }

  /** Compiles all pipelines of a plan side by side. */
  async getAll(dispatches: readonly PlannedDispatch[], onProgress?: CompileProgress): Promise<Pipeline[]> {
    const total = new Set(dispatches.map(keyOf)).size;
    const seen = new Set<string>();
    let done = 0;
    return Promise.all(
      dispatches.map((d) => {
        const key = keyOf(d);
        const first = !seen.has(key);
        seen.add(key);
        return this.get(d).then((pipeline) => {
          if (first) onProgress?.(++done, total, `${d.op} ${d.variant}`);
          return pipeline;
        });
      }),
    );
  }

  private async compile(dispatch: PlannedDispatch): Promise<Pipeline> {
    const label = `${dispatch.op} ${dispatch.variant}`;
    const layout = this.device.createBindGroupLayout({ label, entries: layoutEntries(dispatch) });
    const module = this.device.createShaderModule({ label, code: dispatch.wgsl });
    try {
      const pipeline = await this.device.createComputePipelineAsync({
        label,
        layout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: 'main', constants: dispatch.constants },
      });
      return { pipeline, layout };
    } catch (error) {
      throw await compileError(label, module, error);
    }
  }
}

async function compileError(label: string, module: GPUShaderModule, cause: unknown): Promise<Error> {
  const { messages } = await module.getCompilationInfo().catch(() => ({ messages: [] }));
  const lines = messages
    .filter((m) => m.type === 'error')
    .map((m) => `${m.lineNum}:${m.linePos} ${m.message}`);
  const got = lines.length > 0 ? lines.join('; ') : String(cause);
  return gpuError({ where: `kernel ${label}`, must: 'must compile on this GPU', got }, { cause });
}

function keyOf(d: PlannedDispatch): string {
  const constants = Object.entries(d.constants).sort();
  const access = d.bindings.map((b) => (b.access === 'read' ? 'r' : 'w')).join('');
  const uniforms = [d.params !== null, d.ints !== null, d.usesScalars].map(Number).join('');
  return `${uniforms}${access}${JSON.stringify(constants)}${d.wgsl}`;
}

const COMPUTE = 0x4; // GPUShaderStage.COMPUTE

function layoutEntries(d: PlannedDispatch): GPUBindGroupLayoutEntry[] {
  const uniform = (binding: number): GPUBindGroupLayoutEntry => ({
    binding,
    visibility: COMPUTE,
    buffer: { type: 'uniform' },
  });
  return [
    ...(d.params === null ? [] : [uniform(PARAMS_BINDING)]),
    ...(d.ints === null ? [] : [uniform(TAIL_INTS_BINDING)]),
    ...(d.usesScalars ? [uniform(STEP_SCALARS_BINDING)] : []),
    ...d.bindings.map(
      ({ access }, i): GPUBindGroupLayoutEntry => ({
        binding: STORAGE_BINDING + i,
        visibility: COMPUTE,
        buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
      }),
    ),
  ];
}
