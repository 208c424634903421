import { expect, test } from 'vitest';
import { input } from '../nn/input.ts';
import { layers } from '../nn/layers/table.ts';
import { type AnyModel, model } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { callGraph } from './call-graph.ts';
import { isWithin } from './call-values.ts';
import { predictGraph } from './step-graph.ts';
import { layoutWeights } from './weight-layout.ts';

/** A vision model called in time and on a picture, and a dense layer called twice. */
function example(): AnyModel {
  resetNames();
  const image = input({ shape: [6, 6, 1], name: 'image' });
  const seen = layers.flatten()(layers.conv2d({ filters: 2, kernelSize: 3, activation: 'relu' })(image));
  const vision = model({ inputs: image, outputs: seen, name: 'vision' });
  const clip = input({ shape: [4, 6, 6, 1], name: 'clip' });
  const still = input({ shape: [6, 6, 1], name: 'still' });
  const frames = layers.globalAveragePooling1d()(
    layers.timeDistributed({ layer: vision, name: 'frames' })(clip),
  );
  const shared = layers.dense({ units: 3, name: 'shared' });
  const both = layers.concatenate({ name: 'both' })([shared(frames), shared(vision(still))]);
  const outputs = layers.dense({ units: 1, name: 'out' })(both);
  return model({ inputs: [clip, still], outputs }) as unknown as AnyModel;
}

test('shows every call once, nested models and time as boxes, edges through their walls', () => {
  const { nodes, edges, outputs } = callGraph(example());
  const shown = nodes.map(
    (n) => `${n.id} ${n.role} ${n.nodeIndex}/${n.calls}${n.parent === null ? '' : ` in ${n.parent}`}`,
  );
  expect(shown).toEqual([
    'clip input 0/1',
    'frames time-distributed 0/1',
    'frames/vision model 0/2 in frames',
    'frames/vision/conv2d layer 0/2 in frames/vision',
    'frames/vision/flatten layer 0/2 in frames/vision',
    'global_average_pooling1d layer 0/1',
    'shared layer 0/2',
    'still input 0/1',
    'vision model 1/2',
    'vision/conv2d layer 1/2 in vision',
    'vision/flatten layer 1/2 in vision',
    'shared:1 layer 1/2',
    'both layer 0/1',
    'out output 0/1',
  ]);
  expect(edges.map((e) => `${e.from} → ${e.to}`)).toEqual([
    'clip → frames/vision/conv2d',
    'frames/vision/conv2d → frames/vision/flatten',
    'frames/vision/flatten → global_average_pooling1d',
    'global_average_pooling1d → shared',
    'still → vision/conv2d',
    'vision/conv2d → vision/flatten',
    'vision/flatten → shared:1',
    'shared → both',
    'shared:1 → both',
    'both → out',
  ]);
  expect(outputs.map((o) => o.from)).toEqual(['out']);
});

test('names calls as instructions do', () => {
  const made = example();
  const column = (name: string, shape: readonly number[]) =>
    ({
      name,
      shape,
      dtype: 'float32',
      data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
      encoding: 'scale',
    }) as const;
  const inputs = { clip: column('clip', [4, 6, 6, 1]), still: column('still', [6, 6, 1]) };
  const feed = { name: 'f', samples: 1, inputs, targets: {} };
  const { graph } = predictGraph({
    model: made,
    layout: layoutWeights(made.weights, [], null),
    feed,
    batch: 1,
  });
  const calls = callGraph(made).nodes.map((n) => n.id);
  const foreign = graph.instrs.filter(
    (i) => i.where !== '' && !calls.some((call) => isWithin(i.where, call)),
  );
  expect(foreign.map((i) => i.where)).toEqual([]);
});
