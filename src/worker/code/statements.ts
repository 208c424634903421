import type { BuiltPreset } from '../../presets/preset.ts';
import { changedConfig, isAutomaticName } from './changed-config.ts';

export type Model = BuiltPreset['model'];
export type Layer = Model['layers'][number];
type Node = Model['topology']['nodes'][number];
type Tensor = Node['outputs'][number];

/** A value of a config in no language yet. */
export type Value = null | boolean | number | string | readonly Value[] | Make | Ref;

/** A new layer, initializer or regularizer. */
export interface Make {
  readonly make: 'layer' | 'initializer' | 'regularizer';
  readonly className: string;
  readonly config: Readonly<Record<string, Value>>;
}

/** What a variable holds. */
export interface Ref {
  readonly ref: string;
}

/** One line of a program that makes a model. Names are layer names, unique, and not yet spelled for a language. */
export type Statement =
  | { readonly kind: 'input'; readonly target: string; readonly config: Readonly<Record<string, Value>> }
  | { readonly kind: 'layer'; readonly target: string; readonly layer: Make }
  | {
      readonly kind: 'call';
      readonly targets: readonly string[];
      readonly callee: Make | Ref;
      readonly inputs: readonly string[];
      readonly options: Readonly<Record<string, Value>>;
    }
  | {
      readonly kind: 'model';
      readonly target: string;
      readonly inputs: Ends;
      readonly outputs: Ends;
      readonly name: string | null;
    };

/** The tensors that a model lies between; `keys` where they are given as a dictionary, one for each. */
export interface Ends {
  readonly tensors: readonly string[];
  readonly keys: readonly string[] | null;
}

/** The calls that make a model, nested models first, as lines of a program. The last one makes the model, named `model`. */
export function statementsOf(model: Model): Statement[] {
  const writer = new Writer();
  writer.model(model, 'model');
  return writer.statements;
}

class Writer {
  readonly statements: Statement[] = [];
  private readonly taken = new Set<string>(['model']);
  private readonly variables = new Map<Layer, string>();

  model(model: Model, target: string): void {
    const tensors = new Map<Tensor, string>();
    const { nodes } = model.topology;
    const calls = new Map<Layer, number>();
    for (const { layer } of nodes) calls.set(layer, (calls.get(layer) ?? 0) + 1);
    for (const node of nodes) {
      if (node.inputs.length === 0) this.input(node, tensors);
      else this.call(node, calls.get(node.layer)! > 1, tensors);
    }
    const ends = (list: readonly Tensor[], keys: Ends['keys']): Ends => ({
      tensors: list.map((tensor) => tensors.get(tensor)!),
      keys,
    });
    const name = isAutomaticName(model) ? null : model.name;
    this.statements.push({
      kind: 'model',
      target,
      name,
      inputs: ends(model.inputs, model.inputKeys),
      outputs: ends(model.outputs, model.outputKeys),
    });
  }

  private input({ layer, outputs }: Node, tensors: Map<Tensor, string>): void {
    const target = this.unique(layer.name);
    const { shape, dtype } = outputs[0]!;
    const config: Record<string, Value> = { shape: shape.slice(1) };
    if (dtype !== 'float32') config.dtype = dtype;
    if (!isAutomaticName(layer)) config.name = layer.name;
    this.statements.push({ kind: 'input', target, config });
    tensors.set(outputs[0]!, target);
  }

  private call(node: Node, shared: boolean, tensors: Map<Tensor, string>): void {
    const { layer, inputs, outputs, callOptions } = node;
    const callee = this.callee(layer, shared);
    const targets = outputs.map((_, i) => this.unique(resultName(layer, 'ref' in callee, i)));
    const names = inputs.map((tensor) => tensors.get(tensor)!);
    const options: Record<string, Value> = { ...callOptions.flags };
    let at = callOptions.positional;
    for (const { name, count } of callOptions.keywords) {
      const refs = names.slice(at, at + count).map((ref) => ({ ref }));
      options[name] = count === 1 ? refs[0]! : refs;
      at += count;
    }
    const positional = names.slice(0, callOptions.positional);
    this.statements.push({ kind: 'call', targets, callee, inputs: positional, options });
    outputs.forEach((tensor, i) => tensors.set(tensor, targets[i]!));
  }

  /** A layer that is called once is made where it is called; shared layers and models get a variable. */
  private callee(layer: Layer, shared: boolean): Make | Ref {
    const known = this.variables.get(layer);
    if (known !== undefined) return { ref: known };
    if (!shared && !('topology' in layer)) return this.make(layer);
    const target = this.unique(layer.name);
    this.variables.set(layer, target);
    if ('topology' in layer) this.model(layer as Model, target);
    else this.statements.push({ kind: 'layer', target, layer: this.make(layer) });
    return { ref: target };
  }

  private make(layer: Layer): Make {
    return { make: 'layer', className: layer.className, config: changedConfig(layer, (l) => this.inner(l)) };
  }

  /** A layer inside a wrapper. */
  private inner(layer: Layer): Make | Ref {
    return this.callee(layer, false);
  }

  private unique(name: string): string {
    let free = name;
    for (let n = 1; this.taken.has(free); n++) free = `${name}_${n}`;
    this.taken.add(free);
    return free;
  }
}

const resultName = (layer: Layer, named: boolean, output: number): string => {
  const base = named ? `${layer.name}_output` : layer.name;
  return output === 0 ? base : `${base}_state_${output}`;
};
