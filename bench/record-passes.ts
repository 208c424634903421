import type { CompiledPlan } from '../src/gpu/compile.ts';

/** One dispatch with all that it is run with. */
export interface Recorded {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** The dispatches of a plan, so that each can be run alone: notes what the plan encodes instead of encoding it. */
export function recordPasses(compiled: CompiledPlan): Recorded[] {
  const recorded: Recorded[] = [];
  let pipeline: GPUComputePipeline;
  let bindGroup: GPUBindGroup;
  const pass = {
    setPipeline: (next: GPUComputePipeline) => {
      pipeline = next;
    },
    setBindGroup: (_: number, next: GPUBindGroup) => {
      bindGroup = next;
    },
    dispatchWorkgroups: (...workgroups: [number, number, number]) => {
      recorded.push({ pipeline, bindGroup, workgroups });
    },
    end: () => {},
  };
  const encoder = { beginComputePass: () => pass, copyBufferToBuffer: () => {} };
  compiled.encode(encoder as unknown as GPUCommandEncoder);
  return recorded;
}
