import type { DType } from '../../core/dtype.ts';
import { graphError, withWhere } from '../../core/errors.ts';
import { required } from '../../core/invariant.ts';
import type { Shape } from '../../core/shape.ts';
import type {
  Assign,
  Graph,
  GraphInput,
  GraphOutput,
  InputKind,
  Instr,
  Phase,
  TensorType,
  ValueId,
} from './graph.ts';
import type { OpDef } from './op-def.ts';

/** Makes a graph instruction by instruction; shapes are inferred and checked at once. */
export class Builder {
  private readonly values: TensorType[] = [];
  private readonly inputs: GraphInput[] = [];
  private readonly instrs: Instr[] = [];
  private readonly outputs: GraphOutput[] = [];
  private readonly assigns: Assign[] = [];
  private readonly byName = new Map<string, ValueId>();
  private where = '';
  private phase: Phase = 'forward';

  /** Declares an input. Asking again for the same name gives the same value. */
  input(kind: InputKind, name: string, dtype: DType, shape: Shape): ValueId {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const value = this.newValue({ dtype, shape });
    this.inputs.push({ name, kind, value });
    this.byName.set(name, value);
    return value;
  }

  /** A per-step number: `scalar('learning_rate')`. */
  scalar(name: string, dtype: 'float32' | 'uint32' = 'float32'): ValueId {
    return this.input('scalar', name, dtype, []);
  }

  typeOf(value: ValueId): TensorType {
    return required(this.values[value], `value %${value}`);
  }

  shapeOf(value: ValueId): Shape {
    return this.typeOf(value).shape;
  }

  /** Adds an instruction and returns its outputs. */
  emit<A extends object>(op: OpDef<A>, inputs: readonly ValueId[], attrs: A): readonly ValueId[] {
    const types = withWhere(this.where === '' ? op.name : this.where, () =>
      op.infer(
        inputs.map((v) => this.typeOf(v)),
        attrs,
      ),
    );
    const outputs = types.map((type) => this.newValue(type));
    this.instrs.push({ op: op.name, inputs, outputs, attrs, where: this.where, phase: this.phase });
    return outputs;
  }

  /** Like emit, for ops with one output. */
  emit1<A extends object>(op: OpDef<A>, inputs: readonly ValueId[], attrs: A): ValueId {
    return required(this.emit(op, inputs, attrs)[0], `output of ${op.name}`);
  }

  output(name: string, value: ValueId): void {
    this.outputs.push({ name, value });
  }

  assign(variable: ValueId, value: ValueId): void {
    if (this.assigns.some((a) => a.variable === variable)) {
      throw graphError({
        where: 'assign',
        must: 'a variable is assigned once a step',
        got: `%${variable} twice`,
      });
    }
    this.assigns.push({ variable, value });
  }

  /** Runs `body` with every instruction marked as coming from `where`; nested names are joined by '/'. */
  scope<T>(where: string, body: () => T): T {
    const before = this.where;
    this.where = before === '' ? where : `${before}/${where}`;
    try {
      return body();
    } finally {
      this.where = before;
    }
  }

  /** Runs `body` with instructions marked exactly as `where` and `phase` (autodiff keeps the call's name). */
  mark<T>(where: string, phase: Phase, body: () => T): T {
    const before = { where: this.where, phase: this.phase };
    this.where = where;
    this.phase = phase;
    try {
      return body();
    } finally {
      this.where = before.where;
      this.phase = before.phase;
    }
  }

  inPhase<T>(phase: Phase, body: () => T): T {
    return this.mark(this.where, phase, body);
  }

  /** Instructions so far, for autodiff. */
  get instructions(): readonly Instr[] {
    return this.instrs;
  }

  build(): Graph {
    const { values, inputs, instrs, outputs, assigns } = this;
    return {
      values: [...values],
      inputs: [...inputs],
      instrs: [...instrs],
      outputs: [...outputs],
      assigns: [...assigns],
    };
  }

  private newValue(type: TensorType): ValueId {
    this.values.push(type);
    return this.values.length - 1;
  }
}
