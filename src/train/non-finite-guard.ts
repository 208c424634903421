import type { Builder } from '../graph/ir/builder.ts';
import type { ValueId } from '../graph/ir/graph.ts';
import { add, maximum, multiply } from '../graph/ops/arithmetic.ts';
import { broadcastTo } from '../graph/ops/broadcast-in-dim.ts';
import { cast } from '../graph/ops/cast.ts';
import { select } from '../graph/ops/select.ts';
import { unary } from '../graph/ops/unary.ts';
import { NON_FINITE } from './weight-layout.ts';

/**
 * Keeps a step whose loss is no finite number from changing weights and optimizer state, and all steps after it: they may be on
 * their way already when the host learns of it. The flag is a number computed with the losses and read in the loop that
 * applies the optimizer, so that it costs no dispatch.
 *
 * Gradients that are not finite though the loss is make weights that are not, and so the next loss that depends on them.
 */
export class NonFiniteGuard {
  private readonly before: ValueId;
  private raised: ValueId | null = null;

  constructor(private readonly b: Builder) {
    this.before = b.input('variable', NON_FINITE, 'float32', []);
  }

  /** flag ← max(flag, total is not finite) */
  watch(total: ValueId): void {
    const { b } = this;
    const bad = unary(b, 'is_zero', unary(b, 'is_finite', total));
    this.raised = maximum(b, this.before, bad);
    b.assign(this.before, this.raised);
  }

  /** 1 where this step shall change nothing, else 0. */
  get flag(): ValueId {
    return this.raised ?? this.before;
  }

  /** Counts the steps that change something: `counter`, uint32, is one more after each. Returns the number of this step. */
  count(counter: ValueId): ValueId {
    const { b } = this;
    const next = add(b, counter, cast(b, unary(b, 'is_zero', this.flag), 'uint32'));
    b.assign(counter, next);
    return next;
  }

  /** What takes the place of `old`: `next`, unless the flag is raised. */
  applied(old: ValueId, next: ValueId): ValueId {
    const { b } = this;
    return select(b, broadcastTo(b, this.flag, b.shapeOf(next)), old, next);
  }

  /** For statistics of the forward pass, which do not wait for the loss: not after a bad step, and never a value that is not finite. */
  finite(old: ValueId, next: ValueId): ValueId {
    const { b } = this;
    const allowed = broadcastTo(b, unary(b, 'is_zero', this.before), b.shapeOf(next));
    return select(b, multiply(b, allowed, unary(b, 'is_finite', next)), next, old);
  }
}
