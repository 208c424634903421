import { type Shape, sizeOf } from '../core/shape.ts';
import type { Column } from '../data/types.ts';
import type { AnyModel } from '../nn/model.ts';
import { resolveLosses } from '../nn/resolve.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import type { Feed } from './feed.ts';
import { resolveCompiled } from './resolved.ts';
import type { StepSource } from './step-graph.ts';
import { columnShapes } from './target-shapes.ts';
import { layoutWeights } from './weight-layout.ts';

/** What a step of a compiled model is made from, without data: columns as the model would read them. */
export function outlineStep(model: AnyModel, batch: number): StepSource {
  const feed = outlineOf(model, batch);
  const { trainableWeights, optimizer } = model.compiledOr('outline');
  const layout = layoutWeights(model.weights, trainableWeights, optimizer);
  return { model, layout, resolved: resolveCompiled(model, columnShapes(feed.targets)), feed, batch };
}

function outlineOf(model: AnyModel, samples: number): Feed {
  const outputs = model.outputs.map((t, i) => {
    const name = model.outputNames[i]!;
    return { name, output: t.shape, target: t.shape };
  });
  const losses = resolveLosses(model.compiledOr('outline').loss, outputs);
  const targets = model.outputs.flatMap((t, i) => {
    const loss = losses[i] ?? null;
    if (loss === null) return [];
    const shape = shapeOf(t);
    const column = loss.targets === 'sparse' ? ids(shape.slice(0, -1)) : numbers(shape);
    return [[model.outputNames[i]!, column] as const];
  });
  const inputs = model.inputs.map(
    (t) => [t.name, t.dtype === 'float32' ? numbers(shapeOf(t)) : ids(shapeOf(t))] as const,
  );
  return {
    name: 'outline',
    samples,
    inputs: Object.fromEntries(inputs),
    targets: Object.fromEntries(targets),
  };
}

/** Shape of a sample; axes that are not known yet count as one. */
const shapeOf = ({ shape }: SymbolicTensor): Shape => shape.slice(1).map((d) => d ?? 1);

const numbers = (shape: Shape): Column => ({
  name: 'numbers',
  shape,
  dtype: 'uint8',
  data: new Uint8Array(sizeOf(shape)),
  encoding: 'scale',
  scale: 1 / 255,
});

const ids = (shape: Shape): Column => ({
  name: 'ids',
  shape,
  dtype: 'int32',
  data: new Int32Array(sizeOf(shape)),
  encoding: 'id',
});
