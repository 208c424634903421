import { dataError } from '../core/errors.ts';
import { required } from '../core/invariant.ts';
import { formatShape, type Shape, sizeOf } from '../core/shape.ts';
import type { Column } from '../data/types.ts';
import type { Builder } from '../graph/ir/builder.ts';
import type { ValueId } from '../graph/ir/graph.ts';
import { add, multiply } from '../graph/ops/arithmetic.ts';
import { binaryOf } from '../graph/ops/binary.ts';
import { broadcastInDim } from '../graph/ops/broadcast-in-dim.ts';
import { cast } from '../graph/ops/cast.ts';
import { constant } from '../graph/ops/constant.ts';
import { gather } from '../graph/ops/gather.ts';
import { iota } from '../graph/ops/iota.ts';
import { reshape } from '../graph/ops/reshape.ts';

/** Columns that a model reads, by the names of its inputs and outputs, and optional weights of the samples. */
export interface Feed {
  /** Distinguishes the resident data of splits: `train`, `validation`. */
  readonly name: string;
  readonly samples: number;
  readonly inputs: Readonly<Record<string, Column>>;
  readonly targets: Readonly<Record<string, Column>>;
  /** float32 [samples] or of the losses' shape, by output. */
  readonly weights?: Readonly<Record<string, Column>>;
}

/** A typed array that lies on the device for the whole run. */
export interface ResidentArray {
  readonly name: string;
  readonly data: Uint8Array | Int32Array | Float32Array | Uint32Array;
  readonly shape: Shape;
}

/** Scalar that says where in the epoch's order the batch begins. */
export const BATCH_START = 'batch_start';
export const orderName = (feed: string): string => `order/${feed}`;

/** The arrays of a feed, each once however many columns share it. */
export function residentArrays(feed: Feed): ResidentArray[] {
  const names = residentNames(feed);
  const seen = new Map<string, ResidentArray>();
  for (const column of allColumns(feed)) {
    const rows = rowShape(column);
    const name = required(names.get(column.data), 'name of data');
    seen.set(name, { name, data: column.data, shape: [column.data.length / sizeOf(rows), sizeOf(rows)] });
    if (column.index === undefined) continue;
    const indexName = required(names.get(column.index.rows), 'name of index');
    const count = sizeOf(column.index.shape);
    seen.set(indexName, {
      name: indexName,
      data: column.index.rows,
      shape: [column.index.rows.length / count, count],
    });
  }
  return [...seen.values()];
}

const allColumns = (feed: Feed): Column[] => [
  ...Object.values(feed.inputs),
  ...Object.values(feed.targets),
  ...Object.values(feed.weights ?? {}),
];

function residentNames(feed: Feed): Map<object, string> {
  const names = new Map<object, string>();
  for (const { name, data, index } of allColumns(feed)) {
    if (!names.has(data)) names.set(data, `data/${feed.name}/${names.size}/${name}`);
    if (index !== undefined && !names.has(index.rows))
      names.set(index.rows, `data/${feed.name}/${names.size}/${name}.rows`);
  }
  return names;
}

const rowShape = ({ shape, index }: Column): Shape => shape.slice(index?.shape.length ?? 0);

/**
 * Gathers batches of a feed on the device: sample numbers come from the epoch's order (a resident variable), beginning at
 * the scalar `batch_start`, so that a step uploads no data.
 */
export class BatchReader {
  private readonly samples: ValueId;
  private readonly names: ReadonlyMap<object, string>;

  constructor(
    private readonly b: Builder,
    feed: Feed,
    private readonly batch: number,
  ) {
    this.names = residentNames(feed);
    const order = b.input('variable', orderName(feed.name), 'uint32', [feed.samples]);
    const at = add(b, cast(b, iota(b, [batch], 0), 'uint32'), b.scalar(BATCH_START, 'uint32'));
    this.samples = gather(b, order, at);
  }

  /** The column's values for the batch: [batch, ...shape of the column, depth if one-hot]. */
  read(column: Column): ValueId {
    const { b } = this;
    const shape = [this.batch, ...column.shape];
    const stored = reshape(b, this.gatherRows(column), shape);
    if (column.encoding === 'scale') return scaled(b, stored, column);
    const ids = cast(b, stored, 'int32');
    return column.encoding === 'id'
      ? ids
      : oneHot(b, ids, required(column.depth, 'depth of a one-hot column'));
  }

  /** The column shaped as a tensor of the model; an error where the sizes differ. */
  readAs(where: string, column: Column, shape: Shape): ValueId {
    const value = this.read(column);
    const own = this.b.shapeOf(value);
    if (sizeOf(own) !== sizeOf(shape)) {
      throw dataError({
        where,
        must: `data must have shape ${formatShape(shape.slice(1))} for each sample`,
        got: `${formatShape(own.slice(1))} in column '${column.name}'`,
      });
    }
    return reshape(this.b, value, shape);
  }

  private gatherRows(column: Column): ValueId {
    const { b } = this;
    const rows = rowShape(column);
    const count = column.data.length / sizeOf(rows);
    const name = required(this.names.get(column.data), 'name of data');
    const table = b.input('variable', name, column.dtype, [count, sizeOf(rows)]);
    return gather(b, table, this.rowNumbers(column));
  }

  private rowNumbers({ index }: Column): ValueId {
    if (index === undefined) return this.samples;
    const count = sizeOf(index.shape);
    const name = required(this.names.get(index.rows), 'name of index');
    const rows = this.b.input('variable', name, 'uint32', [index.rows.length / count, count]);
    return gather(this.b, rows, this.samples);
  }
}

function scaled(b: Builder, stored: ValueId, { scale = 1, offset = 0 }: Column): ValueId {
  const x = cast(b, stored, 'float32');
  const times = scale === 1 ? x : multiply(b, x, constant(b, scale));
  return offset === 0 ? times : add(b, times, constant(b, offset));
}

/** float32 [..., depth]: 1 where the last axis equals the id. */
export function oneHot(b: Builder, ids: ValueId, depth: number): ValueId {
  const shape = b.shapeOf(ids);
  const wide = [...shape, depth];
  const spread = broadcastInDim(
    b,
    ids,
    wide,
    shape.map((_, a) => a),
  );
  return binaryOf(b, 'eq', spread, iota(b, wide, shape.length));
}
