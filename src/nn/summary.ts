import type { SymbolicShape } from '../core/shape.ts';
import type { AnyLayer } from './layer.ts';
import type { AnyModel } from './model.ts';
import type { Node } from './node.ts';
import { type Column, roundHalfEven, textTable } from './text-table.ts';
import type { Weight } from './weight.ts';

/** Options of `model.summary`. */
export interface SummaryOptions {
  /** Characters of a line. Default 88, or 108 where the layers form no chain; 12 more with `showTrainable`. */
  readonly lineLength?: number;
  /** Fractions of the line at which the columns end. */
  readonly positions?: readonly number[];
  /** Gets the text. Default `console.log`. */
  readonly printFn?: (text: string) => void;
  /** Show the layers of nested models too. Default false. */
  readonly expandNested?: boolean;
  /** Show which layers are trained. Default false. */
  readonly showTrainable?: boolean;
}

/** Keras's table of the layers: name and class, output shape, parameters, and what each is connected to. */
export function summaryText(model: AnyModel, options: SummaryOptions = {}): string {
  const chain = isChain(model);
  const trainable = options.showTrainable ?? false;
  const length = options.lineLength ?? (chain ? 88 : 108) + (trainable ? 12 : 0);
  const rows = model.summaryLayers.flatMap((layer) => layerRows(layer, 0));
  const table = textTable(columnsOf(chain, trainable, length, options.positions), rows, length);
  return [`Model: "${model.name}"`, table, ...totals(model), ''].join('\n');

  function layerRows(layer: AnyLayer, level: number): string[][] {
    const prefix = level === 0 ? '' : `${'   '.repeat(level)}└ `;
    const row = [`${prefix}${layer.name} (${layer.className})`, outputText(layer), countText(layer)];
    if (!chain) row.push(connections(model, layer));
    if (trainable) row.push(layer.weights.length === 0 ? '-' : layer.trainable ? 'Y' : 'N');
    const inner = options.expandNested ? nestedLayers(layer) : [];
    return [row, ...inner.flatMap((l) => layerRows(l, level + 1))];
  }
}

function nestedLayers(layer: AnyLayer): readonly AnyLayer[] {
  return 'summaryLayers' in layer ? (layer as unknown as AnyModel).summaryLayers : [];
}

/** Whether every layer has one input, one output and one call, in a row. */
function isChain(model: AnyModel): boolean {
  if (model.isSequential) return true;
  const nodes = model.topology.levels.flat();
  const single = model.topology.levels.every((level) => level.length === 1 && level[0]!.inputs.length <= 1);
  return single && new Set(nodes.map((n) => n.layer)).size === nodes.length;
}

function columnsOf(
  chain: boolean,
  trainable: boolean,
  length: number,
  positions: readonly number[] = chain ? [0.45, 0.8, 1] : [0.3, 0.56, 0.74, 1],
): Column[] {
  const columns: Omit<Column, 'width'>[] = [
    { header: 'Layer (type)', align: 'left' },
    { header: 'Output Shape', align: 'left' },
    { header: 'Param #', align: 'right' },
  ];
  if (!chain) columns.push({ header: 'Connected to', align: 'left' });
  if (trainable) columns.push({ header: 'Trainable', align: 'center' });
  const ends = (trainable ? [...positions.map((p) => p * 0.9), 1] : positions).map((p) =>
    Math.floor(p * length),
  );
  return columns.map((column, i) => ({ ...column, width: ends[i]! - (ends[i - 1] ?? 0) }));
}

function outputText(layer: AnyLayer): string {
  const node = layer.inboundNodes[layer.inboundNodes.length - 1];
  const shapes =
    node?.outputs.map((t) => t.shape) ?? (nestedLayers(layer).length > 0 ? [layer.outputShape].flat(0) : []);
  const texts = (shapes as SymbolicShape[]).map(pythonShape);
  if (texts.length === 0) return '?';
  return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`;
}

/** `(None, 10)` as Keras prints shapes. */
function pythonShape(shape: SymbolicShape): string {
  return `(${shape.map((d) => (d === null ? 'None' : String(d))).join(', ')})`;
}

function countText(layer: AnyLayer): string {
  return layer.built ? grouped(layer.countParams()) : '0 (unbuilt)';
}

/** `lstm[0][0], lstm[1][0]`: the inputs of the layer's calls within the model, by call and output. */
function connections(model: AnyModel, layer: AnyLayer): string {
  const inModel = new Set(model.topology.levels.flat());
  const inputs = layer.inboundNodes.filter((node) => inModel.has(node)).flatMap((node) => node.inputs);
  const texts = inputs.map((t) => `${t.node.layer.name}[${nodeIndex(t.node)}][${t.index}]`);
  return texts.length === 0 ? '-' : texts.join(', ');
}

const nodeIndex = (node: Node): number => node.layer.inboundNodes.indexOf(node);

function totals(model: AnyModel): string[] {
  const trained = countOf(model.trainableWeights);
  const fixed = countOf(model.nonTrainableWeights);
  const optimizer = model.compiled === null ? null : model.optimizerParams;
  const line = (name: string, count: number) => ` ${name}: ${grouped(count)} (${memory(count * 4)})`;
  return [
    line('Total params', trained + fixed + (optimizer ?? 0)),
    line('Trainable params', trained),
    line('Non-trainable params', fixed),
    ...(optimizer === null ? [] : [line('Optimizer params', optimizer)]),
  ];
}

const countOf = (weights: readonly Weight[]): number => weights.reduce((n, w) => n + w.size, 0);

/** 1,234,567 */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Bytes in units of 1,024. */
function memory(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const unit = Math.min(units.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(roundHalfEven((bytes / 1024 ** unit) * 100) / 100).toFixed(2)} ${units[unit]}`;
}
