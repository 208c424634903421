/**
 * Running mean of a loss over an epoch as Keras logs it: Σ loss·n / Σ n with n the samples of each batch, so that a last
 * short batch counts by its size. Sums are kept in float64 on the host; they are the same whatever order batches arrive in.
 */
export class LossTracker {
  private total = 0;
  private count = 0;

  /** Adds the mean loss of a batch of `samples`. */
  add(loss: number, samples: number): void {
    this.total += loss * samples;
    this.count += samples;
  }

  /** The mean so far, 0 before the first batch. */
  result(): number {
    return this.count === 0 ? 0 : this.total / this.count;
  }

  reset(): void {
    this.total = 0;
    this.count = 0;
  }

  /** The two sums, which `restore` takes. */
  get sums(): readonly [total: number, count: number] {
    return [this.total, this.count];
  }

  restore([total, count]: readonly [total: number, count: number]): void {
    this.total = total;
    this.count = count;
  }
}
